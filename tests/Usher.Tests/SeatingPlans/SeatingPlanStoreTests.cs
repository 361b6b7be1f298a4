using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.SeatingPlans;

public sealed class SeatingPlanStoreTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTime Start = new(2031, 1, 1, 19, 0, 0, DateTimeKind.Utc);

    private SeatingPlanStore Store => new(database.DataSources);

    [Fact]
    public async Task A_stored_plan_is_read_as_it_was_with_its_accessible_places()
    {
        var plan = TheatrePlan.Create("Main house");

        var stored = await database.DataSources.StorePlanAsync(plan);
        var read = (await Store.FindAsync(stored.Id!.Value, 1, default)).ShouldNotBeNull();

        (read.Id, read.Version).ShouldBe((stored.Id, 1));
        read.Seats.AsSpan().SequenceEqual(plan.Seats.AsSpan()).ShouldBeTrue();
        PlanJson.WriteExtras(read).ShouldBe(PlanJson.WriteExtras(plan));
        Encoding.UTF8.GetString(PlanJson.Write(read)).ShouldBe(Encoding.UTF8.GetString(PlanJson.Write(plan)));
    }

    [Fact]
    public async Task Versions_follow_each_other_and_older_ones_stay()
    {
        var first = await database.DataSources.StorePlanAsync(BusPlan.Create("Coach", 3, "Seat"));

        var second = (await database.DataSources.StoreVersionAsync(
                first.Id!.Value, BusPlan.Create("Long coach", 5, "Seat")))
            .ShouldNotBeNull();

        second.Version.ShouldBe(2);
        (await Store.FindLatestAsync(first.Id.Value, default))
            .ShouldBe(new StoredPlan(first.Id.Value, 2, "Long coach", 20, await CreatedAtAsync(first.Id.Value, 2)));
        (await Store.FindAsync(first.Id.Value, 1, default)).ShouldNotBeNull().Seats.Length.ShouldBe(12);
        (await database.DataSources.StoreVersionAsync(new PlanId(999_999), first)).ShouldBeNull();
        (await Store.FindAsync(first.Id.Value, 3, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Under_a_key_a_plan_and_its_versions_are_stored_once_and_another_plan_is_not()
    {
        var service = database.DataSources.PlanService();
        var plan = BusPlan.Create("Kept coach", 3, "Seat");

        var stored = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => service.StoreAsync("plan-key", plan, versionOf: null, default)));

        var id = stored.Select(one => one!.Id).Distinct().ShouldHaveSingleItem()!.Value;
        stored.ShouldAllBe(one => one!.Version == 1 && one.Seats.Length == 12);
        (await service.StoreAsync("version-key", plan, id, default))!.Version.ShouldBe(2);
        (await service.StoreAsync("version-key", plan, id, default))!.Version.ShouldBe(2);
        (await Store.VersionsAsync(id, default)).Length.ShouldBe(2);
        (await service.StoreAsync("no-plan-key", plan, new PlanId(999_999), default)).ShouldBeNull();
        await Should.ThrowAsync<InvalidOperationException>(
            () => service.StoreAsync("plan-key", BusPlan.Create("Other", 4, "Seat"), versionOf: null, default));
    }

    [Fact]
    public async Task A_show_made_with_a_new_plan_stores_it_and_one_with_a_stored_plan_shares_it()
    {
        var creation = new ShowCreation(database.DataSources);
        var plan = BusPlan.Create("Coach", 4, "Seat");
        var first = await creation.CreateAsync(
            NewShow.In(plan, "Night coach", Start) with { Currency = "EUR", Prices = [new("Seat", 450)] },
            seatsCreated: null,
            default);
        var stored = (await Store.FindAsync(first.PlanId!.Value, first.PlanVersion!.Value, default)).ShouldNotBeNull();

        var second = await creation.CreateAsync(NewShow.In(stored, "Day coach", Start), null, default);

        second.PlanId.ShouldBe(first.PlanId);
        second.TotalSeats.ShouldBe(16);
        var read = (await database.DataSources.ShowQueries().FindAsync(first.Id, default)).ShouldNotBeNull().Show;
        (read.PlanId, read.PlanVersion, read.Currency).ShouldBe((first.PlanId, 1, "EUR"));
        read.Prices.ShouldHaveSingleItem().ShouldBe(new Price("Seat", 450));
    }

    [Fact]
    public async Task The_catalog_reads_a_plan_once_and_drops_the_least_recently_used()
    {
        var catalog = new PlanCatalog(Store, Options.Create(new SeatingPlanOptions { PlanSeatsMax = 50 }));
        var one = await database.DataSources.StorePlanAsync(BusPlan.Create("One", 8, "Seat"));
        var two = await database.DataSources.StorePlanAsync(BusPlan.Create("Two", 8, "Seat"));

        var read = await catalog.FindAsync(one.Id!.Value, 1, default);
        (await catalog.FindAsync(one.Id.Value, 1, default)).ShouldBeSameAs(read);
        catalog.SeatsInMemory.ShouldBe(32);
        await catalog.FindAsync(two.Id!.Value, 1, default);

        catalog.SeatsInMemory.ShouldBe(32);
        (await catalog.FindAsync(one.Id.Value, 1, default)).ShouldNotBeSameAs(read);
        (await catalog.FindAsync(new PlanId(999_999), 1, default)).ShouldBeNull();
        catalog.SeatsInMemory.ShouldBe(32);
        catalog.Plain(10, null).ShouldBeSameAs(catalog.Plain(10, null));
    }

    private async Task<DateTime> CreatedAtAsync(PlanId plan, int version)
    {
        await using var command = database.DataSource.CreateCommand(
            "select created_at from seating_plan_versions where plan_id = $1 and version = $2");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = plan.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version });
        return (DateTime)(await command.ExecuteScalarAsync()).ShouldNotBeNull();
    }
}

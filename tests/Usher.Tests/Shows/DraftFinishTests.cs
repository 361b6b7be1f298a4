using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Shows;

/// <summary>A draft and its show are one transaction, on one connection.</summary>
public sealed class DraftFinishTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_draft_makes_its_show_once_however_often_its_last_form_comes()
    {
        await using var engine = new TestEngine(database.DataSources);
        var draft = await KeepAsync("Sent often");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FinishAsync(engine, draft)));

        var made = outcomes.Distinct().ShouldHaveSingleItem().ShouldBeOfType<DraftOutcome.Made>();
        (await FinishAsync(engine, draft)).ShouldBe(made);
        (await CountAsync("Sent often")).ShouldBe(1);
    }

    // The session dies after the last seat was written and before the draft knows of its show: as if the server did.
    [Fact]
    public async Task A_session_that_dies_between_the_show_and_its_draft_leaves_neither()
    {
        await using var engine = new TestEngine(database.DataSources);
        var draft = await KeepAsync("Cut off");

        await Should.ThrowAsync<NpgsqlException>(
            engine.Service.FinishAsync(draft, new Terminating(database, seats: 20), CancellationToken.None));

        (await CountAsync("Cut off")).ShouldBe(0);
        var made = (await FinishAsync(engine, draft)).ShouldBeOfType<DraftOutcome.Made>();
        (await FinishAsync(engine, draft)).ShouldBe(made);
        (await CountAsync("Cut off")).ShouldBe(1);
    }

    // An answer that is lost is told by the next one: the draft knows its show since the same moment.
    [Fact]
    public async Task A_commit_whose_answer_is_lost_made_the_one_show()
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = new TestEngine(proxy.DataSources);
        var draft = await KeepAsync("Answer lost");

        proxy.Arm(Cut.AfterCommit);
        await Should.ThrowAsync<NpgsqlException>(FinishAsync(engine, draft));

        proxy.CutsDone.ShouldBe(1);
        (await FinishAsync(engine, draft)).ShouldBeOfType<DraftOutcome.Made>();
        (await CountAsync("Answer lost")).ShouldBe(1);
    }

    // With a pool of one a second connection would be waited for in vain.
    [Fact]
    public async Task One_connection_does_even_where_the_plan_has_to_be_read()
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 1, Timeout = 5 };
        await using var single = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var engine = new TestEngine(new DataSources(single, single, TestKeys.Ring));
        var plan = await database.DataSources.StorePlanAsync(BusPlan.Create("Coach", 3, "Seat"));
        var draft = await KeepAsync("On one line", new DraftPlan(DraftPlanKind.Stored)
        {
            PlanId = plan.Id!.Value.Value,
            PlanVersion = 1,
        });

        var show = (await FinishAsync(engine, draft)).ShouldBeOfType<DraftOutcome.Made>().ShowId;
        (await engine.Service.ChangePricesAsync(show, "EUR", [new Price("Seat", 5)], CancellationToken.None))
            .ShouldBe(new PriceChange.Changed());
        (await engine.Service.MoveAsync(show, 1, _ => false, TestEngine.Desk, CancellationToken.None))
            .ShouldBe(new PlanMove.Moved(1, 12) { Kind = PlanKind.Coach });
    }

    [Fact]
    public async Task What_is_not_whole_or_has_begun_by_now_makes_no_show()
    {
        await using var engine = new TestEngine(database.DataSources);
        var drafts = new ShowDrafts(database.DataSources, Options.Create(new ShowDraftOptions()));
        var begun = Draft("Begun", Seats) with { StartsAt = DateTime.UnixEpoch };
        var notWhole = await drafts.CreateAsync(Draft("Not whole", Seats) with { Sale = null }, CancellationToken.None);
        var planGone = await KeepAsync(
            "No plan", new DraftPlan(DraftPlanKind.Stored) { PlanId = 999_999, PlanVersion = 1 });

        (await FinishAsync(engine, await drafts.CreateAsync(begun, CancellationToken.None)))
            .ShouldBeOfType<DraftOutcome.Wrong>().Problems.ShouldHaveSingleItem().Field.ShouldBe("StartsAt");
        (await FinishAsync(engine, notWhole)).ShouldBe(new DraftOutcome.NotWhole());
        (await FinishAsync(engine, planGone)).ShouldBe(new DraftOutcome.NotWhole());
        (await FinishAsync(engine, Guid.NewGuid())).ShouldBe(new DraftOutcome.DraftNotFound());
    }

    private static DraftPlan Seats => new(DraftPlanKind.Number) { TotalSeats = 20 };

    private static ShowDraft Draft(string name, DraftPlan plan) => new()
    {
        Name = name,
        StartsAt = TestServer.FarOff,
        Plan = plan,
        Prices = new DraftPrices(null, []),
        Sale = new DraftSale(),
    };

    private static Task<DraftOutcome> FinishAsync(TestEngine engine, Guid draft) =>
        engine.Service.FinishAsync(draft, seatsCreated: null, CancellationToken.None);

    private Task<Guid> KeepAsync(string name, DraftPlan? plan = null) =>
        new ShowDrafts(database.DataSources, Options.Create(new ShowDraftOptions()))
            .CreateAsync(Draft(name, plan ?? Seats), CancellationToken.None);

    private async Task<long> CountAsync(string name)
    {
        await using var command = database.DataSource.CreateCommand("select count(*) from shows where name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed class Terminating(TestDatabase database, int seats) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value == seats)
            {
                using var command = database.DataSource.CreateCommand("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'
                    """);
                command.ExecuteScalar().ShouldBe(true);
            }
        }
    }
}

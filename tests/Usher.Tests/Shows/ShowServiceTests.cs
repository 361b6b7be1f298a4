using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Engine.Validation;
using Usher.Testing;

namespace Usher.Tests.Shows;

/// <summary>The rules by which shows are created and changed, whoever asks.</summary>
public sealed class ShowServiceTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly NewShow Valid = new("A show", TestServer.FarOff, 12);

    public static TheoryData<string, string, NewShow> Invalid => new()
    {
        {
            nameof(NewShow.StartsAt), "must be in the future",
            Valid with { StartsAt = DateTime.UnixEpoch }
        },
        { nameof(NewShow.SalesOpenAt), "must be before the show begins", Valid with { SalesOpenAt = Valid.StartsAt } },
        { nameof(NewShow.Name), "must have 1 to 200 characters", Valid with { Name = " " } },
        { nameof(NewShow.Name), "must not contain control characters", Valid with { Name = "a\u0007" } },
        { nameof(NewShow.SeatsPerPersonMax), "must be 1 to 100, not 0", Valid with { SeatsPerPersonMax = 0 } },
        { nameof(NewShow.SeatsPerPersonMax), "must be 1 to 100, not 101", Valid with { SeatsPerPersonMax = 101 } },
        { nameof(NewShow.SeatsPerBookingMax), "must be 1 to 100, not 101", Valid with { SeatsPerBookingMax = 101 } },
        { nameof(NewShow.HoldSeconds), "must be 1 to 86,400, not 0", Valid with { HoldSeconds = 0 } },
        { nameof(NewShow.TotalSeats), "must be 1 to 200,000, not 0", Valid with { TotalSeats = 0 } },
        { nameof(NewShow.Currency), "is missing; prices need a currency", Valid with { Prices = [new("{Seat}", 1)] } },
        {
            nameof(NewShow.Prices), "must be 0 to 1,000,000,000 minor units, not -1 for '{Seat}'",
            Valid with { Currency = "EUR", Prices = [new("{Seat}", -1)] }
        },
    };

    [Theory, MemberData(nameof(Invalid))]
    public async Task A_show_that_is_wrong_is_not_created_and_told_by_its_field(
        string field, string problem, NewShow show)
    {
        await using var engine = new TestEngine(database.DataSources);

        var outcome = await engine.Service.CreateAsync(show, seatsCreated: null, CancellationToken.None);

        var wrong = outcome.ShouldBeOfType<NewShowOutcome.Wrong>().Problems.ShouldHaveSingleItem();
        (wrong.Field, wrong.Problem).ShouldBe((field, problem));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = Valid with { Name = "", StartsAt = DateTime.UnixEpoch, HoldSeconds = 0, Currency = "ZZZ" };

        (await engine.Service.CreateAsync(show, seatsCreated: null, CancellationToken.None))
            .ShouldBeOfType<NewShowOutcome.Wrong>().Problems.Select(problem => problem.Field)
            .ShouldBe(["Name", "StartsAt", "HoldSeconds", "Currency"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_show_in_a_stored_plan_has_the_seats_of_its_latest_version()
    {
        await using var engine = new TestEngine(database.DataSources);
        var plan = (await database.DataSources.StorePlanAsync(BusPlan.Create("Coach", 3, "Seat"))).Id!.Value;
        await database.DataSources.StoreVersionAsync(plan, BusPlan.Create("Coach", 5, "Seat"));
        var show = Valid with { TotalSeats = 0, PlanId = plan };

        var created = (await engine.Service.CreateAsync(show, seatsCreated: null, CancellationToken.None))
            .ShouldBeOfType<NewShowOutcome.Created>().Show;

        (created.PlanId, created.PlanVersion, created.TotalSeats).ShouldBe((plan, 2, 20));
        (await engine.Service.CreateAsync(show with { TotalSeats = 12 }, null, CancellationToken.None))
            .ShouldBeOfType<NewShowOutcome.Wrong>().Problems.ShouldHaveSingleItem().Field.ShouldBe("TotalSeats");
        (await engine.Service.CreateAsync(show with { PlanId = new PlanId(999_999) }, null, CancellationToken.None))
            .ShouldBe(new NewShowOutcome.PlanNotFound(new PlanId(999_999)));
    }

    [Fact]
    public async Task Terms_change_by_the_same_rules_but_a_show_may_have_begun_as_long_as_it_stays_where_it_is()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var begun = await TestEngine.CreateShowAsync(database.DataSources, startsAt: DateTime.UnixEpoch);

        (await ChangeAsync(engine, show, was => was with { SalesOpenAt = was.StartsAt }))
            .ShouldBeOfType<ShowChangeOutcome.Wrong>().Problems.ShouldHaveSingleItem().Field.ShouldBe("SalesOpenAt");
        (await ChangeAsync(engine, show, was => was with { StartsAt = DateTime.UnixEpoch, HoldSeconds = 5 }))
            .ShouldBeOfType<ShowChangeOutcome.Wrong>().Problems.ShouldHaveSingleItem()
            .ShouldBe(new FieldProblem("StartsAt", "must be in the future"));
        (await ChangeAsync(engine, show, was => was with { TimeZone = "Europe/Nowhere" }))
            .ShouldBeOfType<ShowChangeOutcome.Wrong>().Problems.ShouldHaveSingleItem().Field.ShouldBe("TimeZone");
        foreach (var one in (ShowId[])[show, begun])
        {
            (await ChangeAsync(engine, one, was => was with { HoldSeconds = 5 }))
                .ShouldBe(new ShowChangeOutcome.Changed());
        }

        (await ChangeAsync(engine, new ShowId(999_999), was => was)).ShouldBe(new ShowChangeOutcome.ShowNotFound());

        (await engine.Shows.FindAsync(show, CancellationToken.None))!.HoldSeconds.ShouldBe(5);
        (await database.DataSources.ShowQueries().FindAsync(begun, default))!
            .Show.StartsAt.ShouldBe(DateTime.UnixEpoch);
    }

    [Fact]
    public async Task A_sale_that_was_let_open_after_its_show_stays_until_one_of_the_two_is_changed()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources, salesOpenAt: TestServer.FarOff);

        (await ChangeAsync(engine, show, was => was with { Name = "Renamed" }))
            .ShouldBe(new ShowChangeOutcome.Changed());
        (await ChangeAsync(engine, show, was => was with { StartsAt = was.StartsAt.AddDays(1) }))
            .ShouldBeOfType<ShowChangeOutcome.Wrong>().Problems.ShouldHaveSingleItem().Field.ShouldBe("SalesOpenAt");
    }

    private static Task<ShowChangeOutcome> ChangeAsync(
        TestEngine engine, ShowId show, Func<ShowChange, ShowChange> change) =>
        engine.Service.ChangeAsync(
            show, was => change(ShowChange.Nothing(was)), Actor.CommandLine, CancellationToken.None);
}

using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Selling;

/// <summary>What the requests of one batch leave for those after them. Found by the simulation.</summary>
public sealed class SharedBatchTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Seats_that_were_refused_to_one_are_there_for_the_next()
    {
        await using var engine = Engine();
        var show = await CreateOrphanShowAsync();
        (await engine.BookAsync(Best(show, 4)))
            .ShouldBeOfType<BookOutcome.NoneTogether>();

        var outcomes = await TogetherAsync(
            engine, new BookRequest(show, "a@example.com", [2]), Best(show, 3));

        outcomes[0].ShouldBeOfType<BookOutcome.LeavesSingleSeat>();
        outcomes[1].ShouldBeOfType<BookOutcome.Held>().Booking.SeatNumbers.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Nothing_is_set_aside_for_a_booking_that_is_there_already()
    {
        await using var engine = Engine();
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 4);
        var first = (await engine.BookAsync(Best(show, 2, "mine")))
            .ShouldBeOfType<BookOutcome.Held>().Booking;

        var outcomes = await TogetherAsync(engine, Best(show, 2, "mine"), Best(show, 2, "mine"), Best(show, 1));

        outcomes[0].ShouldBeOfType<BookOutcome.Held>().Booking.Id.ShouldBe(first.Id);
        outcomes[1].ShouldBeOfType<BookOutcome.Held>().Booking.Id.ShouldBe(first.Id);
        outcomes[2].ShouldBeOfType<BookOutcome.Held>().Booking.SeatNumbers.ShouldBe([3]);
    }

    [Fact]
    public async Task Nor_for_a_key_that_comes_twice_at_once()
    {
        await using var engine = Engine();
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 4);
        // Refused; from here on the engine has all it needs to put a request in line at once.
        await engine.BookAsync(Best(show, 3, "other"));

        var outcomes = await TogetherAsync(
            engine, Best(show, 2, "mine"), Best(show, 2, "mine"), Best(show, 2), Best(show, 1));

        outcomes.Take(3).ShouldAllBe(outcome => outcome is BookOutcome.Held);
        outcomes[3].ShouldBe(new BookOutcome.NoneTogether(1, null, IsSplit: false, 0));
    }

    private static BookRequest Best(ShowId show, int count, string? key = null) =>
        BookRequest.ForBest(show, "a@example.com", count, idempotencyKey: key);

    // All are in the queue before a batch is taken.
    private static Task<BookOutcome[]> TogetherAsync(TestEngine engine, params BookRequest[] requests)
    {
        Task<BookOutcome>[] asked;
        using (engine.PauseTaking())
        {
            asked = [.. requests.Select(engine.BookAsync)];
        }

        return Task.WhenAll(asked);
    }

    private TestEngine Engine() => new(database.DataSources, configure: options => options.Selling.BatchWorkers = 1);

    private async Task<ShowId> CreateOrphanShowAsync()
    {
        // The last row has spaces for wheelchairs, which are chosen for nobody.
        var plan = BlockPlan.Create("Studio", 2, 3, [], "Stalls");
        var show = NewShow.In(plan, "A show", new DateTime(2031, 1, 1, 19, 0, 0, DateTimeKind.Utc)) with
        {
            NoOrphans = true,
        };
        return (await new ShowCreation(database.DataSources).CreateAsync(
            show, seatsCreated: null, CancellationToken.None)).Id;
    }
}

using System.Net;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>One client holds only its share of a show.</summary>
public sealed class HeldSeatsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Max = 4;

    private static readonly Actor Asha = From("192.0.2.1");
    private static readonly Actor Ben = From("192.0.2.2");

    [Fact]
    public async Task Who_holds_the_most_is_told_until_when_and_others_are_not_hindered()
    {
        await using var engine = Engine();
        var show = await ShowAsync();
        var first = await HoldAsync(engine, Asha, show, 1, 2);
        engine.Clock.Advance(TimeSpan.FromSeconds(10));
        await HoldAsync(engine, Asha, show, 3);

        (await BookAsync(engine, Asha, show, 4, 5)).ShouldBe(new BookOutcome.LimitReached(Max, 3, first.ExpiresAt));
        (await BookAsync(engine, Asha, show, 4, 5, 6, 7, 8)).ShouldBe(new BookOutcome.LimitReached(Max, 3, null));
        await HoldAsync(engine, Asha, show, 4);
        await HoldAsync(engine, Ben, show, 5, 6, 7, 8);
        await HoldAsync(engine, Asha, await ShowAsync(), 1, 2, 3, 4);
    }

    [Fact]
    public async Task What_ends_or_is_sold_makes_room()
    {
        await using var engine = Engine();
        var show = await ShowAsync();
        var (sold, gone) = (await HoldAsync(engine, Asha, show, 1), await HoldAsync(engine, Asha, show, 2));
        var late = await HoldAsync(engine, Asha, show, 3, 4);
        (await BookAsync(engine, Asha, show, 5)).ShouldBeOfType<BookOutcome.LimitReached>();

        await engine.ConfirmAsync(sold.Id);
        await HoldAsync(engine, Asha, show, 5);
        await engine.CancelAsync(gone.Id);
        await HoldAsync(engine, Asha, show, 6);
        (await BookAsync(engine, Asha, show, 7)).ShouldBeOfType<BookOutcome.LimitReached>();
        engine.Clock.Advance(late.ExpiresAt - engine.Clock.Now!.Value);
        await HoldAsync(engine, Asha, show, 7, 8, 9, 10);
        engine.Holders.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_extension_is_charged_as_long_as_it_lasts()
    {
        await using var engine = Engine();
        var show = await ShowAsync();
        var hold = await HoldAsync(engine, Asha, show, 1, 2, 3, 4);
        await engine.ExtendAsync(hold.Id);
        engine.Clock.Advance(TimeSpan.FromSeconds(90));

        (await BookAsync(engine, Asha, show, 5))
            .ShouldBe(new BookOutcome.LimitReached(Max, Max, hold.ExpiresAt.AddSeconds(60)));
    }

    [Fact]
    public async Task A_repeated_key_counts_once_and_is_answered_beyond_the_limit()
    {
        await using var engine = Engine();
        var show = await ShowAsync();
        var request = new BookRequest(show, "a@example.com", [1, 2, 3], "key");
        var first = (await BookAsync(engine, Asha, request)).ShouldBeOfType<BookOutcome.Held>().Booking;
        await BookAsync(engine, Asha, request);
        await HoldAsync(engine, Asha, show, 4);

        (await BookAsync(engine, Asha, request)).ShouldBeOfType<BookOutcome.Held>().Booking.Id.ShouldBe(first.Id);
        (await BookAsync(engine, Asha, request with { IdempotencyKey = "other" }))
            .ShouldBeOfType<BookOutcome.LimitReached>();
    }

    [Fact]
    public async Task A_refused_request_is_not_charged()
    {
        await using var engine = Engine();
        var show = await ShowAsync();
        await HoldAsync(engine, Ben, show, 1);
        for (var i = 0; i < 5; i++)
        {
            (await BookAsync(engine, Asha, show, 1, 2, 3)).ShouldBeOfType<BookOutcome.SeatsTaken>();
        }

        await HoldAsync(engine, Asha, show, 2, 3, 4, 5);
    }

    [Fact]
    public async Task A_crowd_at_once_gets_the_most_and_no_more()
    {
        await using var engine = Engine();
        var show = await ShowAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 20).Select(seat => BookAsync(engine, Asha, show, seat)));
        var best = await Task.WhenAll(Enumerable.Range(1, 10).Select(_ => BookAsync(engine, Ben, BookRequest.ForBest(
            show, "b@example.com", 2))));

        outcomes.Count(outcome => outcome is BookOutcome.Held).ShouldBe(Max);
        outcomes.Count(outcome => outcome is BookOutcome.LimitReached).ShouldBe(20 - Max);
        best.Count(outcome => outcome is BookOutcome.Held).ShouldBe(Max / 2);
        best.Count(outcome => outcome is BookOutcome.LimitReached).ShouldBe(10 - Max / 2);
    }

    [Fact]
    public async Task Commands_of_one_batch_make_room_for_those_behind_them()
    {
        await using var engine = Engine();
        var show = await ShowAsync();
        var hold = await HoldAsync(engine, Asha, show, 1, 2, 3, 4);
        Task<CancelOutcome> cancelled;
        Task<BookOutcome> before, after;
        using (engine.PauseTaking())
        {
            before = BookAsync(engine, Asha, new BookRequest(show, "a@example.com", [5], "before"));
            cancelled = engine.CancelAsync(hold.Id);
            after = engine.Bookings.BookAsync(new BookRequest(show, "a@example.com", [6]), Ben, CancellationToken.None);
        }

        (await before).ShouldBeOfType<BookOutcome.LimitReached>();
        (await cancelled).ShouldBeOfType<CancelOutcome.Cancelled>();
        (await after).ShouldBeOfType<BookOutcome.Held>();
        await HoldAsync(engine, Asha, show, 1, 2, 3, 4);
    }

    [Fact]
    public async Task One_network_of_IPv6_is_one_client()
    {
        await using var engine = Engine();
        var show = await ShowAsync();
        await HoldAsync(engine, From("2001:db8:1:2::1"), show, 1, 2, 3, 4);

        (await BookAsync(engine, From("2001:db8:1:2:ffff::2"), show, 5)).ShouldBeOfType<BookOutcome.LimitReached>();
        await HoldAsync(engine, From("2001:db8:1:3::1"), show, 5);
    }

    [Fact]
    public async Task Staff_the_demo_and_programs_of_the_organiser_are_not_limited()
    {
        await using var engine = Engine();
        var show = await ShowAsync();
        var address = IPAddress.Parse("192.0.2.1");

        foreach (var (i, actor) in new[]
        {
            Actor.Demo, Actor.Buyer(ActorRight.AdminKey, address), Actor.Staff("mona", ActorRight.DeskSession, address),
        }.Index())
        {
            await HoldAsync(engine, actor, show, i * 5 + 1, i * 5 + 2, i * 5 + 3, i * 5 + 4, i * 5 + 5);
        }

        engine.Holders.Count.ShouldBe(0);
        await HoldAsync(engine, Asha, show, 16, 17, 18, 19);
    }

    [Fact]
    public async Task What_another_process_has_ended_makes_room_at_once()
    {
        await using var one = Engine();
        await using var other = Engine();
        var show = await ShowAsync();
        var (sold, gone) = (await HoldAsync(one, Asha, show, 1, 2), await HoldAsync(one, Asha, show, 3, 4));
        await other.ConfirmAsync(sold.Id);
        await other.CancelAsync(gone.Id);

        await HoldAsync(one, Asha, show, 5, 6, 7, 8);
        (await BookAsync(one, Asha, show, 9)).ShouldBeOfType<BookOutcome.LimitReached>();
        // What it does not know of it cannot count: the most in each process, and not more.
        await HoldAsync(other, Asha, show, 9, 10, 11, 12);
        (await BookAsync(other, Asha, show, 13)).ShouldBeOfType<BookOutcome.LimitReached>();
    }

    [Fact]
    public async Task A_client_that_is_refused_has_its_holds_looked_up_once_in_a_while_only()
    {
        await using var one = new TestEngine(database.DataSources, TestClock.AtOpening(), configure: options =>
        {
            options.Selling.HeldSeatsPerClientMax = Max;
            options.RereadHoldsEvery = TimeSpan.FromHours(1);
        });
        await using var other = Engine();
        var show = await ShowAsync();
        var hold = await HoldAsync(one, Asha, show, 1, 2, 3, 4);
        (await BookAsync(one, Asha, show, 5)).ShouldBeOfType<BookOutcome.LimitReached>();
        await other.CancelAsync(hold.Id);

        (await BookAsync(one, Asha, show, 5)).ShouldBe(new BookOutcome.LimitReached(Max, Max, hold.ExpiresAt));
        one.Clock.Advance(TimeSpan.FromSeconds(60));
        await HoldAsync(one, Asha, show, 5);
    }

    private static Actor From(string address) => Actor.Buyer(ActorRight.Public, IPAddress.Parse(address));

    private static Task<BookOutcome> BookAsync(TestEngine engine, Actor actor, ShowId show, params int[] seats) =>
        BookAsync(engine, actor, new BookRequest(show, "a@example.com", [.. seats]));

    private static Task<BookOutcome> BookAsync(TestEngine engine, Actor actor, BookRequest request) =>
        engine.Bookings.BookAsync(request, actor, CancellationToken.None);

    private static async Task<Engine.Bookings.Booking> HoldAsync(
        TestEngine engine, Actor actor, ShowId show, params int[] seats) =>
        (await BookAsync(engine, actor, show, seats)).ShouldBeOfType<BookOutcome.Held>().Booking;

    private TestEngine Engine() => new(
        database.DataSources, TestClock.AtOpening(), options => options.Selling.HeldSeatsPerClientMax = Max);

    private Task<ShowId> ShowAsync() => TestEngine.CreateShowAsync(database.DataSources, seats: 40);
}

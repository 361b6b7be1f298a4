using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Bookings;

public sealed class BookingSearchTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private BookingSearch Search => new(database.DataSources);

    [Fact]
    public async Task Bookings_of_a_show_come_newest_first_page_by_page_without_gaps()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        List<BookingId> made = [];
        for (var seat = 1; seat <= 7; seat++)
        {
            made.Add((await engine.HoldAsync(show, seat)).Id);
            // Some share a moment, as bookings of one batch do.
            engine.Clock.Advance(TimeSpan.FromSeconds(seat / 3));
        }

        var found = await AllAsync(new BookingFilter { ShowId = show }, limit: 2);

        found.Select(booking => booking.Id).ShouldBe(made, ignoreOrder: true);
        found.Select(booking => booking.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task An_address_is_found_whole_in_any_case_the_newest_first_and_never_by_its_beginning()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 10);
        var prefix = $"search{show}.";
        foreach (var (seat, name) in new[] { (1, "Zoe"), (2, "anna"), (3, "ANNA"), (4, "anna_x"), (5, "bo%") })
        {
            await engine.BookAsync(new BookRequest(show, $"{prefix}{name}@example.com", [seat]));
            engine.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await EmailsAsync(new() { Email = prefix.ToUpperInvariant() + "anna@EXAMPLE.com" }))
            .ShouldBe($"{prefix}anna@example.com {prefix}anna@example.com");
        (await AllAsync(new() { Email = $"{prefix}anna@example.com" }, limit: 1))
            .Select(booking => booking.SeatNumbers[0]).ShouldBe([3, 2]);
        (await EmailsAsync(new() { Email = prefix })).ShouldBe("");
        (await EmailsAsync(new() { Email = $"{prefix}anna@example.co" })).ShouldBe("");
        (await EmailsAsync(new() { Email = $"{prefix}bo%@example.com" })).ShouldBe($"{prefix}bo%@example.com");
        (await EmailsAsync(new() { Email = $"{prefix}%@example.com" })).ShouldBe("");
        (await EmailsAsync(new() { Email = $"{prefix}zoe@example.com", ShowId = show }))
            .ShouldBe($"{prefix}zoe@example.com");
        (await EmailsAsync(new() { Email = $"{prefix}zoe@example.com", ShowId = new(show.Value + 1) })).ShouldBe("");
    }

    [Fact]
    public async Task Letters_of_all_scripts_are_found_in_any_case_and_paged_without_gaps()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 10);
        foreach (var (seat, name) in new[] { (1, "Élodie"), (2, "élodie"), (3, "Œdipe"), (4, "ÉLODIE") })
        {
            await engine.BookAsync(new BookRequest(show, $"{name}@{show}.example.com", [seat]));
        }

        (await AllAsync(new() { Email = $"éLODIE@{show}.example.com" }, limit: 1)).Count.ShouldBe(3);
        (await AllAsync(new() { Email = $"œDIPE@{show}.example.com" }, limit: 1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Bookings_are_found_by_how_they_stand_and_house_seats_only_when_asked_for()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var late = await engine.HoldAsync(show, 1);
        engine.Clock.Advance(TimeSpan.FromSeconds(60));
        await engine.ExpireAsync(late.Id);
        var held = await engine.HoldAsync(show, 2);
        var sold = await engine.HoldAsync(show, 3);
        await engine.ConfirmAsync(sold.Id);
        var given = await engine.HoldAsync(show, 4);
        await engine.CancelAsync(given.Id);
        await engine.BlockAsync(show, 5);

        foreach (var (standing, expected) in new (BookingState, BookingId)[]
        {
            (BookingState.Held, held.Id), (BookingState.Confirmed, sold.Id), (BookingState.Expired, late.Id),
            (BookingState.Cancelled, given.Id), (BookingState.Blocked, (await engine.OwnersAsync(show))[5]),
        })
        {
            var found = await AllAsync(new() { ShowId = show, State = standing });
            found.Single().Id.ShouldBe(expected);
            found.Single().State().ShouldBe(standing);
            (await AllAsync(new() { State = standing })).ShouldContain(booking => booking.Id == expected);
        }

        (await AllAsync(new() { ShowId = show })).Count.ShouldBe(4);
        var everywhere = await AllAsync(new(), limit: 3);
        everywhere.ShouldAllBe(booking => booking.Kind == BookingKind.Sale);
        everywhere.Select(booking => booking.Id).ShouldBeUnique();
        everywhere.Count(booking => booking.ShowId == show).ShouldBe(4);
        (await AllAsync(new() { ShowId = show, SeatNumber = 3 })).Single().Id.ShouldBe(sold.Id);
    }

    [Fact]
    public async Task A_booking_tells_its_history_and_the_log_tells_everybodys()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var booking = await engine.HoldAsync(show, 1);
        engine.Clock.Advance(TimeSpan.FromSeconds(1));
        await engine.ConfirmAsync(booking.Id);
        engine.Clock.Advance(TimeSpan.FromSeconds(1));
        await engine.CancelByStaffAsync(booking.Id, "By phone");
        await engine.BlockAsync(show, 2);
        var history = new BookingHistory(database.DataSources);

        (await history.FindAsync(booking.Id, default)).Select(step => $"{step.Actor} {step.To} {step.Detail}".Trim())
            .ShouldBe(["buyer Pending", "buyer Confirmed", "desk Failed By phone"]);
        List<BookingStep> log = [];
        StepCursor? after = null;
        do
        {
            var page = await history.ListAsync(show, limit: 1, after, default);
            log.AddRange(page.Steps);
            after = page.Next;
        }
        while (after is not null);

        log.Count.ShouldBe(4);
        log.Select(step => step.At).ShouldBeInOrder(SortDirection.Descending);
        (await history.ListAsync(showId: null, limit: 1000, after: null, default)).Steps.ShouldContain(log[0]);
    }

    [Fact]
    public async Task The_figures_of_a_show_tell_house_seats_from_sales()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 10);
        await engine.HoldAsync(show, 1, 2);
        var sold = await engine.HoldAsync(show, 3, 4, 5);
        await engine.ConfirmAsync(sold.Id);
        await engine.BlockAsync(show, 9, 6);
        var holders = new SeatHolders(database.DataSources);

        (await holders.CountAsync(show, default)).ShouldBe(new SeatFigures(3, 2, 3, 2, 0, 1));
        (await holders.FindBlockedAsync(show, default)).ShouldBe([6, 9]);
        (await holders.FindAsync(show, 4, default)).ShouldNotBeNull().Id.ShouldBe(sold.Id);
        (await holders.FindAsync(show, 10, default)).ShouldBeNull();
    }

    private async Task<string> EmailsAsync(BookingFilter filter) => string.Join(
        ' ', (await AllAsync(filter, limit: 1)).Select(booking => booking.Email!.ToLowerInvariant()));

    private async Task<List<Booking>> AllAsync(BookingFilter filter, int limit = 1000)
    {
        List<Booking> found = [];
        BookingCursor? after = null;
        do
        {
            var page = await Search.FindAsync(filter, limit, after, CancellationToken.None);
            found.AddRange(page.Bookings);
            after = page.Next;
        }
        while (after is not null);

        return found;
    }
}

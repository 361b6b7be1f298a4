using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Audit;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>One person has only its share of a show, whatever it tries.</summary>
public sealed class SeatsPerPersonTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const int Max = 4;

    private static readonly string[] Spellings =
        ["asha@example.com", "Asha@Example.com", "ASHA@EXAMPLE.COM", "asha@EXAMPLE.com"];

    // One person, in letters that the database would not even out.
    private static readonly string[] Umlauts = ["J\u00fcrgen@b\u00fccher.example", "j\u00dcrgen@B\u00dcCHER.example"];

    private static readonly string[] Addresses = ["Asha@Example.com", Umlauts[1], "X@XN--BCHER-KVA.example"];

    private TestEngine _one = null!;
    private TestEngine _two = null!;

    public ValueTask InitializeAsync()
    {
        (_one, _two) = (Engine(), Engine());
        return ValueTask.CompletedTask;
    }

    // Whatever a test has done, what is stored agrees with what was counted.
    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        var report = await new DatabaseAudit(
            database.DataSources, Options.Create(new SweepOptions()), Options.Create(new AuditOptions()))
            .RunAsync(starting: null, CancellationToken.None);
        report.Findings.Where(finding => finding.Invariant.Number != "7").Sum(finding => finding.ViolationCount)
            .ShouldBe(0);
    }

    [Fact]
    public async Task Two_hundred_requests_at_once_in_two_processes_give_a_person_no_more_than_one_may_have()
    {
        var show = await ShowAsync(seats: 400);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => BookAsync(
            i % 2 == 0 ? _one : _two, show, Spellings[i % Spellings.Length], i * 2 + 1)));

        outcomes.Count(outcome => outcome is BookOutcome.Held).ShouldBe(Max);
        outcomes.OfType<BookOutcome.PersonLimitReached>().Count().ShouldBe(200 - Max);
        outcomes.OfType<BookOutcome.PersonLimitReached>().ShouldAllBe(limit => limit.SeatsMax == Max);
        (await SeatsOfAshaAsync(show)).ShouldBe(Max);
    }

    [Fact]
    public async Task Holds_without_a_name_and_confirmations_that_name_one_person_at_once_give_it_no_more_either()
    {
        var show = await ShowAsync(seats: 200);
        var holds = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => HoldAsync(
            i % 2 == 0 ? _one : _two, show, null, i + 1)));

        var books = Enumerable.Range(100, 40).Select(seat => BookAsync(
            seat % 2 == 0 ? _one : _two, show, Spellings[seat % Spellings.Length], seat));
        var confirms = holds.Select((hold, i) => (i % 2 == 0 ? _two : _one).ConfirmAsync(
            hold.Id, Spellings[i % Spellings.Length]));
        var (booked, confirmed) = (Task.WhenAll(books.ToArray()), Task.WhenAll(confirms.ToArray()));

        var given = (await booked).Count(outcome => outcome is BookOutcome.Held)
            + (await confirmed).Count(outcome => outcome is ConfirmOutcome.Confirmed);
        given.ShouldBe(Max);
        (await confirmed).ShouldAllBe(
            outcome => outcome is ConfirmOutcome.Confirmed || outcome is ConfirmOutcome.PersonLimitReached);
        (await SeatsOfAshaAsync(show)).ShouldBe(Max);
        var held = (await confirmed).OfType<ConfirmOutcome.PersonLimitReached>().First().Booking;
        (await _one.ReadAsync(held.Id)).Status.ShouldBe(BookingStatus.Pending);
    }

    [Fact]
    public async Task Persons_who_compete_for_seats_in_opposite_orders_do_not_deadlock()
    {
        var show = await ShowAsync(seats: 12);
        var requests = Enumerable.Range(0, 80).Select(i => BookAsync(
            i % 2 == 0 ? _one : _two, show, $"p{i % 5}@example.com", i % 7 + 1, i % 5 + 8));

        var outcomes = await Task.WhenAll(requests.ToArray());

        outcomes.ShouldAllBe(outcome => outcome is BookOutcome.Held || outcome is BookOutcome.SeatsTaken
            || outcome is BookOutcome.PersonLimitReached);
    }

    [Fact]
    public async Task The_best_seats_are_limited_too()
    {
        var show = await ShowAsync(seats: 40);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => BookAsync(
            i % 2 == 0 ? _one : _two, BookRequest.ForBest(show, Spellings[i % Spellings.Length], 2))).ToArray());

        outcomes.Count(outcome => outcome is BookOutcome.Held).ShouldBe(Max / 2);
        outcomes.Count(outcome => outcome is BookOutcome.PersonLimitReached).ShouldBe(12 - Max / 2);
    }

    [Fact]
    public async Task What_another_process_gave_counts_and_what_it_ended_does_not()
    {
        var show = await ShowAsync();
        var held = await HoldAsync(_one, show, "asha@example.com", 1, 2, 3, 4);
        (await BookAsync(_two, show, "asha@example.com", 5)).ShouldBe(new BookOutcome.PersonLimitReached(Max, 4));

        await _one.CancelAsync(held.Id);

        await HoldAsync(_two, show, "asha@example.com", 5, 6, 7, 8);
        (await ListedAsync(show)).ShouldBe(1);
    }

    [Fact]
    public async Task A_hold_that_is_over_makes_room_for_its_person_without_waiting_for_the_sweep()
    {
        var show = await ShowAsync();
        var late = await HoldAsync(_one, show, "asha@example.com", 1, 2, 3);
        Advance(60);

        await HoldAsync(_two, show, "ASHA@example.com", 5, 6);

        (await _one.ReadAsync(late.Id)).Reason.ShouldBe(FailureReason.Expired);
        (await _one.OwnersAsync(show)).Keys.ShouldBe([5, 6]);
        (await _one.ConfirmAsync(late.Id)).ShouldBeOfType<ConfirmOutcome.Refused>().Reason
            .ShouldBe(RefusalReason.Expired);
    }

    [Fact]
    public async Task A_repeated_key_has_its_first_answer()
    {
        var show = await ShowAsync();
        var request = new BookRequest(show, "asha@example.com", [1, 2, 3], "key");
        var first = (await BookAsync(_one, request)).ShouldBeOfType<BookOutcome.Held>().Booking;
        await HoldAsync(_one, show, "asha@example.com", 4);

        (await BookAsync(_two, request)).ShouldBeOfType<BookOutcome.Held>().Booking.Id.ShouldBe(first.Id);
        (await BookAsync(_two, request with { IdempotencyKey = "other" }))
            .ShouldBe(new BookOutcome.PersonLimitReached(Max, 4));
    }

    [Fact]
    public async Task Staff_sell_beyond_it_and_what_they_sold_counts()
    {
        var show = await ShowAsync();
        var staff = Actor.Buyer(ActorRight.AdminKey);
        var request = new BookRequest(show, "asha@example.com", [1, 2, 3, 4, 5, 6]);
        var sold = (await _one.Bookings.BookAsync(request, staff, CancellationToken.None))
            .ShouldBeOfType<BookOutcome.Held>().Booking;
        (await _one.ConfirmAsync(sold.Id)).ShouldBeOfType<ConfirmOutcome.Confirmed>();

        (await BookAsync(_two, show, "asha@example.com", 7)).ShouldBe(new BookOutcome.PersonLimitReached(Max, 6));
        var other = await HoldAsync(_one, show, null, 7);
        (await _one.Bookings.ConfirmAsync(
            new ConfirmRequest(other.Id, "asha@example.com"), staff, CancellationToken.None))
            .ShouldBeOfType<ConfirmOutcome.Confirmed>();
    }

    [Fact]
    public async Task A_limit_that_comes_later_counts_what_was_booked_before_and_takes_nothing_away()
    {
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 40);
        var held = await HoldAsync(_one, show, Umlauts[0], 1, 2, 3);
        await HoldAsync(_one, show, "asha@example.com", 4, 5, 6, 7, 8);
        await HoldAsync(_one, show, null, 9);
        await _one.CancelAsync((await HoldAsync(_one, show, Umlauts[1], 10)).Id);
        (await ListedAsync(show)).ShouldBe(0);

        await LimitAsync(show, Max);

        (await BookAsync(_one, show, Umlauts[1], 11, 12)).ShouldBe(new BookOutcome.PersonLimitReached(Max, 3));
        await HoldAsync(_one, show, Umlauts[1], 11);
        (await BookAsync(_one, show, "Asha@example.com", 12)).ShouldBe(new BookOutcome.PersonLimitReached(Max, 5));
        (await _one.ConfirmAsync(held.Id)).ShouldBeOfType<ConfirmOutcome.Confirmed>();

        await LimitAsync(show, 1);
        (await BookAsync(_one, show, Umlauts[0], 12)).ShouldBe(new BookOutcome.PersonLimitReached(1, 4));
        await LimitAsync(show, null);
        await HoldAsync(_one, show, Umlauts[0], 12, 13, 14, 15, 16);
    }

    // What the limit finds in a show is what it would have listed as it was booked.
    [Fact]
    public async Task A_person_has_the_same_number_in_the_program_and_in_the_database()
    {
        var show = await ShowAsync();
        foreach (var (i, email) in Addresses.Index())
        {
            await HoldAsync(_one, show, email, i + 1);
        }

        var before = await NumbersAsync(show);
        await LimitAsync(show, null);
        await LimitAsync(show, Max);

        (await NumbersAsync(show)).ShouldBe(before);
        before.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_show_without_a_limit_lists_nobody()
    {
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 40);
        var held = await HoldAsync(_one, show, "asha@example.com", 1, 2, 3, 4, 5, 6);
        await _one.ConfirmAsync(held.Id, "ben@example.com");

        (await ListedAsync(show)).ShouldBe(0);
    }

    [Fact]
    public async Task A_confirmation_of_a_show_that_does_not_exist_finds_no_booking() =>
        (await _one.ConfirmAsync(BookingId.Random(new ShowId(987_654_321)), "asha@example.com"))
            .ShouldBeOfType<ConfirmOutcome.BookingNotFound>();

    private static Task<BookOutcome> BookAsync(TestEngine engine, ShowId show, string? email, params int[] seats) =>
        BookAsync(engine, new BookRequest(show, email, [.. seats]));

    private static Task<BookOutcome> BookAsync(TestEngine engine, BookRequest request) =>
        engine.Bookings.BookAsync(request, TestEngine.Buyer, CancellationToken.None);

    private static async Task<Booking> HoldAsync(TestEngine engine, ShowId show, string? email, params int[] seats) =>
        (await BookAsync(engine, show, email, seats)).ShouldBeOfType<BookOutcome.Held>().Booking;

    private TestEngine Engine() => new(database.DataSources, TestClock.AtOpening());

    private void Advance(int seconds)
    {
        _one.Clock.Advance(TimeSpan.FromSeconds(seconds));
        _two.Clock.Advance(TimeSpan.FromSeconds(seconds));
    }

    private Task<ShowId> ShowAsync(int seats = 40) =>
        TestEngine.CreateShowAsync(database.DataSources, seats, seatsPerPersonMax: Max);

    private async Task LimitAsync(ShowId show, int? max) => (await _one.Service.ChangeAsync(
        show, was => ShowChange.Nothing(was) with { SeatsPerPersonMax = max }, Actor.CommandLine,
        CancellationToken.None))
        .ShouldBeOfType<ShowChangeOutcome.Changed>();

    private Task<long> SeatsOfAshaAsync(ShowId show) => AskAsync<long>($"""
        select coalesce(sum(cardinality(seat_numbers)), 0)::bigint from bookings
        where show_id = $1 and status in ('PENDING', 'CONFIRMED')
          and email_key = '{TestKeys.Ring.PersonOf("asha@example.com")}'
        """, show);

    private Task<long> ListedAsync(ShowId show) =>
        AskAsync<long>("select count(*) from bookings_by_person where show_id = $1", show);

    private Task<long[]> NumbersAsync(ShowId show) => AskAsync<long[]>(
        "select array_agg(person order by booking_id) from bookings_by_person where show_id = $1", show);

    private async Task<T> AskAsync<T>(string sql, ShowId show)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = show.Value });
        return (T)(await command.ExecuteScalarAsync())!;
    }
}

using Usher.Engine.Audit;
using Usher.Server.Cli;
using Usher.Testing;

namespace Usher.Tests.Audit;

public sealed class DatabaseAuditTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string FreeAndHeld = """
        alter table seats drop constraint seats_check;
        update seats set held_until = now() where show_id = {show} and seat_number = 10
        """;

    private const string AnotherId = """
        update bookings set id = {0} where id = {failed};
        update booking_events set booking_id = {0} where booking_id = {failed}
        """;

    private AuditedDatabase _database = null!;

    /// <summary>The invariants that break, the way to break them, and what the audit must say.</summary>
    public static TheoryData<string, string, string> Violations { get; } = new()
    {
        { "1a", Seat(10, "booking_id = gen_random_uuid(), held_until = now()"),
          "seat 10: the seat belongs to a booking that does not exist" },
        { "1a", Seat(5, "booking_id = {failed}"), "seat 5: the seat belongs to a booking that is FAILED" },
        { "1a", Seat(10, "booking_id = {confirmed}"), "seat 10: the seat belongs to a booking that does not list it" },
        { "1b 2 8", Booking("pending", "seat_numbers = '{1,2,3}'"), "seat 3: 2 bookings hold or own the seat" },
        { "1b 8", Booking("pending", "seat_numbers = '{1,2,2}'"), "seat 2: the booking lists the seat 2 times" },
        { "2", Seat(3, "booking_id = null"), "seat 3: the booking is CONFIRMED but the seat is free" },
        { "2", Booking("pending", "seat_numbers = '{1,2,99}'"),
          "seat 99: the PENDING booking lists a seat that does not exist" },
        { "3a", "delete from seats where show_id = {show} and seat_number = 20",
          "the show has 19 seats, numbered 1 to 19" },
        { "3a", "insert into seats values ({show}, 21)", "the show has 21 seats, numbered 1 to 21, instead of 20" },
        { "3a", Seat(20, "seat_number = 30"), "the show has 20 seats, numbered 1 to 30" },
        { "3b", Seat(3, "held_until = now()"), "seat 3: the seat is sold and held until" },
        { "3b", Seat(1, "held_until = null"), "seat 1: the seat is held until for ever" },
        { "3b", Seat(1, "held_until = held_until + interval '1 microsecond'"), "seat 1: the seat is held until" },
        { "3b", FreeAndHeld, "seat 10: the seat is free and held until" },
        { "4a 8", "delete from bookings where id = {failed}", "2 events tell of a booking that does not exist" },
        { "4b", Booking("pending", "organization_id = 99"), "the booking belongs to organization 99, its show to 1" },
        { "5", WithId("overlay({failed} placing '4' from 15)::uuid"), "the id is not a UUID of version 8" },
        { "5", WithId("overlay({failed} placing 'ffffffff-ff' from 1)::uuid"), "the id names another show" },
        { "6a", Booking("failed", "sequence = 3"), "the booking has sequence 3 and 2 events, numbered 1 to 2" },
        { "6a 8", "delete from booking_events where booking_id = {failed}", "the booking has sequence 2 and no event" },
        { "6a 6b", Event(2, "sequence = 3"), "the booking has sequence 2 and 2 events, numbered 1 to 3" },
        { "6b", Event(2, "from_status = 'CONFIRMED'"),
          "event 2 begins at CONFIRMED where the one before ended at PENDING" },
        { "6b", Event(1, "to_status = 'CONFIRMED'") + ";" + Event(2, "from_status = 'CONFIRMED'"),
          "event 1 goes from nothing to CONFIRMED" },
        { "6b", TakenBack("buyer"), "event 3 goes from CONFIRMED to FAILED, by buyer" },
        { "6c", Event(2, "to_status = 'CONFIRMED'"), "the booking is FAILED, its latest event says CONFIRMED" },
        { "7", Late("pending"), "the booking is PENDING, 3600 s after its hold ended" },
        { "8", Seat(10, "version = version + 1"), "seat 10: the seat has version 1 after 0 changes" },
        { "8", Seat(5, "version = version - 1"), "seat 5: the seat has version 1 after 2 changes" },
        {
            "9", Booking("confirmed", "email_sealed = null, person_key = null"),
            "the booking is CONFIRMED without an e-mail address"
        },
        {
            "9", Booking("confirmed", "person_key = gen_random_uuid()"),
            "the key of its e-mail address is missing"
        },
        { "9", "alter table bookings drop constraint bookings_check1;" + Booking("confirmed", "confirmed_at = null"),
          "the booking is CONFIRMED without a time" },
        { "9", Booking("confirmed", "kind = 'HOUSE', amount = 5, currency = 'EUR'"),
          "the blocked seats have an amount" },
        { "10", Priced("confirmed", "'EUR'") + ";" + Priced("pending", "'GBP'"), "the show has bookings in EUR, GBP" },
        { "11", Listed("confirmed", "1") + ";" + Listed("pending", "3"),
          "a person has 4 seats by 2 bookings where at most 3 were allowed" },
        { "10", Priced("failed", "null"), "the show has bookings in no currency" },
        { "12", Event(2, "note_key = gen_random_uuid(), note_sealed = 'x'"),
          "the key of the note of event 2 is missing" },
        { "12", Booking("failed", "note_sealed = 'x', person_key = gen_random_uuid(), email_sealed = null"),
          "the key of the note of the blocked seats is missing" },
    };

    public async ValueTask InitializeAsync() => _database = await AuditedDatabase.CreateAsync(postgres);

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task What_the_engine_did_is_clean()
    {
        var report = await _database.AuditAsync();

        Found(report).ShouldBe("");
        report.IsClean.ShouldBeTrue();
        (report.Shows, report.Seats, report.Bookings).ShouldBe((1, 20, 7));
        report.Findings.Select(finding => finding.Invariant).ShouldBe(Invariant.All);
    }

    [Theory, MemberData(nameof(Violations))]
    public async Task A_violation_is_found_and_named_with_its_row(string invariants, string plant, string problem)
    {
        await _database.PlantAsync(plant);

        var report = await _database.AuditAsync();

        Found(report).ShouldBe(invariants);
        report.IsClean.ShouldBeFalse();
        var violations = report.Findings.SelectMany(finding => finding.Violations).ToList();
        violations.ShouldContain(violation => Line(violation).Contains(problem));
        violations.ShouldAllBe(v => v.ShowId == _database.Show.Value
            && (v.SeatNumber != null || v.BookingId != null || v.Problem.StartsWith("the show")));
    }

    [Fact]
    public void Every_invariant_has_a_violation_to_find() =>
        Violations.SelectMany(row => row.Data.Item1.Split(' ')).Distinct().Order()
            .ShouldBe(Invariant.All.Select(invariant => invariant.Number).Order());

    [Fact]
    public async Task What_an_earlier_program_wrote_in_the_clear_is_counted_and_no_violation()
    {
        (await _database.AuditAsync()).UnsealedBookings.ShouldBe(0);
        await _database.PlantAsync(Booking("failed", "email = 'asha@example.com'") + ";" + Event(2, "detail = 'Ill'")
            + ";" + Event(1, "detail = 'extended'") + ";" + Booking("confirmed", "note = 'Row is broken'"));

        var report = await _database.AuditAsync();

        report.IsClean.ShouldBeTrue();
        report.UnsealedBookings.ShouldBe(2);
        AuditText.Of(report).ShouldContain(
            "note       2 bookings with an e-mail address or a note that is not encrypted");
    }

    [Fact]
    public async Task All_violations_are_counted_and_only_as_many_listed_as_allowed()
    {
        await _database.PlantAsync("update seats set version = version + 1");

        var finding = (await _database.AuditAsync(violationsMax: 3)).Findings.Single(f => f.ViolationCount > 0);

        finding.ViolationCount.ShouldBe(20);
        finding.Violations.Select(violation => violation.SeatNumber).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task It_waits_for_no_lock_that_a_buyer_holds()
    {
        await using var connection = await _database.ConnectAsync();
        await using var buyer = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "select from seats for update; select from bookings for update; update shows set name = 'X'";
        await command.ExecuteNonQueryAsync();

        (await _database.AuditAsync()).IsClean.ShouldBeTrue();
    }

    private static string Seat(int number, string change) =>
        $"update seats set {change} where show_id = {{show}} and seat_number = {number}";

    private static string Priced(string booking, string currency) =>
        Booking(booking, $"amount = 5, currency = {currency}");

    private static string Listed(string booking, string seatsMax) =>
        $"insert into bookings_by_person values ({{show}}, {{{booking}}}, 7, {seatsMax})";

    private static string Booking(string which, string change) =>
        $"update bookings set {change} where id = {{{which}}}";

    private static string Event(int sequence, string change) =>
        $"update booking_events set {change} where booking_id = {{failed}} and sequence = {sequence}";

    private static string TakenBack(string actor) => $"""
        update seats set booking_id = null, version = version + 1 where booking_id = {"{confirmed}"};
        update bookings set status = 'FAILED', reason = 'CANCELLED', sequence = 3 where id = {"{confirmed}"};
        insert into booking_events values ({"{show}"}, {"{confirmed}"}, 3, now(), '{actor}', 'CONFIRMED', 'FAILED')
        """;

    private static string WithId(string id) => AnotherId.Replace("{0}", id);

    private static string Late(string which) =>
        Booking(which, "expires_at = now() - interval '1 hour'")
        + $";update seats set held_until = now() - interval '1 hour' where booking_id = {{{which}}}";

    private static string Found(AuditReport report) =>
        string.Join(' ', report.Findings.Where(f => f.ViolationCount > 0).Select(f => f.Invariant.Number));

    private static string Line(Violation violation) =>
        violation.SeatNumber is { } seat ? $"seat {seat}: {violation.Problem}" : violation.Problem;
}

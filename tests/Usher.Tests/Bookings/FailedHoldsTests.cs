using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Audit;
using Usher.Engine.Bookings;
using Usher.Engine.Privacy;
using Usher.Engine.Selling;
using Usher.Engine.Statistics;
using Usher.Server.Workers;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>What came to nothing is kept for a while and then goes, with all that told of it.</summary>
public sealed class FailedHoldsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int KeptDays = 30;

    private readonly FailedHolds _holds = new(database.DataSources);
    private readonly BookingMinutes _minutes = new(database.DataSources);

    [Fact]
    public async Task A_hold_that_nobody_confirmed_goes_with_its_events_and_all_else_stays()
    {
        await using var engine = Engine(daysAgo: KeptDays + 1);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var (cancelled, expired) = (await engine.HoldAsync(show, 1), await engine.HoldAsync(show, 2, 3));
        var (sold, takenBack) = (await engine.HoldAsync(show, 4), await engine.HoldAsync(show, 5));
        await engine.CancelByStaffAsync(cancelled.Id, "Asha rang");
        await engine.ConfirmAsync(sold.Id);
        await engine.ConfirmAsync(takenBack.Id);
        await engine.CancelByStaffAsync(takenBack.Id, "Fell ill");
        await engine.BlockAsync(show, 6);
        await engine.UnblockAsync(show, 6);
        await engine.ExpireAfterAsync(TimeSpan.FromSeconds(60), expired.Id);
        await using var lately = Engine(daysAgo: KeptDays - 1);
        var recent = await lately.HoldAsync(show, 7);
        await lately.CancelAsync(recent.Id);
        await AddUpAsync();

        await RemoveAllAsync();

        foreach (var gone in new[] { cancelled, expired })
        {
            (await engine.Queries.FindAsync(gone.Id, CancellationToken.None)).ShouldBeNull();
            (await EventsAsync(gone.Id)).ShouldBe(0);
            (await CountAsync(
                "select count(*) from personal_keys k where $1 > 0 and not exists (select from bookings b where "
                + "b.person_key = k.id) and not exists (select from booking_events e where e.note_key = k.id)", show))
                .ShouldBe(0);
            (await engine.ConfirmAsync(gone.Id)).ShouldBeOfType<ConfirmOutcome.BookingNotFound>();
            (await engine.CancelAsync(gone.Id)).ShouldBeOfType<CancelOutcome.BookingNotFound>();
        }

        (await EventsAsync(sold.Id)).ShouldBe(2);
        (await EventsAsync(takenBack.Id)).ShouldBe(3);
        (await EventsAsync(recent.Id)).ShouldBe(2);
        (await CountAsync("select count(*) from bookings where show_id = $1 and kind = 'HOUSE'", show)).ShouldBe(1);
        (await CountAsync("select seat_changes from tidied_holds where show_id = $1", show)).ShouldBe(2 + 4);
        await ShouldBeCleanAsync();
    }

    [Fact]
    public async Task Nothing_goes_before_the_charts_have_counted_it_and_they_stay_as_they_were()
    {
        await using var engine = Engine(daysAgo: KeptDays + 5);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var hold = await engine.HoldAsync(show, 1, 2);
        await engine.ExpireAfterAsync(TimeSpan.FromSeconds(60), hold.Id);
        await ExecuteAsync("update booking_minutes_until set at = '-infinity'");
        await ExecuteAsync("truncate booking_minutes");

        await RemoveAllAsync();
        (await EventsAsync(hold.Id)).ShouldBe(2);
        await AddUpAsync();
        var counted = await SumAsync(show);
        await RemoveAllAsync();

        (await EventsAsync(hold.Id)).ShouldBe(0);
        counted.ShouldBe((1, 1));
        (await SumAsync(show)).ShouldBe(counted);
    }

    [Fact]
    public async Task Nobody_is_listed_for_it_any_more()
    {
        await using var engine = Engine(daysAgo: KeptDays + 7);
        var show = await TestEngine.CreateShowAsync(database.DataSources, seatsPerPersonMax: 9);
        var (gone, stays) = (await engine.HoldAsync(show, 1, 2), await engine.HoldAsync(show, 3));
        await engine.CancelAsync(gone.Id);
        await engine.ConfirmAsync(stays.Id);
        await AddUpAsync();

        await RemoveAllAsync();

        (await CountAsync("select count(*) from bookings_by_person where show_id = $1", show)).ShouldBe(1);
    }

    [Fact]
    public async Task Several_processes_at_once_remove_each_hold_once()
    {
        await using var engine = Engine(daysAgo: KeptDays + 9);
        var shows = new List<ShowId>();
        for (var i = 0; i < 3; i++)
        {
            var show = await TestEngine.CreateShowAsync(database.DataSources);
            shows.Add(show);
            var held = await Task.WhenAll(Enumerable.Range(1, 20).Select(seat => engine.HoldAsync(show, seat)));
            await Task.WhenAll(held.Select(hold => engine.CancelAsync(hold.Id)));
        }

        await AddUpAsync();
        var before = await CountAsync("select count(*) from bookings where show_id = any ($1)", shows);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Worker(portion: 7).TidyAsync(CancellationToken.None)));

        before.ShouldBe(60);
        (await CountAsync("select count(*) from bookings where show_id = any ($1)", shows)).ShouldBe(0);
        (await CountAsync("select sum(bookings)::bigint from tidied_holds where show_id = any ($1)", shows))
            .ShouldBe(60);
        (await CountAsync("select sum(seat_changes)::bigint from tidied_holds where show_id = any ($1)", shows))
            .ShouldBe(120);
        await ShouldBeCleanAsync();
    }

    [Fact]
    public async Task The_audit_still_notices_a_change_that_nobody_tells_of()
    {
        await using var engine = Engine(daysAgo: KeptDays + 1);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var hold = await engine.HoldAsync(show, 1, 2);
        await engine.CancelAsync(hold.Id);
        await AddUpAsync();
        await RemoveAllAsync();

        await ExecuteAsync($"update seats set version = version + 1 where show_id = {show} and seat_number = 9");
        (await ProblemsAsync("8")).ShouldHaveSingleItem().ShouldBe(
            "the seats have versions of 5 in all after 0 changes and 4 of holds that were tidied away");
        await ExecuteAsync($"update seats set version = version - 1 where show_id = {show} and seat_number = 9");
        await ShouldBeCleanAsync();
    }

    private static async Task<List<long>> ReadAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        List<long> values = [];
        while (await reader.ReadAsync())
        {
            values.Add(reader.IsDBNull(0) ? 0 : reader.GetInt64(0));
        }

        return values;
    }

    private HoldsTidy Worker(int portion) => new(
        _holds, new Anonymising(database.DataSources),
        Options.Create(new TidyOptions { FailedKeptDays = KeptDays, TidyBookingsMax = portion }),
        Options.Create(new PrivacyOptions()), TimeProvider.System, NullLogger<HoldsTidy>.Instance);

    private Task RemoveAllAsync() => Worker(portion: 3).TidyAsync(CancellationToken.None);

    private TestEngine Engine(int daysAgo) => new(
        database.DataSources, new TestClock(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-daysAgo)));

    private Task AddUpAsync() => _minutes.AddUpAsync(TimeSpan.Zero, CancellationToken.None);

    private async Task<(int Held, int Expired)> SumAsync(ShowId show)
    {
        var buckets = await _minutes.FromAsync(
            show, new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc), TimeSpan.FromDays(1), CancellationToken.None);
        return (buckets.Sum(bucket => bucket.Held), buckets.Sum(bucket => bucket.Expired));
    }

    private Task<long> EventsAsync(BookingId id) =>
        CountAsync($"select count(*) from booking_events where show_id = $1 and booking_id = '{id}'", id.ShowId);

    private Task<long> CountAsync(string sql, ShowId show) =>
        CountAsync(sql, new NpgsqlParameter<long> { TypedValue = show.Value });

    private Task<long> CountAsync(string sql, List<ShowId> shows) =>
        CountAsync(sql, new NpgsqlParameter<long[]> { TypedValue = [.. shows.Select(show => show.Value)] });

    private async Task<long> CountAsync(string sql, NpgsqlParameter shows)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.Parameters.Add(shows);
        return (await ReadAsync(command)).Single();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string[]> ProblemsAsync(string? invariant = null)
    {
        var audit = new DatabaseAudit(
            database.DataSources, Options.Create(new SweepOptions()), Options.Create(new AuditOptions()));
        var report = await audit.RunAsync(starting: null, CancellationToken.None);
        return
        [
            .. report.Findings.Where(finding => invariant is null || finding.Invariant.Number == invariant)
                .SelectMany(finding => finding.Violations).Select(violation => violation.Problem),
        ];
    }

    private async Task ShouldBeCleanAsync() => (await ProblemsAsync()).ShouldBeEmpty();
}

using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Engine.Statistics;
using Usher.Testing;

namespace Usher.Tests.Statistics;

public sealed class BookingMinutesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly BookingMinutes _minutes = new(database.DataSources);

    [Fact]
    public async Task What_is_told_does_not_depend_on_what_has_been_added_up()
    {
        var show = await PricedShowAsync();
        await using var engine = new TestEngine(database.DataSources);
        await SellAsync(engine, show);
        var fresh = await SumAsync(show);

        fresh.ShouldBe((Held: 4, Confirmed: 2, Expired: 1, Cancelled: 2, Seats: 4));
        (await TakingsAsync(show)).ShouldBe([new Takings("GBP", 2, 2 * 450)]);
        await AddUpAsync();
        (await SumAsync(show)).ShouldBe(fresh);
        await AddUpAsync();
        (await SumAsync(show)).ShouldBe(fresh);
        (await TakingsAsync(show)).ShouldBe([new Takings("GBP", 2, 2 * 450)]);

        await SellAsync(engine, await PricedShowAsync());
        await AddUpAsync();
        (await SumAsync(show)).ShouldBe(fresh);
    }

    [Fact]
    public async Task All_shows_together_are_the_sum_of_each()
    {
        await using var engine = new TestEngine(database.DataSources);
        var before = await SumAsync(null);
        var (one, other) = (await PricedShowAsync(), await PricedShowAsync());
        await SellAsync(engine, one);
        await AddUpAsync();
        await SellAsync(engine, other);

        var after = await SumAsync(null);

        (after.Held - before.Held).ShouldBe(8);
        (after.Expired - before.Expired).ShouldBe(2);
        (after.Seats - before.Seats).ShouldBe(8);
    }

    [Fact]
    public async Task Two_who_add_up_at_once_count_nothing_twice()
    {
        var show = await PricedShowAsync();
        await using var engine = new TestEngine(database.DataSources);
        await SellAsync(engine, show);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AddUpAsync()));
        await AddUpAsync();

        (await SumAsync(show)).Held.ShouldBe(4);
    }

    [Fact]
    public async Task What_may_not_have_settled_is_left_for_later()
    {
        var show = await PricedShowAsync();
        await using var engine = new TestEngine(database.DataSources);
        await engine.HoldAsync(show, 1);

        await _minutes.AddUpAsync(CancellationToken.None);

        await using var command = database.DataSource.CreateCommand(
            "select count(*) from booking_minutes where show_id = $1");
        command.Parameters.Add(new Npgsql.NpgsqlParameter<long> { TypedValue = show.Value });
        (await command.ExecuteScalarAsync()).ShouldBe(0L);
        (await SumAsync(show)).Held.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_long_ago_is_kept_by_day_and_sums_stay_the_same()
    {
        // No show has these ids, so nothing else is added to them.
        var show = new ShowId(9_000_001);
        var other = new ShowId(9_000_002);
        await AddUpAsync();
        await ExecuteAsync("""
            insert into booking_minutes (show_id, at, currency, held, confirmed, expired, cancelled, seats, amount)
            select show_id, at, currency, 1, 2, 3, 4, 5, 6
            from unnest('{9000001,9000002}'::bigint[]) show_id, unnest('{GBP,EUR}'::text[]) currency,
                 generate_series(date_trunc('day', now(), 'UTC') - interval '20 days',
                                 date_trunc('day', now(), 'UTC') - interval '18 days', interval '1 hour') at
            """);
        await ExecuteAsync("""
            insert into booking_minutes (show_id, at, currency, held)
            select 9000001, now() - interval '13 days' + n * interval '1 minute', 'GBP', 1 from generate_series(1, 7) n
            """);
        var before = (await DaysAsync(show), await DaysAsync(other), await TakingsAsync(show));

        (await _minutes.RollUpAsync(TimeSpan.FromDays(14), CancellationToken.None)).ShouldBeTrue();
        var once = await RowsAsync(show);
        (await _minutes.RollUpAsync(TimeSpan.FromDays(14), CancellationToken.None)).ShouldBeTrue();

        // Three days of two currencies, and the minutes that are not long enough ago.
        once.ShouldBe(3 * 2 + 7);
        (await RowsAsync(show)).ShouldBe(once);
        (await RowsAsync(other)).ShouldBe(3 * 2);
        (await DaysAsync(show)).ShouldBe(before.Item1);
        (await DaysAsync(other)).ShouldBe(before.Item2);
        (await TakingsAsync(show)).ShouldBe(before.Item3);
    }

    // Two seats sold, one sold and taken back, two held and given up, one expired, two kept for the house.
    private static async Task SellAsync(TestEngine engine, ShowId show)
    {
        var bought = await engine.HoldAsync(show, 1, 2);
        await engine.ConfirmAsync(bought.Id);
        var returned = await engine.HoldAsync(show, 3);
        await engine.ConfirmAsync(returned.Id);
        await engine.CancelByStaffAsync(returned.Id, "The caller asked for it");
        var dropped = await engine.HoldAsync(show, 4, 5);
        await engine.ExtendAsync(dropped.Id);
        await engine.CancelAsync(dropped.Id);
        var lapsed = await engine.HoldAsync(show, 6);
        await Task.Delay(TimeSpan.FromMilliseconds(1_100));
        await engine.ExpireAsync(lapsed.Id);
        await engine.BlockAsync(show, 7, 8);
    }

    private async Task<(int Held, int Confirmed, int Expired, int Cancelled, int Seats)> SumAsync(ShowId? show)
    {
        var found = await _minutes.FromAsync(
            show, DateTime.UnixEpoch, TimeSpan.FromMinutes(1), CancellationToken.None);
        return (
            found.Sum(s => s.Held), found.Sum(s => s.Confirmed), found.Sum(s => s.Expired),
            found.Sum(s => s.Cancelled), found.Sum(s => s.Seats));
    }

    private async Task<ActivityBucket[]> DaysAsync(ShowId show) =>
        [.. await _minutes.FromAsync(show, DateTime.UnixEpoch, TimeSpan.FromDays(1), CancellationToken.None)];

    private Task<long> RowsAsync(ShowId show) =>
        ScalarAsync($"select count(*) from booking_minutes where show_id = {show}");

    private async Task<long> ScalarAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private Task AddUpAsync() => _minutes.AddUpAsync(TimeSpan.Zero, CancellationToken.None);

    private async Task<Takings[]> TakingsAsync(ShowId show) =>
        [.. await _minutes.TakingsAsync(show, DateTime.UnixEpoch, CancellationToken.None)];

    private async Task<ShowId> PricedShowAsync() => (await new ShowCreation(database.DataSources).CreateAsync(
        NewShow.In(BusPlan.Create("Coach", rows: 4, "Seat"), "A trip", TestServer.FarOff) with
        {
            Currency = "GBP",
            Prices = [new Price("Seat", 450)],
            HoldSeconds = 1,
        },
        seatsCreated: null, CancellationToken.None)).Id;
}

using Npgsql;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Shows;

/// <summary>What seats cost changes for those who come later.</summary>
public sealed class ShowPricesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Seats_are_sold_at_the_new_price_at_once_and_bookings_keep_theirs()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync("GBP", 450);
        var before = await engine.HoldAsync(show, 1, 2);

        (await ChangeAsync(engine, show, "GBP", 500)).ShouldBe(new PriceChange.Changed());
        (await ChangeAsync(engine, show, "GBP", 500)).ShouldBe(new PriceChange.Changed());

        (await engine.HoldAsync(show, 3, 4)).Amount.ShouldBe(1_000);
        await engine.ConfirmAsync(before.Id);
        (await engine.ReadAsync(before.Id)).Amount.ShouldBe(900);
    }

    [Fact]
    public async Task The_currency_changes_until_a_booking_has_an_amount_in_it()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync("GBP", 0);
        await engine.HoldAsync(show, 1);
        (await ChangeAsync(engine, show, "EUR", 300)).ShouldBe(new PriceChange.Changed());
        var booking = await engine.HoldAsync(show, 2);
        (booking.Currency, booking.Amount).ShouldBe(("EUR", 300));
        // What was given up may have been paid back, and is told with its amount all the same.
        await engine.CancelAsync(booking.Id);

        (await ChangeAsync(engine, show, "GBP", 300)).ShouldBe(new PriceChange.CurrencyInUse("EUR"));
        (await ChangeAsync(engine, show, null)).ShouldBe(new PriceChange.CurrencyInUse("EUR"));

        (await ChangeAsync(engine, show, "EUR", 0)).ShouldBe(new PriceChange.Changed());
        (await engine.HoldAsync(show, 3)).Amount.ShouldBe(0);
    }

    // Another process sells by the terms that it has in memory, but never in a currency that the show has no longer.
    [Theory]
    [InlineData("GBP", 700L)]
    [InlineData(null, 0L)]
    public async Task A_process_that_remembers_the_old_currency_sells_in_the_new_one(string? currency, long amount)
    {
        await using var engine = new TestEngine(database.DataSources);
        await using var elsewhere = new TestEngine(database.DataSources);
        var show = await CreateAsync("EUR", 450);
        await elsewhere.Shows.FindAsync(show, CancellationToken.None);
        (await ChangeAsync(engine, show, currency, currency is null ? [] : [amount]))
            .ShouldBe(new PriceChange.Changed());
        (await elsewhere.Shows.FindAsync(show, CancellationToken.None))!.Prices!.Currency.ShouldBe("EUR");

        var named = await elsewhere.HoldAsync(show, 1);
        var best = await elsewhere.BookAsync(BookRequest.ForBest(show, null, seatCount: 2));

        (named.Currency, named.Amount).ShouldBe((currency, amount));
        best.ShouldBeOfType<BookOutcome.Held>().Booking.ShouldSatisfyAllConditions(
            booking => booking.Currency.ShouldBe(currency), booking => booking.Amount.ShouldBe(2 * amount));
    }

    [Fact]
    public async Task Best_seats_are_sold_in_the_new_currency_by_a_process_that_remembers_the_old_one()
    {
        await using var engine = new TestEngine(database.DataSources);
        await using var elsewhere = new TestEngine(database.DataSources);
        var show = await CreateAsync("EUR", 450);
        await elsewhere.Shows.FindAsync(show, CancellationToken.None);
        (await ChangeAsync(engine, show, "GBP", 700)).ShouldBe(new PriceChange.Changed());

        (await elsewhere.BookAsync(BookRequest.ForBest(show, null, seatCount: 2)))
            .ShouldBeOfType<BookOutcome.Held>().Booking.Amount.ShouldBe(1_400);
    }

    // Whoever has a seat's lock books it before the currency changes, and is found.
    [Fact]
    public async Task The_currency_waits_for_whoever_is_booking_a_seat()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync("EUR", 450);
        await using var booking = await database.DataSources.Primary.OpenConnectionAsync();
        await using var transaction = await booking.BeginTransactionAsync();
        await RunAsync(booking, $"select 1 from seats where show_id = {show} and seat_number = 7 for update");

        var change = ChangeAsync(engine, show, "GBP", 450);
        await database.UntilSomebodyWaitsAsync();
        change.IsCompleted.ShouldBeFalse();
        await RunAsync(booking, $"""
            insert into bookings (show_id, id, organization_id, seat_numbers, status, reason, hold_seconds, created_at,
                                  expires_at, sequence, amount, currency)
            values ({show}, gen_random_uuid(), 1, array[7], 'FAILED', 'CANCELLED', 60, now(), now(), 1, 450, 'EUR')
            """);
        await transaction.CommitAsync();

        (await change).ShouldBe(new PriceChange.CurrencyInUse("EUR"));
    }

    [Fact]
    public async Task A_show_sells_in_one_currency_however_its_prices_change_while_it_sells()
    {
        await using var one = new TestEngine(database.DataSources);
        await using var other = new TestEngine(database.DataSources);
        for (var round = 0; round < 5; round++)
        {
            var show = await CreateAsync("EUR", 450);
            var buyers = Enumerable.Range(1, 16)
                .Select(seat => Task.Run(() => (seat % 2 == 0 ? one : other).HoldAsync(show, seat))).ToList();
            await ChangeAsync(one, show, null);
            await ChangeAsync(one, show, "GBP", 450);
            await ChangeAsync(other, show, "USD", 450);

            var bookings = await Task.WhenAll(buyers);
            bookings.Where(booking => booking.Amount > 0).Select(booking => booking.Currency).Distinct().Count()
                .ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public async Task A_currency_that_somebody_paid_in_is_in_use_whatever_the_show_says_now()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync("EUR", 450);
        await engine.HoldAsync(show, 1);
        await using (var connection = await database.DataSources.Primary.OpenConnectionAsync())
        {
            await RunAsync(connection, $"update shows set currency = null, prices = '[]' where id = {show}");
        }

        (await ChangeAsync(engine, show, "GBP", 450)).ShouldBe(new PriceChange.CurrencyInUse("EUR"));
        (await ChangeAsync(engine, show, "EUR", 450)).ShouldBe(new PriceChange.Changed());
    }

    [Fact]
    public async Task A_free_show_gets_prices_and_a_priced_one_that_nobody_paid_for_becomes_free()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        (await engine.HoldAsync(show, 1)).Currency.ShouldBeNull();

        (await ChangeAsync(engine, show, "JPY", 4_600)).ShouldBe(new PriceChange.Changed());
        (await ChangeAsync(engine, show, "JPY")).ShouldBe(new PriceChange.Changed());
        (await engine.HoldAsync(show, 2)).Currency.ShouldBeNull();
        (await ChangeAsync(engine, show, "JPY", 4_600)).ShouldBe(new PriceChange.Changed());

        (await engine.HoldAsync(show, 3)).Amount.ShouldBe(4_600);
    }

    [Fact]
    public async Task Prices_that_do_not_fit_the_plan_change_nothing()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync("GBP", 450);
        var wrong = await engine.Service.ChangePricesAsync(show, "GBP", [new Price("Box", 1)], CancellationToken.None);
        var missing = await engine.Service.ChangePricesAsync(
            show, null, [new Price("Seat", 1)], CancellationToken.None);
        var nowhere = await engine.Service.ChangePricesAsync(
            new ShowId(show.Value + 1_000), "GBP", [new Price("Seat", 1)], CancellationToken.None);

        wrong.ShouldBeOfType<PriceChange.Wrong>().Problem.Problem.ShouldContain("'Box'");
        missing.ShouldBeOfType<PriceChange.Wrong>().Problem.Field.ShouldBe("Currency");
        nowhere.ShouldBe(new PriceChange.ShowNotFound());
        (await engine.HoldAsync(show, 1)).Amount.ShouldBe(450);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<PriceChange> ChangeAsync(
        TestEngine engine, ShowId show, string? currency, params long[] amounts) =>
        engine.Service.ChangePricesAsync(
            show, currency, [.. amounts.Select(amount => new Price("Seat", amount))], CancellationToken.None);

    private async Task<ShowId> CreateAsync(string currency, long amount) =>
        (await new ShowCreation(database.DataSources).CreateAsync(
            NewShow.In(BusPlan.Create("Coach", rows: 4, "Seat"), "A trip", TestServer.FarOff) with
            {
                Currency = currency,
                Prices = [new Price("Seat", amount)],
            },
            seatsCreated: null, CancellationToken.None)).Id;
}

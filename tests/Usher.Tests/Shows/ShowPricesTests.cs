using Usher.Engine.SeatingPlans.Generators;
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

    [Fact]
    public async Task The_currency_stays_while_somebody_may_be_booking_in_it()
    {
        await using var engine = new TestEngine(database.DataSources);
        var onSale = await CreateAsync("EUR", 450);
        var soon = await CreateAsync("EUR", 450, opensAt: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30));
        var later = await CreateAsync("EUR", 450, opensAt: TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1));

        (await ChangeAsync(engine, onSale, "GBP", 450)).ShouldBe(new PriceChange.SaleOpen("EUR"));
        (await ChangeAsync(engine, soon, "GBP", 450)).ShouldBe(new PriceChange.SaleOpen("EUR"));
        (await ChangeAsync(engine, later, "GBP", 450)).ShouldBe(new PriceChange.Changed());
        (await ChangeAsync(engine, onSale, "EUR", 500)).ShouldBe(new PriceChange.Changed());

        (await engine.HoldAsync(onSale, 1)).ShouldSatisfyAllConditions(
            booking => booking.Currency.ShouldBe("EUR"), booking => booking.Amount.ShouldBe(500));
    }

    // The one who was on the way when the show became free paid in euros.
    [Fact]
    public async Task A_currency_that_somebody_paid_in_is_in_use_whatever_the_show_says_now()
    {
        await using var engine = new TestEngine(database.DataSources);
        await using var elsewhere = new TestEngine(database.DataSources);
        var show = await CreateAsync("EUR", 450);
        await elsewhere.Shows.FindAsync(show, CancellationToken.None);
        (await ChangeAsync(engine, show, null)).ShouldBe(new PriceChange.Changed());
        (await elsewhere.HoldAsync(show, 1)).Amount.ShouldBe(450);

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

    private static Task<PriceChange> ChangeAsync(
        TestEngine engine, ShowId show, string? currency, params long[] amounts) =>
        engine.Service.ChangePricesAsync(
            show, currency, [.. amounts.Select(amount => new Price("Seat", amount))], CancellationToken.None);

    private async Task<ShowId> CreateAsync(string currency, long amount, DateTime? opensAt = null) =>
        (await new ShowCreation(database.DataSources).CreateAsync(
            NewShow.In(BusPlan.Create("Coach", rows: 4, "Seat"), "A trip", TestServer.FarOff) with
            {
                Currency = currency,
                SalesOpenAt = opensAt,
                Prices = [new Price("Seat", amount)],
            },
            seatsCreated: null, CancellationToken.None)).Id;
}

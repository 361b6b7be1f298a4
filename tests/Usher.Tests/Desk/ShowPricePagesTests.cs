using System.Net;
using Usher.Testing;

namespace Usher.Tests.Desk;

public sealed class ShowPricePagesTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Prices_of_a_show_on_sale_are_changed_and_sold_at()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync(organiser);
        var form = await organiser.OpenAsync($"{show}/prices");
        form.Text.ShouldContain("value=\"GBP\"");
        form.Text.ShouldContain("value=\"4.50\"");
        (await organiser.OpenAsync($"{show}/edit")).Text.ShouldContain($"{show}/prices");

        (await organiser.PostAsync($"{show}/prices", ("currency", "gbp"), ("price-0", "5.25")))
            .ShouldRedirect().ShouldBe(show);

        (await organiser.OpenAsync($"{show}/prices")).Text.ShouldContain("value=\"5.25\"");
        var booking = await api.Http.BookAsync(IdOf(show), [1, 2], "mara@example.com");
        booking.Json.GetProperty("amount").GetInt64().ShouldBe(1_050);
    }

    [Fact]
    public async Task The_currency_that_was_booked_in_stays_and_the_form_says_why()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync(organiser);
        await api.Http.BookAsync(IdOf(show), [1], "mara@example.com");

        var other = await organiser.PostAsync($"{show}/prices", ("currency", "EUR"), ("price-0", "5.25"));
        var none = await organiser.PostAsync($"{show}/prices", ("currency", "GBP"), ("price-0", ""));

        other.ShouldBePage(HttpStatusCode.Conflict).Text.ShouldContain("There are bookings in GBP");
        other.Text.ShouldContain("value=\"5.25\"");
        none.ShouldBePage(HttpStatusCode.Conflict);
        (await organiser.OpenAsync($"{show}/prices")).Text.ShouldContain("value=\"4.50\"");
    }

    [Fact]
    public async Task The_currency_of_an_open_sale_changes_while_nobody_has_booked_in_it()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync(organiser);

        (await organiser.PostAsync($"{show}/prices", ("currency", "EUR"), ("price-0", "4.60"))).ShouldRedirect();

        (await api.Http.BookAsync(IdOf(show), [1], "mara@example.com")).Field("currency").ShouldBe("EUR");
    }

    [Fact]
    public async Task A_price_that_is_none_is_refused_under_its_field()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync(organiser);

        (await organiser.PostAsync($"{show}/prices", ("currency", "GBP"), ("price-0", "much")))
            .ShouldRefuse("must be an amount such as 46");
        (await organiser.PostAsync($"{show}/prices", ("currency", "GBP"), ("price-0", new string('7', 29))))
            .ShouldRefuse("must be at most");
        (await organiser.PostAsync($"{show}/prices", ("currency", "GBP"), ("price-0", "4.505")))
            .ShouldRefuse("could be 4505, or an amount with too many decimals; if it is 4505, leave out the "
                + "thousands separator");
        (await organiser.PostAsync($"{show}/prices", ("currency", "pounds"), ("price-0", "4")))
            .ShouldRefuse("must be an ISO 4217 code");
        (await organiser.Http.GetPageAsync("/desk/shows/999999/prices")).ShouldBePage(HttpStatusCode.NotFound);
    }

    private static long IdOf(string show) =>
        long.Parse(show["/desk/shows/".Length..], System.Globalization.CultureInfo.InvariantCulture);

    // Twenty seats at 4.50.
    private static async Task<string> CreateAsync(Organiser organiser) =>
        (await organiser.PostAsync(await organiser.PrepareShowAsync())).ShouldRedirect();
}

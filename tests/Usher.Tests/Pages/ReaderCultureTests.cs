using System.Globalization;
using Microsoft.AspNetCore.Http;
using Usher.Pages.Kit;
using Usher.Testing;

namespace Usher.Tests.Pages;

/// <summary>Dates, numbers and prices as the reader's language writes them; the texts stay English.</summary>
public sealed class ReaderCultureTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly DateTime Evening = new(2027, 3, 5, 19, 30, 0, DateTimeKind.Utc);

    private static bool IsIcuOn => CultureInfo.GetCultures(CultureTypes.SpecificCultures).Length > 1;

    [Fact]
    public void Every_known_language_counts_its_years_and_writes_its_digits_as_English_does()
    {
        Assert.SkipUnless(IsIcuOn, "There is no ICU.");
        foreach (var culture in ReaderCulture.All)
        {
            new DateTime(2027, 3, 14).ToString("yyyy dd", culture).ShouldBe("2027 14", culture.Name);
            1250.ToString("N0", culture).Where(char.IsDigit).ShouldBe("1250", culture.Name);
        }
    }

    [Theory]
    [InlineData("", "en-GB")]
    [InlineData("de", "de-DE")]
    [InlineData("de-AT,de;q=0.8,en;q=0.5", "de-AT")]
    [InlineData("de-LU, fr;q=0.9", "de-DE")]
    [InlineData("en;q=0.3, fr;q=0.9", "fr-FR")]
    [InlineData("fr;q=0, en-US", "en-US")]
    [InlineData("en-JM", "en-GB")]
    [InlineData("xx, tlh;q=0.9", "en-GB")]
    [InlineData("ar-EG, *;q=0.1", "en-GB")]
    [InlineData("no", "nb-NO")]
    [InlineData("zh-Hans-CN", "zh-CN")]
    [InlineData("hi", "hi-IN")]
    [InlineData("ru-UA, uk;q=0.9", "ru-RU")]
    [InlineData("vi-VN,vi;q=0.9", "vi-VN")]
    [InlineData("he", "he-IL")]
    [InlineData(";;;=,", "en-GB")]
    public void The_first_known_language_counts(string header, string culture)
    {
        Assert.SkipUnless(IsIcuOn, "There is no ICU.");
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = header;

        ReaderCulture.Of(context.Request).Name.ShouldBe(culture);
    }

    [Fact]
    public void A_header_that_nobody_needs_is_not_read()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = string.Join(',', Enumerable.Repeat("de", 1000));

        ReaderCulture.Of(context.Request).ShouldBe(ReaderCulture.Default);
    }

    [Theory]
    [InlineData("", "£1,138.00", "£46", "€4.50", "CHF\u00a046", "Friday 5 March 2027, 19:30", "1,250 seats")]
    [InlineData("de-DE", "1.138,00\u00a0£", "46\u00a0£", "4,50\u00a0€", "46\u00a0CHF", "Freitag, 5. März 2027, 19:30",
        "1.250 seats")]
    [InlineData("en-US", "£1,138.00", "£46", "€4.50", "CHF\u00a046", "Friday, March 5, 2027, 7:30 PM", "1,250 seats")]
    [InlineData("fr-FR", "1\u202f138,00\u00a0£", "46\u00a0£", "4,50\u00a0€", "46\u00a0CHF",
        "vendredi 5 mars 2027, 19:30", "1\u202f250 seats")]
    [InlineData("hu-HU", "1\u00a0138,00\u00a0£", "46\u00a0£", "4,50\u00a0€", "46\u00a0CHF",
        "2027. március 5., péntek, 19:30",
        "1\u00a0250 seats")]
    public async Task Prices_dates_and_numbers_are_the_readers(
        string language, string price, string brief, string euros, string francs, string date, string seats)
    {
        Assert.SkipUnless(IsIcuOn || language.Length == 0, "There is no ICU.");
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = language;

        // In a flow of its own, as each request has one.
        await Task.Run(() =>
        {
            ReaderCulture.Use(context);
            Money.Text(113800, "GBP").ShouldBe(price);
            Money.Brief(4600, "GBP").ShouldBe(brief);
            Money.Brief(450, "EUR").ShouldBe(euros);
            Money.Brief(4600, "CHF").ShouldBe(francs);
            DateForms.Current.Text(Evening, TimeForm.Full).Replace('\u202f', ' ').ShouldBe(date);
            Numbers.Seats(1250).ShouldBe(seats);
        });
    }

    [Fact]
    public async Task A_page_says_whose_forms_it_has_and_that_its_words_are_English()
    {
        Assert.SkipUnless(IsIcuOn, "There is no ICU.");
        var show = await api.Server.CreateShowAsync(seats: 1500);

        var german = await api.Http.GetPageAsync($"/shows/{show.Id}", ("Accept-Language", "de-DE,de;q=0.9"));
        var english = await api.Http.GetPageAsync($"/shows/{show.Id}");

        german.Text.ShouldContain("<html lang=\"en\" dir=\"ltr\" data-formats=\"de-DE\">");
        german.Text.ShouldContain("<b>1.500</b> seats left");
        german.Text.ShouldContain("<time lang=\"de\"");
        english.Text.ShouldContain("<html lang=\"en\" dir=\"ltr\" data-formats=\"en-GB\">");
        english.Text.ShouldContain("<b>1,500</b> seats left");
        english.Text.ShouldContain("<time datetime");
        german.Message.Headers.Vary.ShouldContain("Accept-Language");
    }

    [Fact]
    public async Task The_figures_of_the_desk_are_the_readers_too()
    {
        Assert.SkipUnless(IsIcuOn, "There is no ICU.");
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await api.Server.CreateShowAsync(seats: 1500);
        (string, string) german = ("Accept-Language", "de-DE");

        (await organiser.Http.GetPageAsync($"/desk/shows/{show.Id}", german)).Text
            .ShouldContain("<dd>0 % of 1.500 seats</dd>");
        (await organiser.Http.GetPageAsync($"/desk/shows/{show.Id}", german)).Text
            .ShouldContain("<td data-figure=\"0\">0</td>");
        (await organiser.Http.GetPageAsync($"/desk/shows/{show.Id}/map", german)).Text
            .ShouldContain("of 1.500 seats");
        (await organiser.Http.GetPageAsync($"/desk/shows/{show.Id}")).Text.ShouldContain("0% of 1,500 seats");
    }

    [Fact]
    public async Task Readers_do_not_disturb_each_other()
    {
        Assert.SkipUnless(IsIcuOn, "There is no ICU.");
        var show = await api.Server.CreateShowAsync(seats: 1500);

        var pages = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => api.Http.GetPageAsync(
            $"/shows/{show.Id}", ("Accept-Language", i % 2 == 0 ? "de" : "en"))));

        pages.Index().ShouldAllBe(page => page.Item.Text.Contains(
            page.Index % 2 == 0 ? "<b>1.500</b>" : "<b>1,500</b>", StringComparison.Ordinal));
    }
}

using System.Globalization;
using System.Net;
using Usher.Testing;

namespace Usher.Tests.Pages;

/// <summary>From which day shows are listed: a day begins when it does where the show takes place.</summary>
public sealed class ShowListPageTests(TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData("Australia/Sydney", true)]
    [InlineData("Pacific/Kiritimati", true)]
    [InlineData("Europe/Berlin", false)]
    [InlineData("America/New_York", false)]
    [InlineData(null, false)]
    public async Task A_day_begins_when_it_does_where_the_show_takes_place(string? zone, bool isListed)
    {
        var name = $"Matinee {zone?.Replace('/', ' ')}";
        await api.Server.CreateShowAsync(
            name: name, startsAt: new DateTime(2999, 3, 13, 22, 0, 0, DateTimeKind.Utc), timeZone: zone);

        var page = await api.Http.GetPageAsync($"/?q={name}&from=2999-03-14");

        page.ShouldBePage(HttpStatusCode.OK).Text.Contains($"{name}</a>", StringComparison.Ordinal).ShouldBe(isListed);
        page.Text.ShouldContain("value=\"2999-03-14\"");
    }

    [Fact]
    public async Task Many_shows_of_the_evening_before_hide_none_of_the_day()
    {
        for (var number = 1; number <= 45; number++)
        {
            await api.Server.CreateShowAsync(
                name: $"Crowd {number}", startsAt: new DateTime(2999, 3, 13, 20, 0, 0, DateTimeKind.Utc));
        }

        await api.Server.CreateShowAsync(name: "Crowd of the day");

        (await api.Http.GetPageAsync("/?q=Crowd&from=2999-03-14")).Text.ShouldContain("Crowd of the day</a>");
    }

    [Fact]
    public async Task Later_shows_are_those_after_the_same_day()
    {
        for (var number = 1; number <= 21; number++)
        {
            await api.Server.CreateShowAsync(name: string.Create(CultureInfo.InvariantCulture, $"Long run {number}"));
        }

        var page = await api.Http.GetPageAsync("/?q=Long+run&from=2999-03-14");

        var start = page.Text.IndexOf("/?after=", StringComparison.Ordinal);
        var next = WebUtility.HtmlDecode(page.Text[start..page.Text.IndexOf('"', start)]);
        next.ShouldEndWith("&q=Long%20run&from=2999-03-14");
        (await api.Http.GetPageAsync(next)).ShouldBePage(HttpStatusCode.OK).Text.ShouldContain("Long run");
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public async Task The_first_day_and_the_last_are_days_too(string day) =>
        (await api.Http.GetPageAsync($"/?from={day}")).ShouldBePage(HttpStatusCode.OK);
}

using System.Globalization;
using System.Net;
using Usher.Testing;

namespace Usher.Tests.Pages;

/// <summary>From which moment shows are listed: a day begins at another one for each reader.</summary>
public sealed class ShowListPageTests(TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData("", false)]
    [InlineData("&offset=-660", true)]
    [InlineData("&offset=660", false)]
    [InlineData("&offset=-841", false)]
    [InlineData("&offset=-60&offset=-660", false)]
    [InlineData("&offset=ten", false)]
    public async Task A_day_begins_as_many_minutes_after_UTCs_as_its_reader_says(string offset, bool isListed)
    {
        await api.Server.CreateShowAsync(
            name: "Matinee", startsAt: new DateTime(2999, 3, 13, 22, 0, 0, DateTimeKind.Utc));

        var page = await api.Http.GetPageAsync($"/?q=Matinee&from=2999-03-14{offset}");

        page.ShouldBePage(HttpStatusCode.OK).Text.Contains("Matinee</a>", StringComparison.Ordinal).ShouldBe(isListed);
        page.Text.ShouldContain("value=\"2999-03-14\"");
    }

    [Fact]
    public async Task Later_shows_are_those_after_the_same_moment()
    {
        for (var number = 1; number <= 21; number++)
        {
            await api.Server.CreateShowAsync(name: string.Create(CultureInfo.InvariantCulture, $"Long run {number}"));
        }

        var page = await api.Http.GetPageAsync("/?q=Long+run&from=2999-03-14&offset=-660");

        var start = page.Text.IndexOf("/?after=", StringComparison.Ordinal);
        var next = WebUtility.HtmlDecode(page.Text[start..page.Text.IndexOf('"', start)]);
        next.ShouldEndWith("&q=Long%20run&from=2999-03-14&offset=-660");
        (await api.Http.GetPageAsync(next)).ShouldBePage(HttpStatusCode.OK).Text.ShouldContain("Long run");
    }

    [Theory]
    [InlineData("0001-01-01", "-840")]
    [InlineData("9999-12-31", "840")]
    public async Task The_first_day_and_the_last_are_days_too(string day, string offset) =>
        (await api.Http.GetPageAsync($"/?from={day}&offset={offset}")).ShouldBePage(HttpStatusCode.OK);
}

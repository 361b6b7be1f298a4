using System.Globalization;
using System.Net;
using Usher.Testing;

namespace Usher.Tests.Pages;

public sealed class PageHeaderTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task Every_page_runs_and_styles_nothing_but_files_of_this_server()
    {
        var show = await api.Server.CreateShowAsync();
        var booking = (await Http.HoldAsync(show.Id, 1, 2)).ShouldRedirect();
        var pages = new[]
        {
            "/", "/?q=none&from=2027-01-01", $"/shows/{show.Id}", "/shows/999999", "/bookings", booking,
            booking + "/cancel", "/bookings/nothing", "/nothing",
        };
        foreach (var path in pages)
        {
            var answer = await Http.GetPageAsync(path);
            var headers = answer.Message.Headers;

            headers.GetValues("Content-Security-Policy").Single().ShouldBe(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                + "font-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", path);
            headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], path);
            headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"], path);
            answer.Text.ShouldNotContain("style=\"", Case.Insensitive, path);
            answer.Text.ShouldNotContain("<style", Case.Insensitive, path);
            answer.Text.ShouldNotContain(" onclick=", Case.Insensitive, path);
        }
    }

    [Fact]
    public async Task A_list_may_be_kept_for_moments_a_booking_never()
    {
        var show = await api.Server.CreateShowAsync();
        var booking = (await Http.HoldAsync(show.Id, 1)).ShouldRedirect();

        (await CacheControlAsync("/")).ShouldBe("public, max-age=5");
        (await CacheControlAsync($"/shows/{show.Id}")).ShouldBe("no-cache, private");
        (await CacheControlAsync(booking)).ShouldBe("no-store");
        (await CacheControlAsync("/shows/999999")).ShouldBe("no-store");
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Pages_are_compressed_but_for_those_that_carry_a_secret(string encoding)
    {
        var show = await api.Server.CreateShowAsync(seats: 500);
        var booking = (await Http.HoldAsync(show.Id, 1)).ShouldRedirect();

        var page = await Http.GetPageAsync($"/shows/{show.Id}", ("Accept-Encoding", encoding));
        var secret = await Http.GetPageAsync(booking, ("Accept-Encoding", encoding));

        page.Message.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        page.Message.Headers.Vary.ShouldBe(["Accept-Encoding", "Accept-Language"]);
        secret.Message.Content.Headers.ContentEncoding.ShouldBeEmpty();
        secret.ShouldBePage(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(600, 590, 601)]
    [InlineData(7200, 3600, 3600)]
    public async Task A_page_that_waits_for_its_sale_opens_by_itself_without_scripts_too(
        int opensInSeconds, int least, int most)
    {
        var show = await api.Server.CreateShowAsync(
            opensAt: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(opensInSeconds));

        var page = (await Http.GetPageAsync($"/shows/{show.Id}")).ShouldBePage(HttpStatusCode.OK);

        page.Text.ShouldContain("This page will open automatically.");
        var refresh = page.Message.Headers.GetValues("Refresh").Single().Split("; url=");
        int.Parse(refresh[0], CultureInfo.InvariantCulture).ShouldBeInRange(least, most);
        refresh[1].ShouldBe($"/shows/{show.Id}");
    }

    [Fact]
    public async Task The_document_of_the_API_lists_no_page()
    {
        var paths = (await Http.GetAnswerAsync("/openapi/v1.json")).Json.GetProperty("paths")
            .EnumerateObject().Select(path => path.Name).ToArray();

        paths.ShouldNotBeEmpty();
        string[] known = ["/api/", "/health/", "/problems/", "/.well-known/"];
        paths.ShouldAllBe(path => known.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)));
    }

    private async Task<string> CacheControlAsync(string path) =>
        (await Http.GetPageAsync(path)).Message.Headers.CacheControl!.ToString();
}

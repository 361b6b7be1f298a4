using System.Net;
using Microsoft.Extensions.Options;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class PublicAddressTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTime Opening = new(2970, 1, 1, 9, 30, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("Http:PublicUrl", "tickets.example.com", "Http__PublicUrl is 'tickets.example.com'; it must be")]
    [InlineData("Http:PublicUrl", "ftp://tickets.example.com", "Http__PublicUrl is 'ftp://tickets.example.com'; it")]
    [InlineData("Http:PublicUrl", "https://example.com/tickets", "Http__PublicUrl is 'https://example.com/tickets';")]
    [InlineData("Http:KnownProxies", "nginx", "Http__KnownProxies is 'nginx'; it must list the addresses")]
    [InlineData("Http:KnownProxies", "0.0.0.0/0", "Http__KnownProxies is '0.0.0.0/0'; it must list the addresses")]
    [InlineData("Http:KnownProxies", "127.0.0.1", "Http__KnownProxies is set, but not the public URL of the site")]
    [InlineData("ForwardedHeaders_Enabled", "true", "ASPNETCORE_FORWARDEDHEADERS_ENABLED would trust any address")]
    public async Task A_wrong_setting_is_refused_by_name(string setting, string value, string words) =>
        (await Should.ThrowAsync<OptionsValidationException>(() => TestServer.StartAsync(database, (setting, value))))
            .Failures.ShouldHaveSingleItem().ShouldStartWith(words);

    [Theory]
    [InlineData("https://tickets.example.com", "https://tickets.example.com")]
    [InlineData("https://TICKETS.example.com:8443/", "https://tickets.example.com:8443")]
    [InlineData("http://192.0.2.7", "http://192.0.2.7")]
    public async Task Links_have_the_public_address_whatever_the_request_says(string configured, string site)
    {
        await using var server = await TestServer.StartAsync(database, ("Http:PublicUrl", configured));

        (await LinkAsync(server, ("Host", "evil.example"))).ShouldStartWith($"{site}/shows/");
        (await LinkAsync(server, ("X-Forwarded-Host", "evil.example"))).ShouldStartWith($"{site}/shows/");
    }

    [Theory]
    [InlineData("evil.example", null)]
    [InlineData("evil.example:8080", null)]
    [InlineData("192.0.2.1", null)]
    [InlineData("localhost:7", "http://localhost:7")]
    [InlineData("127.0.0.1:7", "http://127.0.0.1:7")]
    [InlineData("[::1]:7", "http://[::1]:7")]
    public async Task Without_one_a_name_of_the_clients_choice_is_in_no_link(string host, string? site)
    {
        await using var server = await TestServer.StartAsync(database);
        var own = server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

        (await LinkAsync(server, ("Host", host))).ShouldStartWith($"{site ?? own}/shows/");
        (await LinkAsync(server, ("X-Forwarded-Host", host))).ShouldStartWith($"{own}/shows/");
    }

    [Fact]
    public async Task Cookies_are_for_TLS_alone_where_the_public_address_is()
    {
        await using var server = await TestServer.StartAsync(
            database, ("Auth:AdminKey", TestApi.AdminKey), ("Http:PublicUrl", "https://tickets.example.com"));

        var page = await server.Http.GetPageAsync("/desk/sign-in");

        var cookie = page.Message.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldStartWith("__Host-usher-desk-form=");
        cookie.Split("; ")[1..].Order(StringComparer.Ordinal)
            .ShouldBe(["httponly", "path=/", "samesite=strict", "secure"]);
    }

    [Theory]
    [InlineData("https://tickets.example.com", HttpStatusCode.SeeOther)]
    [InlineData("https://tickets.example.com:443", HttpStatusCode.SeeOther)]
    [InlineData("http://tickets.example.com", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("https://tickets.example.com.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    public async Task Forms_come_from_the_public_address(string origin, HttpStatusCode status)
    {
        await using var server = await TestServer.StartAsync(
            database, ("Http:PublicUrl", "https://tickets.example.com"));
        var show = await server.CreateShowAsync();
        var form = await server.Http.FormAsync(show.Id, 5);

        (await server.Http.PostFormAsync($"/shows/{show.Id}/book", form, ("Origin", origin))).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1, 127.0.0.0/8", true)]
    [InlineData("192.0.2.0/24", false)]
    public async Task Only_known_proxies_tell_who_the_client_is(string proxies, bool areBelieved)
    {
        await using var server = await TestServer.StartAsync(
            database, ("Auth:AdminKey", TestApi.AdminKey), ("Auth:WrongKeysPerClientMax", "1"),
            ("Auth:WrongKeyDelayMilliseconds", "0"), ("Auth:WrongKeysSeconds", "3600"),
            ("Http:PublicUrl", "https://tickets.example.com"), ("Http:KnownProxies", proxies));

        (await TryAsync("203.0.113.1")).ShouldBe(HttpStatusCode.Unauthorized);
        // The last address that is no known proxy's is the client; what stands before it is what that client wrote.
        (await TryAsync("203.0.113.1, 203.0.113.2")).ShouldBe(
            areBelieved ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests);
        (await TryAsync("198.51.100.9, 203.0.113.2")).ShouldBe(HttpStatusCode.TooManyRequests);

        async Task<HttpStatusCode> TryAsync(string addresses) => (await server.Http.GetAnswerAsync(
            "/api/admin/plans", ("X-Api-Key", "wrong"), ("X-Forwarded-For", addresses))).Status;
    }

    private static async Task<string> LinkAsync(TestServer server, (string, string) header)
    {
        var show = await server.CreateShowAsync(opensAt: Opening);
        var calendar = await server.Http.GetPageAsync($"/shows/{show.Id}/opening.ics", header);
        var lines = calendar.Text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        var url = lines.Single(line => line.StartsWith("URL:", StringComparison.Ordinal))[4..];
        return url;
    }
}

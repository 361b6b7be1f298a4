using System.Net;
using System.Net.WebSockets;
using System.Text;
using Usher.Pages.Desk.SignIn;
using Usher.Testing;

namespace Usher.SystemTests.Proxy;

/// <summary>What people do, through the nginx of docs/behind-a-proxy.md.</summary>
public sealed class NginxTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Site = $"https://{Nginx.Name}";

    private readonly TestDatabase _database = new(postgres);
    private readonly CookieContainer _cookies = new();
    private TestServer? _server;
    private Nginx? _nginx;
    private HttpClient? _http;

    private HttpClient Http => _http!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _server = await TestServer.StartAsync(
            _database, ("Auth:AdminKey", TestApi.AdminKey), ("Auth:WrongKeysPerClientMax", "2"),
            ("Auth:WrongKeyDelayMilliseconds", "0"), ("Auth:WrongKeysSeconds", "3600"),
            ("Http:PublicUrl", Site), ("Http:KnownProxies", "127.0.0.1, ::1"));
        _nginx = await Nginx.StartAsync(_server.Http.BaseAddress!);
        var browser = _nginx.Browser();
        browser.CookieContainer = _cookies;
        _http = new HttpClient(new FormTokens(browser)) { BaseAddress = new Uri(Site) };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await (_nginx?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_buyer_comes_by_TLS_and_gets_a_ticket_with_the_public_address()
    {
        var show = await _server!.CreateShowAsync();
        using var plain = new HttpClient(_nginx!.Browser());

        (await plain.GetAsync(new Uri($"http://{Nginx.Name}/shows/{show.Id}"))).Headers.Location
            .ShouldBe(new Uri($"{Site}/shows/{show.Id}"));
        var form = await Http.FormAsync(show.Id, 1, 2);
        // A browser over TLS says both; an old one says the origin alone.
        var booking = (await Http.PostFormAsync($"/shows/{show.Id}/book", form, ("Origin", Site))).ShouldRedirect();
        (string, string)[] buyer = [("email", "asha@example.com")];
        (await Http.PostFormAsync($"{booking}/confirm", buyer, ("Origin", "https://evil.example")))
            .ShouldBePage(HttpStatusCode.Forbidden);
        var link = (await Http.PostFormAsync($"{booking}/confirm", buyer, ("Origin", Site))).ShouldRedirect();
        link.ShouldStartWith($"{booking}?ticket=");

        var page = (await Http.GetPageAsync(link)).ShouldBePage(HttpStatusCode.OK);
        page.Text.ShouldContain("Your ticket");
        page.Message.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
        page.Text.ShouldNotContain("127.0.0.1");
        var calendar = (await Http.GetPageAsync(PageCalls.CalendarOf(link))).ShouldBeCalendar();
        calendar.ShouldContain($"URL:{Site}{link}\r\n");
        calendar.ShouldMatch(@"UID:booking-[0-9a-f]{32}\r\n");
        calendar.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task An_organiser_signs_in_and_out_with_cookies_that_TLS_alone_carries()
    {
        (await Http.GetPageAsync("/desk")).ShouldRedirect().ShouldBe("/desk/sign-in");
        (await Http.PostFormAsync("/desk/sign-in", [("key", TestApi.AdminKey)], ("Origin", Site)))
            .ShouldRedirect().ShouldBe("/desk");

        var cookies = _cookies.GetCookies(new Uri($"{Site}/desk"));
        cookies.Select(cookie => cookie.Name).Order(StringComparer.Ordinal)
            .ShouldBe([$"__Host-{DeskSession.CookieName}", $"__Host-{FormToken.CookieName}"]);
        cookies.ShouldAllBe(cookie => cookie.Secure && cookie.HttpOnly);
        (await Http.GetPageAsync("/desk")).ShouldBePage(HttpStatusCode.OK);

        (await Http.PostFormAsync("/desk/sign-out", [], ("Origin", Site))).ShouldRedirect().ShouldBe("/desk/sign-in");
        (await Http.GetPageAsync("/desk")).ShouldRedirect().ShouldBe("/desk/sign-in");
    }

    [Fact]
    public async Task A_seat_map_is_watched_by_WebSocket_and_by_events()
    {
        var show = await _server!.CreateShowAsync(seats: 4);
        using var browser = _nginx!.Browser();
        using var invoker = new HttpMessageInvoker(browser);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", Site);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.ConnectAsync(
            new Uri($"wss://{Nginx.Name}/api/shows/{show.Id}/live"), invoker, patience.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/shows/{show.Id}/live");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var events = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var lines = new StreamReader(await events.Content.ReadAsStreamAsync(patience.Token));

        var buffer = new byte[4096];
        var first = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);

        Encoding.UTF8.GetString(buffer, 0, first.Count).ShouldContain("snapshot");
        (await lines.ReadLineAsync(patience.Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_a_client_writes_into_the_header_counts_for_nothing()
    {
        // All of these come from one address, whatever they say.
        (await TryAsync("203.0.113.1")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await TryAsync("203.0.113.2")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await TryAsync("203.0.113.3")).Status.ShouldBe(HttpStatusCode.TooManyRequests);

        Task<Answer> TryAsync(string claimed) => Http.GetAnswerAsync(
            "/api/admin/plans", ("X-Api-Key", "wrong"), ("X-Forwarded-For", claimed));
    }
}

using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Usher.Testing;

namespace Usher.SystemTests.Fuzz;

/// <summary>The server under fuzz: the real program in a process of its own, as is its memory.</summary>
internal sealed partial class FuzzServer : IAsyncDisposable
{
    public const string AdminKey = "a-key-for-the-fuzz-only";

    // What the shows of the fuzz have; most draws ask for fewer.
    private const int SeatsOfAShow = 60;
    private const int Shows = 24;
    private const int SeatsOfTheLargeShow = 50_000;

    private const int ErrorLinesShownMax = 30;

    private readonly UsherProcess _process;
    private readonly HttpClient _http;
    private readonly string _database;

    private FuzzServer(UsherProcess process, Uri address, string database)
    {
        _process = process;
        _database = database;
        _http = new HttpClient { BaseAddress = address };
        Address = new IPEndPoint(IPAddress.Loopback, address.Port);
    }

    public IPEndPoint Address { get; }

    public ApiSurface Api { get; private set; } = null!;

    public KnownThings Known { get; private set; } = null!;

    public static async Task<FuzzServer> StartAsync(string database)
    {
        // Its patience is shorter than usual, so that slow clients are refused while somebody watches.
        var process = UsherProcess.Start(
            database, "serve", "--urls", "http://127.0.0.1:0", $"--Auth:AdminKey={AdminKey}",
            "--Http:HeaderSecondsMax=2", "--Http:KeepAliveSecondsMax=3", "--RateLimits:Enabled=false",
            "--Http:SendGraceSeconds=2", "--Http:SendBytesPerSecondMin=32768", "--Live:SendSecondsMax=2",
            "--Auth:WrongKeysPerClientMax=1000", "--Auth:WrongKeysMax=1000000", "--Auth:WrongKeysSeconds=1",
            "--Auth:WrongKeyDelayMilliseconds=0");
        var address = new Uri(await process.ReadAfterAsync("Usher sells seats on "));
        var server = new FuzzServer(process, address, database);
        server.Api = new ApiSurface((await server._http.GetAnswerAsync("/openapi/v1.json")).Json);
        var shows = new long[Shows];
        for (var i = 0; i < Shows; i++)
        {
            // A few lapse within the run, most do not; some are not on sale yet.
            DateTime? opensAt = i % 8 == 1 ? TestServer.FarOff.AddDays(-1) : null;
            shows[i] = await server.CreateShowAsync(SeatsOfAShow, holdSeconds: i % 4 == 0 ? 1 : 600, opensAt);
        }

        var largeShow = await server.CreateShowAsync(SeatsOfTheLargeShow, holdSeconds: 600);
        // What is made once and kept is there before anybody weighs it.
        await server._http.GetAnswerAsync($"/api/shows/{largeShow}/seats");
        await server._http.GetAnswerAsync($"/api/shows/{largeShow}/seats", ("Accept-Encoding", "gzip"));
        server.Known = new KnownThings(
            shows, largeShow, await server.AssetsAsync(shows[0]), AdminKey, await server.DeskFormAsync());
        return server;
    }

    /// <summary>What it holds after it has collected its garbage and closed its idle connections.</summary>
    public async Task<Footprint> SettleAsync(CancellationToken ct)
    {
        // Time to notice that clients have gone.
        await Task.Delay(TimeSpan.FromSeconds(1), ct);
        for (var i = 0; i < 3; i++)
        {
            await ForcedCollection.OfAsync(_process.Id, ct);
        }

        var status = await File.ReadAllLinesAsync($"/proc/{_process.Id}/status", ct);
        var resident = status.Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ')[^2];
        return new Footprint(
            int.Parse(resident, CultureInfo.InvariantCulture) / 1024,
            Directory.GetFiles($"/proc/{_process.Id}/fd").Length);
    }

    /// <summary>It still does what it is for, and nothing it did meanwhile was wrong.</summary>
    public async Task ShouldStillSellAsync()
    {
        var show = await CreateShowAsync(totalSeats: 4, holdSeconds: 60);
        var held = await _http.BookAsync(show, [1, 2, 3, 4]);
        held.Status.ShouldBe(HttpStatusCode.Created, held.Text);
        var sold = await _http.PostNothingAsync($"/api/bookings/{held.Field("booking_id")}/confirm");
        sold.Field("status").ShouldBe("CONFIRMED");
        (await _http.BookAsync(show, [1])).Status.ShouldBe(HttpStatusCode.Conflict);

        var audit = await UsherProcess.RunAsync(_database, "audit");
        audit.Code.ShouldBe(0, audit.Output + audit.Errors);
        ErrorsLogged.ShouldBeEmpty("The server's log tells of defects.");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    [GeneratedRegex("/assets/([\\w.-]+)")]
    private static partial Regex AssetUrl();

    private string[] ErrorsLogged =>
        [
            .. _process.Errors.Split('\n').Where(line => line.Contains(" ERROR ", StringComparison.Ordinal)
                || line.Contains(" FATAL ", StringComparison.Ordinal)
                || line.StartsWith("   at ", StringComparison.Ordinal)).Take(ErrorLinesShownMax),
        ];

    private async Task<string[]> AssetsAsync(long show)
    {
        var pages = await Task.WhenAll(
            _http.GetStringAsync("/"), _http.GetStringAsync($"/shows/{show}"), _http.GetStringAsync("/bookings"));
        return
        [
            .. pages.SelectMany(page => AssetUrl().Matches(page)).Select(match => match.Groups[1].Value).Distinct(),
        ];
    }

    private async Task<DeskForm> DeskFormAsync()
    {
        using var page = await _http.GetAsync("/desk/sign-in");
        var cookie = page.Headers.GetValues("Set-Cookie")
            .Single(cookie => cookie.StartsWith("usher-desk-form=", StringComparison.Ordinal));
        var token = FormTokens.Field.Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;
        token.ShouldNotBeEmpty();
        return new DeskForm(cookie.Split(';')[0], token);
    }

    private async Task<long> CreateShowAsync(int totalSeats, int holdSeconds, DateTime? opensAt = null)
    {
        using var body = new StringContent(
            JsonSerializer.Serialize(new
            {
                name = "Hamlet",
                start_time = TestServer.FarOff,
                total_seats = totalSeats,
                hold_seconds = holdSeconds,
                sales_open_at = opensAt,
            }),
            Encoding.UTF8,
            "application/json");
        var created = await _http.CallAsync(HttpMethod.Post, "/api/admin/shows", body, ("X-Api-Key", AdminKey));
        created.Status.ShouldBe(HttpStatusCode.Created, created.Text);
        return created.Json.GetProperty("id").GetInt64();
    }
}

internal sealed record Footprint(int ResidentMebibytes, int OpenFiles);

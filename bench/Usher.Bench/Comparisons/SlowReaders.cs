using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Usher.Bench.Http;
using Usher.Bench.Runs;
using Usher.Bench.Servers;
using Usher.Bench.Settings;

namespace Usher.Bench.Comparisons;

/// <summary>
/// Clients that ask for a large answer and read nothing, many at once: what they cost the server in memory, and whether
/// it gets rid of them.
/// </summary>
/// <param name="readers">How many.</param>
/// <param name="seats">Of the show, in rows of a stored seating plan.</param>
internal sealed class SlowReaders(int readers, int seats)
{
    private const int OpeningAtOnce = 32;
    private const int RowSeats = 100;
    private const int PhoneBytesPerSecond = 50_000;

    // Longer than a server bears with anybody who takes nothing, by its defaults.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(200);

    private long showId;
    private long planId;

    public string Description => string.Create(
        CultureInfo.InvariantCulture, $"{readers:N0} clients that read nothing, a show of {seats:N0} seats");

    /// <summary>Stores the plan and puts the show on sale.</summary>
    public async Task FillAsync(OwnServer server, TimeProvider time, CancellationToken ct)
    {
        using var http = Client(server);
        using var plan = new StringContent(PlanCsv(), Encoding.UTF8, "text/csv");
        planId = await CreateAsync(http, "/api/admin/plans?name=slow", plan, ct);
        using var show = JsonContent.Create(
            new { name = "usher-bench slow", start_time = time.GetUtcNow().AddDays(30), plan_id = planId });
        showId = await CreateAsync(http, "/api/admin/shows", show, ct);
    }

    /// <summary>Has each kind of large answer asked for, and adds what that took; returns the kinds.</summary>
    public async Task<IReadOnlyList<string>> MeasureAsync(Contest contest, OwnServer server)
    {
        foreach (var (kind, path, header) in Answers())
        {
            await MeasureAsync(contest, server, kind, path, header);
        }

        return [.. Answers().Select(answer => answer.Kind)];
    }

    private (string Kind, string Path, string Header)[] Answers()
    {
        string Of(long id, string before, string after = "") =>
            string.Create(CultureInfo.InvariantCulture, $"{before}{id}{after}");
        var socket = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: {Convert.ToBase64String(Guid.NewGuid().ToByteArray())}";
        return
        [
            ("seats", Of(showId, "/api/shows/", "/seats"), "Accept: */*"),
            ("seats, gzip", Of(showId, "/api/shows/", "/seats"), "Accept-Encoding: gzip"),
            ("plan", Of(showId, "/api/shows/", "/plan"), "Accept: */*"),
            ("page of the show", Of(showId, "/shows/"), "Accept: text/html"),
            ("live, WebSocket", Of(showId, "/api/shows/", "/live"), socket),
            ("live, events", Of(showId, "/api/shows/", "/live"), "Accept: text/event-stream"),
            ("desk, plan", Of(planId, "/desk/plans/"), "Accept: text/html"),
            ("desk, plan as CSV", Of(planId, "/desk/plans/", "/1.csv"), "Accept: */*"),
            ("desk, plan as JSON", Of(planId, "/desk/plans/", "/1.json"), "Accept: */*"),
        ];
    }

    private async Task MeasureAsync(Contest contest, OwnServer server, string kind, string path, string header)
    {
        var context = contest.Context;
        var target = await HttpTarget.FindAsync(server.Url, context.Settings.Timeout, context.Ct);
        // What is made once and shared is there before.
        var request = new RequestWriter(target, ServerEnvironment.AdminKey).Get(path, header).ToArray();
        var isEndless = kind.StartsWith("live", StringComparison.Ordinal);
        long bytes = 0;
        if (!isEndless)
        {
            using var first = new SlowReader(target, request);
            bytes = await first.ReadAsync(int.MaxValue, context.Time, context.Ct);
            contest.Note(string.Create(CultureInfo.InvariantCulture, $"{kind}: an answer of {bytes:N0} bytes"));
        }

        await Task.Delay(Settling, context.Time, context.Ct);
        var before = server.MemoryMebibytes
            ?? throw new BenchException("This system does not report the memory of a process.");
        var crowd = new SlowReader[readers];
        try
        {
            var opening = new ParallelOptions
            {
                MaxDegreeOfParallelism = OpeningAtOnce,
                CancellationToken = context.Ct,
            };
            var since = context.Time.GetTimestamp();
            var sampling = MostMemoryAsync(server, context);
            await Parallel.ForAsync(0, readers, opening, async (i, ct) =>
            {
                crowd[i] = new SlowReader(target, request);
                await crowd[i].AskAsync(ct);
            });
            var phone = kind == "seats, gzip" ? ReadAsPhoneAsync(contest, target, request, bytes) : Task.CompletedTask;
            var most = await sampling;
            contest.Add(kind, "MiB", Math.Max(0, most - before));
            contest.Note(string.Create(
                CultureInfo.InvariantCulture, $"{kind}: {before:N0} MiB resident before, {most:N0} MiB at most"));
            await phone;
            var left = Patience - context.Time.GetElapsedTime(since);
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, context.Time, context.Ct);
            await TellAsync(contest, kind, crowd, bytes);
        }
        finally
        {
            Array.ForEach(crowd, reader => reader?.Dispose());
        }
    }

    private static async Task<double> MostMemoryAsync(OwnServer server, RunContext context)
    {
        var most = 0.0;
        for (var since = context.Time.GetTimestamp();
            context.Time.GetElapsedTime(since).TotalSeconds < context.Settings.Seconds;)
        {
            most = Math.Max(most, server.MemoryMebibytes ?? 0);
            await Task.Delay(SampleEvery, context.Time, context.Ct);
        }

        return most;
    }

    // As slow as a mobile connection of 400 kbit/s.
    private static async Task ReadAsPhoneAsync(
        Contest contest, HttpTarget target, ReadOnlyMemory<byte> request, long bytes)
    {
        using var phone = new SlowReader(target, request);
        var read = await phone.ReadAsync(PhoneBytesPerSecond, contest.Context.Time, contest.Context.Ct);
        if (read < bytes)
        {
            contest.Fail($"a client at {PhoneBytesPerSecond} bytes/s was cut off after {read} of {bytes} bytes");
        }
    }

    private static async Task TellAsync(Contest contest, string kind, SlowReader[] crowd, long bytes)
    {
        var (whole, refused) = (0, 0);
        foreach (var reader in crowd)
        {
            var read = await reader.ReadOnAsync(contest.Context.Ct);
            refused += reader.Status == 503 ? 1 : 0;
            whole += reader.Status != 503 && bytes > 0 && read >= bytes ? 1 : 0;
        }

        contest.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind}: {crowd.Length - whole - refused:N0} cut off, {refused:N0} refused, {whole:N0} served whole"));
        if (whole > 0 && bytes > SlowReader.SystemBytesMax)
        {
            contest.Fail($"{kind}: {whole} that read nothing for {Patience.TotalSeconds:0} s were served whole");
        }
    }

    private string PlanCsv()
    {
        var csv = new StringBuilder("section,row,seat,x,y,category\n");
        for (var i = 0; i < seats; i++)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"Tier {i / (RowSeats * 100) + 1},Row {i / RowSeats + 1},{i % RowSeats + 1},{i % RowSeats * 50},")
                .Append(CultureInfo.InvariantCulture, $"{i / RowSeats * 80},Stalls\n");
        }

        return csv.ToString();
    }

    private static HttpClient Client(OwnServer server)
    {
        var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        http.DefaultRequestHeaders.Add("X-Api-Key", ServerEnvironment.AdminKey);
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return http;
    }

    private static async Task<long> CreateAsync(HttpClient http, string path, HttpContent body, CancellationToken ct)
    {
        using var reply = await http.PostAsync(new Uri(path, UriKind.Relative), body, ct);
        var text = await reply.Content.ReadAsStringAsync(ct);
        if (!reply.IsSuccessStatusCode)
        {
            throw new BenchException($"{path} returned {(int)reply.StatusCode}: {text}");
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.GetProperty("id").GetInt64();
    }
}

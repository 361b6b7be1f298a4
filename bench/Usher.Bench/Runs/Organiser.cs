using System.Text.Json;
using Usher.Bench.Http;
using Usher.Bench.Proof;
using Usher.Bench.Settings;

namespace Usher.Bench.Runs;

/// <summary>Puts the run's own shows on sale, so that nothing before or beside the run disturbs the proof.</summary>
internal sealed class Organiser(HttpTarget target, RunSettings settings, TimeProvider time)
{
    private const int ConnectionsMax = 8;
    private const int DaysAhead = 30;

    // A show of 200,000 seats takes longer than a booking may.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    /// <exception cref="BenchException">The server is not ready.</exception>
    public async Task RequireReadyAsync()
    {
        using var connection = new HttpConnection(target, settings.Timeout);
        var reply = await connection.SendAsync(new RequestWriter(target).Get("/health/ready"));
        if (reply.Status is >= 200 and < 300)
        {
            return;
        }

        throw new BenchException(
            reply.Failure != HttpFailure.None
                ? $"{target.Url} accepts connections and does not speak HTTP. Check --url."
            : reply.Status == 404 ? $"{target.Url} is not an Usher server: it has no /health/ready. Check --url."
            : $"The server at {target.Url} is not ready: /health/ready returned {reply.Status}. See its log.");
    }

    /// <exception cref="BenchException">The server does not create shows for us.</exception>
    public async Task<Ledger> PutOnSaleAsync(Scenario scenario, IProgress<int> created, CancellationToken ct)
    {
        var shows = new ShowLedger[scenario.Shows];
        var next = -1;
        var done = 0;
        var connections = Math.Min(ConnectionsMax, scenario.Shows);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => CreateSomeAsync()));
        return new Ledger(shows);

        async Task CreateSomeAsync()
        {
            using var connection = new HttpConnection(target, Timeout);
            var requests = new RequestWriter(target, settings.AdminKey);
            for (var i = Interlocked.Increment(ref next); i < shows.Length; i = Interlocked.Increment(ref next))
            {
                ct.ThrowIfCancellationRequested();
                shows[i] = await CreateAsync(scenario, i + 1, connection, requests);
                created.Report(Interlocked.Increment(ref done));
            }
        }
    }

    private async Task<ShowLedger> CreateAsync(
        Scenario scenario, int number, HttpConnection connection, RequestWriter requests)
    {
        var document = new NewShowDocument(
            $"usher-bench {scenario.Name} {number}", time.GetUtcNow().AddDays(DaysAhead), scenario.SeatsPerShow,
            RunSettings.HoldSeconds, scenario.NoOrphans);
        var json = JsonSerializer.SerializeToUtf8Bytes(document, WireJson.Default.NewShowDocument);
        var reply = await connection.SendAsync(requests.CreateShow(json));
        if (reply.Status != 201)
        {
            throw new BenchException(Explain(reply));
        }

        try
        {
            if (JsonSerializer.Deserialize(reply.Body.Span, WireJson.Default.ShowDocument) is { Id: > 0 } show)
            {
                return new ShowLedger(show.Id, scenario.SeatsPerShow);
            }
        }
        catch (JsonException)
        {
            // told below
        }

        throw new BenchException($"{target.Url} creates shows but does not return their ids. Check --url.");
    }

    private string Explain(HttpReply reply) => reply.Status switch
    {
        401 or 403 =>
            $"The server refuses to create shows ({reply.Status}). Pass its Auth__AdminKey with --admin-key.",
        404 or 405 => $"{target.Url} is not an Usher server: it has no POST /api/admin/shows. Check --url.",
        429 => "The server limits the rate of show creation (429). Start it with RateLimits__Enabled=false.",
        0 => $"The server did not respond to POST /api/admin/shows within {Timeout.TotalSeconds} s. See its log.",
        _ => $"The server cannot create shows: POST /api/admin/shows returned {reply.Status}{Detail(reply)}",
    };

    private static string Detail(HttpReply reply)
    {
        try
        {
            var problem = JsonSerializer.Deserialize(reply.Body.Span, WireJson.Default.ProblemDocument);
            return $": {problem?.Detail ?? problem?.Title ?? "no detail"}";
        }
        catch (JsonException)
        {
            return ".";
        }
    }
}

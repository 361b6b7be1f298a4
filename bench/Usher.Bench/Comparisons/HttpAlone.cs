using System.Collections.Immutable;
using Usher.Bench.Http;
using Usher.Bench.Proof;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Servers;

namespace Usher.Bench.Comparisons;

/// <summary>
/// The ceiling of the HTTP layer: the spread load on a server whose engine says yes to everything without asking the
/// database.
/// </summary>
internal sealed class HttpAlone : IAsyncDisposable
{
    public const string Name = "HTTP layer alone";

    private readonly RunContext context;
    private readonly OwnServer server;
    private ImmutableArray<ShowLedger> shows = [];

    private HttpAlone(RunContext context, OwnServer server)
    {
        this.context = context;
        this.server = server;
    }

    public static async Task<HttpAlone> StartAsync(RunContext context)
    {
        context.Say("Starting usher-ceiling http …");
        return new(context, await OwnServer.StartAsync(Clone.RequireCeiling(), context.Time, context.Ct, "http"));
    }

    public async Task MeasureAsync(Contest contest, int connections)
    {
        var scenario = Spread.Scenario(connections);
        var settings = context.At(server) with { Prove = false, Audit = false };
        if (shows.IsEmpty)
        {
            var target = await HttpTarget.FindAsync(server.Url, settings.Timeout, context.Ct);
            var organiser = new Organiser(target, settings, context.Time);
            shows = (await organiser.PutOnSaleAsync(scenario, new Progress<int>(), context.Ct)).Shows;
            await server.SettleAsync(context.Ct);
        }

        var fresh = new Ledger(shows.Select(show => new ShowLedger(show.ShowId, show.TotalSeats, isKept: false)));
        var run = await contest.RunAsync(Name, scenario, server, settings, fresh);
        contest.Add(Name, "answers/s", run.BookingsPerSecond, run.GeneratorCores);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}

using Usher.Bench.Proof;
using Usher.Bench.Reports;
using Usher.Bench.Servers;
using Usher.Bench.Settings;

namespace Usher.Bench.Runs;

/// <summary>What a command runs its scenarios with.</summary>
internal sealed record RunContext(RunSettings Settings, TextWriter Notes, TimeProvider Time, CancellationToken Ct)
{
    public void Say(string line) => Notes.WriteLine(line);

    public async Task<OwnServer> StartAsync()
    {
        Say("Starting a server …");
        return await OwnServer.StartAsync(Time, Ct);
    }

    /// <summary>Runs a scenario where the settings say: on a running server, or on one started for it.</summary>
    /// <exception cref="BenchException">The run cannot take place.</exception>
    public async Task<RunResult> RunAsync(Scenario scenario)
    {
        if (!Settings.Start)
        {
            return await new BenchRun(scenario, Settings, Notes, Time).RunAsync(Ct);
        }

        await using var server = await StartAsync();
        return await RunAsync(scenario, server);
    }

    /// <summary>Runs a scenario on a server that was started for it.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="server">Where.</param>
    /// <param name="settings">Other settings than the context's.</param>
    /// <param name="onSale">Shows that are on sale already; null: the run creates its own.</param>
    public Task<RunResult> RunAsync(
        Scenario scenario, OwnServer server, RunSettings? settings = null, Ledger? onSale = null) =>
        new BenchRun(scenario, At(server, settings), Notes, Time) { Server = server, OnSale = onSale }.RunAsync(Ct);

    /// <summary>The settings for a run on this server.</summary>
    public RunSettings At(OwnServer server, RunSettings? settings = null) =>
        (settings ?? Settings) with
        {
            Url = server.Url,
            Postgres = server.Postgres,
            AdminKey = ServerEnvironment.AdminKey,
        };
}

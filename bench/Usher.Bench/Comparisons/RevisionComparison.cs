using System.Collections.Immutable;
using Npgsql;
using Usher.Bench.Machine;
using Usher.Bench.Reports;
using Usher.Bench.Revisions;
using Usher.Bench.Runs;
using Usher.Bench.Servers;
using Usher.Bench.Settings;

namespace Usher.Bench.Comparisons;

/// <summary>
/// The server of another commit beside that of this build, under the same load by this build's generator: in turn, each
/// time on a new server with a new PostgreSQL.
/// </summary>
internal sealed class RevisionComparison(RunContext context, Revision old, Revision @new)
{
    private const int GeneratorWarmupSecondsMax = 4;

    private readonly DateTimeOffset startedAt = context.Time.GetUtcNow();
    private readonly MachineState machine = MachineState.Now();

    /// <summary>Compares by a scenario and the figure that matters for it.</summary>
    /// <exception cref="BenchException">The comparison cannot take place.</exception>
    public static Task<IBenchResult> RunAsync(RunContext context, Func<Scenario> define)
    {
        var scenario = define();
        return RunAsync(
            context, scenario.Name, scenario.Description, (contest, server) => MeasureAsync(contest, server, define));
    }

    /// <summary>Compares by what <paramref name="measure"/> adds to a contest, its first figure above all.</summary>
    /// <exception cref="BenchException">The comparison cannot take place.</exception>
    public static async Task<IBenchResult> RunAsync(
        RunContext context, string benchmark, string description, Func<Contest, OwnServer, Task> measure)
    {
        var clone = Clone.Require("--compare-to");
        var builds = new RevisionBuild(clone.Root, context.Notes);
        var here = await builds.ThisAsync(clone.RequireReady(), context.Settings.AllowDirty, context.Ct);
        var there = await builds.FindAsync(context.Settings.CompareTo!, context.Ct);
        var comparison = new RevisionComparison(context, there, here);
        return await comparison.RunAsync(benchmark, description, measure);
    }

    public static async Task MeasureAsync(Contest contest, OwnServer server, Func<Scenario> define)
    {
        var scenario = define();
        var run = await contest.RunAsync(scenario.Name, scenario, server);
        var figure = scenario.MainFigure(run);
        contest.Add(figure.Name, figure.Unit, figure.Value, run.GeneratorCores);
    }

    public async Task<RevisionResult> RunAsync(
        string benchmark, string description, Func<Contest, OwnServer, Task> measure)
    {
        var contests = (Old: new Contest(context, benchmark, description),
            New: new Contest(context, benchmark, description));
        var pairs = context.Settings.Rounds;
        await WarmUpAsync(benchmark, description, measure);
        foreach (var turn in Turns.Of(pairs))
        {
            var (revision, contest) = turn.IsNew ? (@new, contests.New) : (old, contests.Old);
            context.Say($"Pair {turn.Pair} of {pairs}: {Title(revision)} …");
            await TakeTurnAsync(revision, contest, measure);
            context.Ct.ThrowIfCancellationRequested();
        }

        var (before, after) = (contests.Old.Result(), contests.New.Result());
        return new RevisionResult
        {
            Benchmark = benchmark,
            Description = description,
            StartedAt = startedAt,
            Machine = machine,
            Old = new BuildName(Title(old), old.Name, old.Commit),
            New = new BuildName(Title(@new), $"{@new.Short}, {@new.Name}", @new.Commit),
            Pairs = pairs,
            Figures = [.. Pairing.Figures(before, after)],
            Costs = [.. Pairing.Costs(before, after)],
            Notes = [.. SameCommit(), .. Both(before.Notes, after.Notes)],
            Failures = Both(before.Failures, after.Failures),
        };
    }

    // The generator's first run is slower than all that follow, because it is compiled meanwhile.
    private Task WarmUpAsync(string benchmark, string description, Func<Contest, OwnServer, Task> measure)
    {
        context.Say("A run that does not count: the generator warms up …");
        var settings = context.Settings with
        {
            Seconds = Math.Min(GeneratorWarmupSecondsMax, context.Settings.Seconds),
            WarmupSeconds = 0,
            Prove = false,
            Audit = false,
        };
        return TakeTurnAsync(
            @new, new Contest(context with { Settings = settings }, benchmark, description), measure);
    }

    private async Task TakeTurnAsync(Revision revision, Contest contest, Func<Contest, OwnServer, Task> measure)
    {
        try
        {
            await using var server = await OwnServer.StartAsync(revision.Assembly, context.Time, context.Ct);
            await measure(contest, server);
        }
        catch (Exception e) when (e is BenchException or NpgsqlException)
        {
            // An older one may lack what this benchmark asks for, or have other tables.
            throw new BenchException($"{Title(revision)}: {e.Message}");
        }
    }

    private IEnumerable<string> SameCommit() => old.Commit == @new.Commit && @new.IsClean
        ? ["both builds are of the same commit: what differs is chance"] : [];

    private string Title(Revision revision) => revision == @new ? "this build" : revision.Short;

    private ImmutableArray<string> Both(ImmutableArray<string> before, ImmutableArray<string> after) =>
    [
        .. before.Select(line => $"{Title(old)}: {line}"), .. after.Select(line => $"{Title(@new)}: {line}"),
    ];
}

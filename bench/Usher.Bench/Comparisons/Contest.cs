using Usher.Bench.Machine;
using Usher.Bench.Proof;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Servers;
using Usher.Bench.Settings;

namespace Usher.Bench.Comparisons;

/// <summary>
/// Measures several things in turn, round after round, so that whatever else changes on the machine meanwhile changes
/// for all of them.
/// </summary>
internal sealed class Contest(RunContext context, string benchmark, string description)
{
    private readonly DateTimeOffset startedAt = context.Time.GetUtcNow();
    private readonly MachineState machine = MachineState.Now();
    private readonly List<(string Name, string Unit, List<double> Figures, List<double> Cores)> series = [];
    private readonly List<(string Name, List<ProcessorCost> Rounds)> costs = [];
    private readonly List<string> notes = [];
    private readonly List<string> failures = [];
    private RunResult? latest;

    public RunContext Context => context;

    public async Task RoundsAsync(Func<Task> round)
    {
        for (var number = 1; number <= context.Settings.Rounds; number++)
        {
            context.Say($"Round {number} of {context.Settings.Rounds}");
            await round();
            context.Ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Adds the bookings per second of one run.</summary>
    public async Task<RunResult> BookingsAsync(
        string name, Scenario scenario, OwnServer server, RunSettings? settings = null, Ledger? onSale = null)
    {
        var run = await RunAsync(name, scenario, server, settings, onSale);
        Add(name, "bookings/s", run.BookingsPerSecond, run.GeneratorCores);
        return run;
    }

    /// <summary>Runs a scenario and keeps what it cost and what it found wrong.</summary>
    public async Task<RunResult> RunAsync(
        string name, Scenario scenario, OwnServer server, RunSettings? settings = null, Ledger? onSale = null)
    {
        var run = await context.RunAsync(scenario, server, settings, onSale);
        Judge(name, run);
        return run;
    }

    /// <summary>Keeps what a run cost and what it found wrong.</summary>
    public void Judge(string name, RunResult run)
    {
        AddCost(name, run.ProcessorCost);
        context.Ct.ThrowIfCancellationRequested();
        if (!run.Verdict.Passed)
        {
            failures.Add(
                $"{name}: {run.Verdict.DiscrepancyCount} discrepancies, the first: {run.Verdict.Discrepancies[0]}");
        }

        if (!run.Audit.Passed)
        {
            failures.Add($"{name}: usher audit found {run.Audit.Text}");
        }

        failures.AddRange(run.Claims.Where(claim => !claim.Holds).Select(claim => $"{name}: not so: {claim.Text}"));
        if (run.Errors > 0)
        {
            Note($"{name}: {run.Errors} errors in one round ({string.Join(", ", run.ErrorsByStatus.Keys)})");
        }

        if (run.EndedBecause is { } because)
        {
            Note($"{name}: one round ended early, after {run.MeasuredSeconds:F1} s: {because}");
        }

        if (run.Verdict.NotProven is null)
        {
            latest = run;
        }
    }

    public void Add(string name, string unit, double figure, double? generatorCores = null)
    {
        var index = series.FindIndex(one => one.Name == name);
        if (index < 0)
        {
            index = series.Count;
            series.Add((name, unit, [], []));
        }

        series[index].Figures.Add(figure);
        if (generatorCores is { } cores)
        {
            series[index].Cores.Add(cores);
        }

        context.Say(string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"  {name}: {figure:N1} {unit}"));
    }

    /// <summary>Keeps what one run cost, if that is known.</summary>
    public void AddCost(string name, ProcessorCost? cost)
    {
        if (cost is null)
        {
            return;
        }

        var index = costs.FindIndex(one => one.Name == name);
        if (index < 0)
        {
            index = costs.Count;
            costs.Add((name, []));
        }

        costs[index].Rounds.Add(cost);
    }

    public void Fail(string failure) => failures.Add(failure);

    /// <summary>Says something that the reader of the figures should know.</summary>
    public void Note(string note)
    {
        if (!notes.Contains(note))
        {
            notes.Add(note);
            context.Say(note);
        }
    }

    /// <summary>Not a number if nothing was measured under that name.</summary>
    public double Median(string name) => Medians.Of(
        series.Where(one => one.Name == name).SelectMany(one => one.Figures).ToList());

    /// <summary>One median by another; nothing where either is missing.</summary>
    public IEnumerable<Ratio> Ratio(string of, string by, double? goal = null) =>
        Median(of) / Median(by) is var value && double.IsFinite(value) ? [new Ratio($"{of} / {by}", value, goal)] : [];

    public ComparisonResult Result(params IEnumerable<Ratio> ratios) => new()
    {
        Benchmark = benchmark,
        Description = description,
        StartedAt = startedAt,
        Machine = machine,
        Rounds = context.Settings.Rounds,
        Series =
        [
            .. series.Select(one => new Series(
                one.Name, one.Unit, [.. one.Figures], one.Cores is [] ? null : one.Cores.Average())),
        ],
        Costs = [.. costs.Select(one => new CostSeries(one.Name, [.. one.Rounds]))],
        Ratios = [.. ratios],
        Notes = [.. notes],
        Failures = [.. failures],
        Latest = latest,
    };
}

using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Usher.Bench.Latency;
using Usher.Bench.Reports;

namespace Usher.Bench.Runs;

/// <summary>
/// What one sees while a run goes on: a live table on a terminal, else a line every few seconds. It is given standard
/// error, so that standard output carries nothing but the result.
/// </summary>
internal sealed class RunProgress(TextWriter notes, TimeProvider time)
{
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    private readonly IAnsiConsole terminal =
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(notes) });

    private bool IsTerminal =>
        notes == Console.Error && !Console.IsErrorRedirected && terminal.Profile.Capabilities.Ansi;

    public void Say(string line) => notes.WriteLine(line);

    /// <summary>Counts steps of a task of known size, a line every few seconds.</summary>
    public IProgress<int> Count(string what, int total) => new StepCounter(this, what, total, time);

    /// <summary>Shows the samples until there are no more.</summary>
    public Task ShowAsync(Sale sale, IAsyncEnumerable<Second> samples) =>
        IsTerminal ? terminal.Live(Table(sale, null)).AutoClear(enabled: true).StartAsync(async live =>
        {
            await foreach (var second in samples)
            {
                live.UpdateTarget(Table(sale, second));
            }
        })
        : PrintAsync(sale, samples);

    private async Task PrintAsync(Sale sale, IAsyncEnumerable<Second> samples)
    {
        var last = time.GetTimestamp();
        await foreach (var second in samples)
        {
            if (time.GetElapsedTime(last) >= LinePeriod)
            {
                last = time.GetTimestamp();
                Say(string.Join("   ", Figures(sale, second).Select(figure => $"{figure.Name} {figure.Value}")));
            }
        }
    }

    private static Table Table(Sale sale, Second? second)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders()
            .AddColumn("").AddColumn(new TableColumn("").RightAligned());
        foreach (var (name, value) in Figures(sale, second))
        {
            table.AddRow(new IRenderable[] { new Text(name), new Text(value) });
        }

        return table;
    }

    private static IEnumerable<(string Name, string Value)> Figures(Sale sale, Second? second)
    {
        var meters = sale.Measured;
        var latency = meters.AllLatencies();
        yield return ("elapsed", Format($"{sale.Elapsed.TotalSeconds:F0} s{(sale.IsWarmingUp ? " (warm-up)" : "")}"));
        yield return ("requests/s", Format($"{second?.RequestsPerSecond ?? 0:N0}"));
        yield return ("bookings/s", Format($"{second?.BookingsPerSecond ?? 0:N0}"));
        yield return ("bookings", Format($"{meters.Count(Outcome.Booked):N0}"));
        yield return ("conflicts", Format($"{meters.Count(Outcome.Refused):N0}"));
        yield return ("overloaded", Format($"{meters.Count(Outcome.Overloaded):N0}"));
        yield return ("errors", Format($"{meters.Count(Outcome.Error):N0}"));
        yield return ("p50 ms", Format($"{latency.PercentileMs(50):F2}"));
        yield return ("p99 ms", Format($"{latency.PercentileMs(99):F2}"));
        yield return ("seats sold", Format($"{sale.Ledger.SeatsAcknowledged:N0} of {sale.Ledger.SeatsForSale:N0}"));
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class StepCounter(RunProgress progress, string what, int total, TimeProvider time) : IProgress<int>
    {
        private readonly Lock gate = new();
        private long last = time.GetTimestamp();

        public void Report(int value)
        {
            lock (gate)
            {
                if (time.GetElapsedTime(last) >= LinePeriod)
                {
                    last = time.GetTimestamp();
                    progress.Say(Format($"{what}: {value:N0} of {total:N0}"));
                }
            }
        }
    }
}

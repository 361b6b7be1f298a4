using Spectre.Console;

namespace Usher.Server.Cli;

/// <summary>
/// A command's progress. It goes to standard error: animated on a terminal, plain lines anywhere else.
/// </summary>
internal static class Terminal
{
    private const int LinesPerTask = 4;

    private static bool IsHere => !Console.IsErrorRedirected && !Console.IsOutputRedirected;

    private static IAnsiConsole Screen => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
    });

    /// <summary>Shows the latest line during the work; nothing if there is no terminal.</summary>
    public static Task<T> WithStatusAsync<T>(string title, Func<Action<string>, Task<T>> work) => IsHere
        ? Screen.Status().StartAsync(
            title, status => work(line => status.Status = Markup.Escape($"{title}  {line}")))
        : work(_ => { });

    /// <summary>Shows a bar that fills up to <paramref name="total"/>.</summary>
    public static Task<T> WithBarAsync<T>(string title, int total, string unit, Func<IProgress<int>, Task<T>> work)
    {
        if (!IsHere)
        {
            return work(PlainLines(total, unit));
        }

        return Screen.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(bars =>
            {
                var bar = bars.AddTask(Markup.Escape(title), maxValue: total);
                return work(new Immediately<int>(done => bar.Value = done));
            });
    }

    // A line for each quarter of work that takes a while.
    private static Immediately<int> PlainLines(int total, string unit)
    {
        const int worthTelling = 50_000;
        var told = 0;
        return new Immediately<int>(done =>
        {
            var quarter = (int)((long)done * LinesPerTask / total);
            if (total >= worthTelling && quarter > told)
            {
                told = quarter;
                Console.Error.WriteLine($"{done:N0} of {total:N0} {unit}");
            }
        });
    }
}

/// <summary>
/// Progress that is reported synchronously and in order; <see cref="Progress{T}"/> posts to the thread pool.
/// </summary>
internal sealed class Immediately<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}

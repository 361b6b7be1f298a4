using System.CommandLine;
using Usher.Bench.Comparisons;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Settings;

namespace Usher.Bench.Cli;

/// <summary>Makes a command of a scenario: runs it, prints the result, and says by the exit code how it went.</summary>
internal static class ScenarioCommand
{
    public const int Passed = 0;
    public const int VerdictFailed = 1;
    public const int CannotRun = 2;

    /// <param name="define">Reads the scenario's own options.</param>
    /// <param name="adjust">What the scenario's own options change in the common settings.</param>
    public static void Run(
        this Command command, RunOptions options, Func<ParseResult, Scenario> define,
        Func<ParseResult, RunSettings, RunSettings>? adjust = null) =>
        command.Run(options, async (line, context) =>
        {
            var settings = adjust?.Invoke(line, context.Settings) ?? context.Settings;
            context = context with { Settings = settings };
            return settings.CompareTo is not null
                ? await RevisionComparison.RunAsync(context, () => define(line))
                : await context.RunAsync(define(line));
        });

    /// <param name="run">Reads the command's own options and does all of its runs.</param>
    public static void Run(
        this Command command, RunOptions options, Func<ParseResult, RunContext, Task<IBenchResult>> run)
    {
        options.AddTo(command);
        command.SetAction((line, ct) =>
        {
            var console = line.InvocationConfiguration;
            var context = new RunContext(options.Read(line), console.Error, TimeProvider.System, ct);
            return RunAsync(() => run(line, context), context, console);
        });
    }

    private static async Task<int> RunAsync(
        Func<Task<IBenchResult>> run, RunContext context, InvocationConfiguration console)
    {
        var settings = context.Settings;
        try
        {
            RequireFolder("--json-file", settings.JsonFile);
            RequireFolder("--report", settings.ReportFile);
            var result = await run();
            await console.Output.WriteLineAsync(settings.Json ? result.ToJson() : result.ToText());
            await WriteAsync("--json-file", settings.JsonFile, result.ToJson);
            await WriteAsync("--report", settings.ReportFile, result.ToHtml);
            return result.Passed ? Passed : VerdictFailed;
        }
        catch (BenchException e)
        {
            await console.Error.WriteLineAsync($"usher-bench: {e.Message}");
            return CannotRun;
        }
        catch (OperationCanceledException) when (context.Ct.IsCancellationRequested)
        {
            await console.Error.WriteLineAsync("usher-bench: interrupted before there was a result.");
            return CannotRun;
        }
    }

    // Better now than after a minute of load.
    private static void RequireFolder(string option, string? path)
    {
        if (path is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw new BenchException($"{option}: there is no folder for '{path}'. Create it first.");
        }
    }

    private static async Task WriteAsync(string option, string? path, Func<string> text)
    {
        try
        {
            if (path is not null)
            {
                await File.WriteAllTextAsync(path, text(), CancellationToken.None);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BenchException($"{option}: {e.Message}");
        }
    }
}

using System.CommandLine;
using Usher.Bench.Reports;
using Usher.Bench.Runs;

namespace Usher.Bench.Scenarios;

/// <summary>Makes a command of a scenario: runs it, prints the result, and says by the exit code how it went.</summary>
static class ScenarioCommand
{
    public const int Passed = 0;
    public const int VerdictFailed = 1;
    public const int CannotRun = 2;

    /// <param name="define">Reads the scenario's own options.</param>
    /// <param name="adjust">What the scenario's own options change in the common settings.</param>
    public static void Run(
        this Command command, RunOptions options, Func<ParseResult, Scenario> define,
        Func<ParseResult, RunSettings, RunSettings>? adjust = null)
    {
        options.AddTo(command);
        command.SetAction((line, ct) =>
        {
            var settings = options.Read(line);
            return RunAsync(define(line), adjust?.Invoke(line, settings) ?? settings, ct);
        });
    }

    private static async Task<int> RunAsync(Scenario scenario, RunSettings settings, CancellationToken ct)
    {
        try
        {
            var result = await new BenchRun(scenario, settings, TimeProvider.System).RunAsync(ct);
            await Console.Out.WriteLineAsync(settings.Json ? result.ToJson() : ResultText.Render(result));
            if (settings.JsonFile is { } path)
            {
                await File.WriteAllTextAsync(path, result.ToJson(), CancellationToken.None);
            }

            return result.Passed ? Passed : VerdictFailed;
        }
        catch (BenchException e)
        {
            await Console.Error.WriteLineAsync($"usher-bench: {e.Message}");
            return CannotRun;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"usher-bench: --json-file: {e.Message}");
            return CannotRun;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("usher-bench: interrupted before the sale began.");
            return CannotRun;
        }
    }
}

using System.CommandLine;
using Usher.Bench.Reports;
using Usher.Bench.Runs;

namespace Usher.Bench.Scenarios;

/// <summary>Makes a command of a scenario: runs it, prints the result, and says by the exit code how it went.</summary>
internal static class ScenarioCommand
{
    public const int Passed = 0;
    public const int VerdictFailed = 1;
    public const int CannotRun = 2;

    // The proof keeps every seat in memory.
    private const int SeatsMax = 20_000_000;

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
            return RunAsync(
                () => define(line), adjust?.Invoke(line, settings) ?? settings, line.InvocationConfiguration, ct);
        });
    }

    /// <exception cref="BenchException">The shows are too small for a booking, or too many.</exception>
    public static int RequireSeats(int seats, int perBooking, int shows = 1) =>
        perBooking > seats
            ? throw new BenchException($"--per-booking ({perBooking}) cannot be more than --seats ({seats}).")
        : (long)shows * seats > SeatsMax
            ? throw new BenchException($"--shows times --seats cannot be more than {SeatsMax}.")
        : seats;

    private static async Task<int> RunAsync(
        Func<Scenario> define, RunSettings settings, InvocationConfiguration console, CancellationToken ct)
    {
        try
        {
            RequireFolder(settings.JsonFile);
            var result = await new BenchRun(define(), settings, console.Error, TimeProvider.System).RunAsync(ct);
            await console.Output.WriteLineAsync(settings.Json ? result.ToJson() : ResultText.Render(result));
            if (settings.JsonFile is { } path)
            {
                await File.WriteAllTextAsync(path, result.ToJson(), CancellationToken.None);
            }

            return result.Passed ? Passed : VerdictFailed;
        }
        catch (BenchException e)
        {
            await console.Error.WriteLineAsync($"usher-bench: {e.Message}");
            return CannotRun;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync($"usher-bench: --json-file: {e.Message}");
            return CannotRun;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await console.Error.WriteLineAsync("usher-bench: interrupted before the sale began.");
            return CannotRun;
        }
    }

    // Better now than after a minute of load.
    private static void RequireFolder(string? path)
    {
        if (path is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw new BenchException($"--json-file: there is no folder for '{path}'. Create it first.");
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Usher.Bench.Servers;

namespace Usher.Bench.Proof;

/// <summary>What `usher audit` said; null violations: it did not run, and <paramref name="Text"/> says why.</summary>
internal sealed record AuditVerdict(long? Violations, string Text)
{
    public static AuditVerdict NotRun(string why) => new(null, $"not run: {why}");

    public bool Passed => Violations is null or 0;
}

/// <summary>Runs the sibling command `usher audit` on the server's database.</summary>
internal static class UsherAudit
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <param name="postgres">The database; null: where the environment says, or the clone's private one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="assembly">The program of the server that has that database; null: the one beside this program.
    /// </param>
    public static async Task<AuditVerdict> RunAsync(string? postgres, TimeProvider time, string? assembly = null)
    {
        if (Clone.Find() is not { } clone)
        {
            return AuditVerdict.NotRun("usher-bench is not inside a clone of Usher");
        }

        if (FindCommand(clone, assembly ?? clone.ServerAssembly) is not { } command)
        {
            return AuditVerdict.NotRun("there is no usher command beside usher-bench; build it");
        }

        if (postgres is not null)
        {
            command.Environment["ConnectionStrings__Postgres"] = postgres;
        }

        if (ServerEnvironment.KeyRingPath is { } keys)
        {
            command.Environment["Privacy__KeyRing"] = keys;
        }

        // Where the scripts of the clone keep the private PostgreSQL.
        command.Environment.TryAdd("Data__Directory", Path.Combine(clone.Root, ".usher"));
        try
        {
            return await RunAsync(command, time);
        }
        catch (Win32Exception e)
        {
            return AuditVerdict.NotRun($"{command.FileName} does not start: {e.Message}");
        }
    }

    /// <summary>Reads an audit's exit code and output.</summary>
    public static AuditVerdict Read(int exitCode, string output, string errors)
    {
        if (exitCode == 0)
        {
            return new AuditVerdict(0, "clean");
        }

        var firstLine = errors.AsSpan().Trim().EnumerateLines().GetEnumerator();
        var why = firstLine.MoveNext() && !firstLine.Current.IsEmpty
            ? firstLine.Current.ToString() : $"exit code {exitCode}";
        return exitCode == 1 && CountViolations(output) is { } count and > 0
            ? new AuditVerdict(count, $"{count} violation{(count == 1 ? "" : "s")}")
            : AuditVerdict.NotRun(why);
    }

    private static long? CountViolations(string output)
    {
        try
        {
            using var json = JsonDocument.Parse(output);
            return json.RootElement.GetProperty("findings").EnumerateArray()
                .Sum(finding => finding.GetProperty("violation_count").GetInt64());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static async Task<AuditVerdict> RunAsync(ProcessStartInfo command, TimeProvider time)
    {
        using var process = Process.Start(command)!;
        using var deadline = new CancellationTokenSource(Timeout, time);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return Read(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return AuditVerdict.NotRun($"it took longer than {Timeout.TotalMinutes} minutes");
        }
    }

    // The assembly that was built together with this one; the script could start a build in the middle of a benchmark.
    private static ProcessStartInfo? FindCommand(Clone clone, string? assembly)
    {
        var script = Path.Combine(clone.Root, "usher");
        string[]? line = assembly is not null ? ["dotnet", assembly]
            : File.Exists(script) ? [script] : null;
        return line is null ? null : new ProcessStartInfo(line[0], [.. line[1..], "audit", "--json"])
        {
            WorkingDirectory = clone.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }
}

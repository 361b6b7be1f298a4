using System.ComponentModel;
using System.Diagnostics;
using Usher.Bench.Settings;

namespace Usher.Bench.Machine;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">0: well.</param>
/// <param name="Output">What it wrote on standard output.</param>
/// <param name="Errors">What it wrote on standard error.</param>
internal sealed record ToolEnd(int ExitCode, string Output, string Errors)
{
    /// <summary>Null if it wrote none.</summary>
    public string? FirstError =>
        Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
}

/// <summary>Programs of the machine that are run to their end.</summary>
internal static class Tool
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The program's path: from PATH, or the places where systems hide it; null if it is missing.</summary>
    public static string? Find(string name, params ReadOnlySpan<string> moreFolders)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] folders = [.. path, .. moreFolders];
        return folders.Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    /// <returns>What it wrote on standard output.</returns>
    /// <exception cref="BenchException">It does not start, fails, or takes too long.</exception>
    public static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, TimeSpan timeout, CancellationToken ct,
        string? folder = null, IEnumerable<(string Name, string? Value)>? environment = null)
    {
        var end = await TryRunAsync(program, arguments, timeout, ct, folder, environment);
        return end.ExitCode == 0 ? end.Output : throw new BenchException($"{program} failed: {end.Errors.Trim()}");
    }

    /// <param name="program">Its file name or path.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="folder">Where it runs; null: where this process does.</param>
    /// <param name="environment">What differs from this process's environment; null removes a variable.</param>
    /// <param name="endsAtOnce">Whether it is killed with all that it started when it must end early; else it is asked
    /// first.</param>
    /// <exception cref="BenchException">It does not start, or takes too long.</exception>
    public static async Task<ToolEnd> TryRunAsync(
        string program, IEnumerable<string> arguments, TimeSpan timeout, CancellationToken ct, string? folder = null,
        IEnumerable<(string Name, string? Value)>? environment = null, bool endsAtOnce = false)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            await EndAsync(process, endsAtOnce);
            ct.ThrowIfCancellationRequested();
            throw new BenchException($"{program} took longer than {timeout.TotalSeconds:F0} s.");
        }

        return new ToolEnd(process.ExitCode, await output, await errors);
    }

    /// <summary>Sends a signal (TERM, QUIT) to a process; nothing happens if it is gone.</summary>
    public static async Task SignalAsync(string signal, int processId)
    {
        using var kill = Process.Start(new ProcessStartInfo("sh", ["-c", $"kill -{signal} {processId} 2>/dev/null"]))!;
        await kill.WaitForExitAsync();
    }

    // Politely first: it may have started a server of its own.
    private static async Task EndAsync(Process process, bool atOnce)
    {
        if (atOnce)
        {
            process.Kill(entireProcessTree: true);
            return;
        }

        await SignalAsync("TERM", process.Id);
        using var patience = new CancellationTokenSource(EndTimeout);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new BenchException($"{start.FileName} does not start: {e.Message}");
        }
    }
}

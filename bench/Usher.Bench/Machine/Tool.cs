using System.ComponentModel;
using System.Diagnostics;
using Usher.Bench.Settings;

namespace Usher.Bench.Machine;

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
            await EndAsync(process);
            ct.ThrowIfCancellationRequested();
            throw new BenchException($"{program} took longer than {timeout.TotalSeconds:F0} s.");
        }

        return process.ExitCode == 0
            ? await output
            : throw new BenchException($"{program} failed: {(await errors).Trim()}");
    }

    /// <summary>Sends a signal (TERM, QUIT) to a process; nothing happens if it is gone.</summary>
    public static async Task SignalAsync(string signal, int processId)
    {
        using var kill = Process.Start(new ProcessStartInfo("sh", ["-c", $"kill -{signal} {processId} 2>/dev/null"]))!;
        await kill.WaitForExitAsync();
    }

    // Politely first: it may have started a server of its own.
    private static async Task EndAsync(Process process)
    {
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

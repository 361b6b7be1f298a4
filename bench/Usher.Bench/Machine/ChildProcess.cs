using System.ComponentModel;
using System.Diagnostics;
using Usher.Bench.Settings;

namespace Usher.Bench.Machine;

/// <summary>
/// A server that runs beside the generator. It has a session of its own, so that Ctrl-C reaches the generator alone,
/// which still needs the server to read everything back.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int WordsMax = 20;

    private readonly Queue<string> lastWords = [];
    private readonly Process process;
    private readonly TimeSpan stopTimeout;

    private ChildProcess(ProcessStartInfo start, TimeSpan stopTimeout)
    {
        this.stopTimeout = stopTimeout;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Its processor time by now and that of all that descend from it; only its own where the system does not
    /// tell more.</summary>
    /// <param name="except">A descendant that is left out.</param>
    public TimeSpan ProcessorTime(int? except = null)
    {
        process.Refresh();
        return process.HasExited ? TimeSpan.Zero
            : ProcessTree.ProcessorTime(process.Id, except) ?? process.TotalProcessorTime;
    }

    /// <summary>The last lines it wrote, for an error message.</summary>
    public string LastWords
    {
        get
        {
            lock (lastWords)
            {
                return string.Join(Environment.NewLine, lastWords);
            }
        }
    }

    /// <param name="program">Its file name or path.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="environment">What differs from this process's environment; null removes a variable.</param>
    /// <param name="stopTimeout">How long it may take to end before it is killed.</param>
    /// <exception cref="BenchException">It does not start.</exception>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, IEnumerable<(string Name, string? Value)> environment,
        TimeSpan stopTimeout)
    {
        // Becomes the program, so the process id stays.
        string[] line = Tool.Find("setsid") is { } setsid ? [setsid, program, .. arguments] : [program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return new ChildProcess(start, stopTimeout);
        }
        catch (Win32Exception e)
        {
            throw new BenchException($"{program} does not start: {e.Message}");
        }
    }

    /// <summary>Asks it to end, and ends it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await Tool.SignalAsync("TERM", process.Id);
            using var patience = new CancellationTokenSource(stopTimeout);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (lastWords)
        {
            lastWords.Enqueue(line);
            if (lastWords.Count > WordsMax)
            {
                lastWords.Dequeue();
            }
        }
    }
}

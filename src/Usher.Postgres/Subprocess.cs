using System.Diagnostics;

namespace Usher.Postgres;

/// <summary>How a program ended and what it wrote.</summary>
internal sealed record Subprocess(int ExitCode, string Output, string Error)
{
    // A program's grandchild may keep its pipes open; that is not waited for.
    private static readonly TimeSpan PipeGrace = TimeSpan.FromSeconds(1);

    public bool Succeeded => ExitCode == 0;

    /// <summary>Its output, for an error message.</summary>
    public string Words => string.Join('\n', new[] { Error.Trim(), Output.Trim() }.Where(text => text.Length > 0));

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    /// <exception cref="TimeoutException">It took longer than <paramref name="timeout"/> and was killed.</exception>
    public static async Task<Subprocess> RunAsync(
        IEnumerable<string> command, string workingDirectory, TimeSpan timeout, CancellationToken ct)
    {
        using var process = Process.Start(Describe([.. command], workingDirectory))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill();
            ct.ThrowIfCancellationRequested();
            throw new TimeoutException($"{process.StartInfo.FileName} took longer than {timeout.TotalSeconds:0} s.", e);
        }
        return new Subprocess(process.ExitCode, await WithinGraceAsync(output), await WithinGraceAsync(error));
    }

    private static ProcessStartInfo Describe(string[] command, string workingDirectory)
    {
        var description = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The caller's PGDATA, PGPORT and the like refer to other servers; the locale may not exist on this machine.
        foreach (var name in description.Environment.Keys.Where(IsPostgresVariable).ToList())
        {
            description.Environment.Remove(name);
        }

        description.Environment["LC_ALL"] = "C";
        return description;
    }

    private static bool IsPostgresVariable(string name) => name.StartsWith("PG", StringComparison.Ordinal);

    private static async Task<string> WithinGraceAsync(Task<string> pipe)
    {
        try
        {
            return await pipe.WaitAsync(PipeGrace);
        }
        catch (TimeoutException)
        {
            return "";
        }
    }
}

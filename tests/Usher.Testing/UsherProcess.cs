using System.Diagnostics;
using System.Text;

namespace Usher.Testing;

/// <summary>What a command said and how it ended.</summary>
internal sealed record UsherExit(int Code, string Output, string Errors)
{
    public IReadOnlyList<string> ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>It could not do it, and says so in one line that is no stack trace.</summary>
    public string ShouldBeOneLine()
    {
        Code.ShouldBe(2, Errors);
        Output.ShouldBe("");
        return ErrorLines.ShouldHaveSingleItem().ShouldStartWithUsher();
    }
}

/// <summary>The real program, as a process of its own: <c>dotnet usher.dll …</c>.</summary>
internal sealed class UsherProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _output = new();

    private UsherProcess(ProcessStartInfo start, string? input)
    {
        start.RedirectStandardInput = input is not null;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (input is not null)
        {
            _process.StandardInput.Write(input);
            _process.StandardInput.Close();
        }
    }

    public int Id => _process.Id;

    public string Output => Read(_output);

    /// <summary>What it has said so far on standard error, where a server's log goes.</summary>
    public string Errors => Read(_errors);

    /// <summary>Starts a command on the given database; null: on what its settings say.</summary>
    public static UsherProcess Start(string? connectionString, params string[] arguments) =>
        Start(connectionString, [], arguments);

    // Another program of ours where the first argument names it.
    private static string[] Command(string[] arguments) =>
        arguments is [var program, .. var rest] && program.EndsWith(".dll", StringComparison.Ordinal)
            ? [Path.Combine(AppContext.BaseDirectory, program), .. rest]
            : [Path.Combine(AppContext.BaseDirectory, "usher.dll"), .. arguments];

    public static UsherProcess Start(
        string? connectionString, Dictionary<string, string> environment, params string[] arguments) =>
        Start(connectionString, environment, input: null, arguments);

    private static UsherProcess Start(
        string? connectionString, Dictionary<string, string> environment, string? input, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", Command(arguments))
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        // Commands under test need not be fast.
        start.Environment["WarmUp__MillisecondsMax"] = "0";
        // Nor does a test come back later when a first request, unwarmed on a busy machine, is told to.
        start.Environment["Bookings__QueueMillisecondsMax"] = "60000";
        // All that a test buys comes from one address.
        start.Environment["Bookings__HeldSeatsPerClientMax"] = "0";
        start.Environment["RateLimits__Enabled"] = "false";
        // Whatever a test starts on one database must have one ring.
        start.Environment["Privacy__KeyRing"] = TestKeys.Path;
        start.Environment.Remove("ConnectionStrings__Postgres");
        if (connectionString is not null)
        {
            start.Environment["ConnectionStrings__Postgres"] = connectionString;
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new UsherProcess(start, input);
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<UsherExit> RunAsync(string? connectionString, params string[] arguments)
    {
        await using var process = Start(connectionString, arguments);
        return await process.WaitAsync();
    }

    /// <summary>The same with something to read on standard input.</summary>
    public static async Task<UsherExit> RunWithInputAsync(
        string? connectionString, string input, params string[] arguments)
    {
        await using var process = Start(connectionString, [], input, arguments);
        return await process.WaitAsync();
    }

    /// <summary>Waits until a line of the output begins like that, and gives the rest of it.</summary>
    public async Task<string> ReadAfterAsync(string beginning)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (Output.Split('\n').FirstOrDefault(l => l.StartsWith(beginning, StringComparison.Ordinal)) is { } line)
            {
                return line[beginning.Length..].Trim();
            }

            _process.HasExited.ShouldBeFalse($"it ended early:\n{Read(_errors)}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    /// <summary>Asks it to end, as a service manager (TERM) or Ctrl-C (INT) does.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<UsherExit> WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await EndAsync(patience.Token);
    }

    /// <summary>Waits for its end, however long it lives.</summary>
    public async Task<UsherExit> EndAsync(CancellationToken ct = default)
    {
        await _process.WaitForExitAsync(ct);
        return new UsherExit(_process.ExitCode, Output, Read(_errors));
    }

    /// <summary>Ends it as nothing can resist, and returns when it is dead.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}

internal static class UsherLines
{
    public static string ShouldStartWithUsher(this string line)
    {
        line.ShouldStartWith("usher: ");
        return line;
    }
}

using System.Globalization;
using Npgsql;
using Usher.Bench.Machine;
using Usher.Bench.Settings;

namespace Usher.Bench.Servers;

/// <summary>The private PostgreSQL of a server that the run started, as far as a neighbour can see it.</summary>
internal sealed class PrivateDatabase(string dataDirectory)
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopPoll = TimeSpan.FromMilliseconds(50);

    private string Configured => Path.Combine(dataDirectory, "postgres");

    // The server moves it where its unprivileged user cannot reach the configured folder.
    private string? MovedTo => Path.Combine(Configured, "MOVED") is var note && File.Exists(note)
        ? File.ReadAllText(note).Trim() : null;

    private string PidFile => Path.Combine(MovedTo ?? Configured, "data", "postmaster.pid");

    /// <exception cref="BenchException">It is not running.</exception>
    public string ConnectionString()
    {
        var lines = File.Exists(PidFile) ? File.ReadAllLines(PidFile) : [];
        return lines.Length > 4
            ? new NpgsqlConnectionStringBuilder
            {
                Host = lines[4].Trim(),
                Port = int.Parse(lines[3], CultureInfo.InvariantCulture),
                Database = "usher",
                Username = "usher",
                SslMode = SslMode.Disable,
                GssEncryptionMode = GssEncryptionMode.Disable,
                CommandTimeout = 0,
            }.ConnectionString
            : throw new BenchException($"The server's private PostgreSQL was not found: there is no {PidFile}.");
    }

    /// <summary>The postmaster; null: it is not running.</summary>
    public int? ProcessId()
    {
        var line = File.Exists(PidFile) ? File.ReadLines(PidFile).FirstOrDefault() : null;
        // A process whose working directory is not this cluster has only inherited the number.
        return int.TryParse(line, CultureInfo.InvariantCulture, out var id)
            && File.Exists($"/proc/{id}/cwd/postmaster.pid") ? id : null;
    }

    /// <summary>The processor time of all its processes by now, also of those that ended; null where the system does
    /// not tell.</summary>
    public TimeSpan? ProcessorTime() => ProcessId() is { } postmaster ? ProcessTree.ProcessorTime(postmaster) : null;

    /// <summary>Ends what a server that had to be killed left behind.</summary>
    public async Task EndAsync(TimeProvider time)
    {
        if (ProcessId() is not { } processId)
        {
            return;
        }

        await Tool.SignalAsync("QUIT", processId);
        var since = time.GetTimestamp();
        while (ProcessId() is not null && time.GetElapsedTime(since) < StopTimeout)
        {
            await Task.Delay(StopPoll, time);
        }
    }

    /// <summary>What lies outside the data directory; the rest goes with that.</summary>
    public void RemoveElsewhere()
    {
        if (MovedTo is { } moved && Directory.Exists(moved))
        {
            Directory.Delete(moved, recursive: true);
        }
    }

}

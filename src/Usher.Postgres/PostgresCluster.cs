using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Usher.Postgres;

/// <summary>One cluster's files and its server, managed with initdb and pg_ctl. The caller holds the lock.</summary>
internal sealed class PostgresCluster(
    PostgresHome home, PostgresBinaries binaries, ServerUser user, PrivatePostgresOptions options, ILogger logger)
{
    /// <summary>The superuser's name in the cluster; it is protected by the socket's folder, not by a
    /// password.</summary>
    public const string Superuser = "usher";

    // Text sorts by bytes; only upper and lower case and character classes follow Unicode.
    private const string LettersOfAllScripts = "--lc-ctype=C.UTF-8";

    private const int LogLinesShown = 8;
    private const int QuickSecondsMax = 10;

    // pg_ctl has its own time limit; this one is for a pg_ctl that hangs.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public async Task CreateAsync(CancellationToken ct)
    {
        if (home.HasCluster)
        {
            return;
        }

        PostgresLog.Creating(logger, binaries.Version, home.Directory);
        // Created beside its final place and renamed when complete: a killed initdb leaves no half cluster.
        var draft = home.Data + ".new";
        var initdb = await InitializeAsync(draft, [LettersOfAllScripts], ct);
        if (!initdb.Succeeded)
        {
            // Not every system has it; without it, searches distinguish upper and lower case beyond A to Z.
            initdb = await InitializeAsync(draft, [], ct);
        }

        if (!initdb.Succeeded)
        {
            throw new PrivatePostgresException($"PostgreSQL's initdb failed in {home.Directory}:\n{initdb.Words}");
        }

        await File.AppendAllTextAsync(Path.Combine(draft, "postgresql.conf"), "\ninclude '../usher.conf'\n", ct);
        Directory.Move(draft, home.Data);
    }

    private async Task<Subprocess> InitializeAsync(string draft, string[] letters, CancellationToken ct)
    {
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        // Local connections are trusted because only the server's user and root can reach the socket (mode 0700); a
        // password would have to lie in a file with the same protection. There is no listening network port at all.
        return await RunAsync(
            "initdb",
            ["-D", draft, "-U", Superuser, "-E", "UTF8", "--locale=C", .. letters, "--data-checksums",
                "--auth-local=trust", "--auth-host=reject"],
            options.StartSecondsMax, ct);
    }

    /// <summary>
    /// Starts the server. It may still be recovering when this returns, or waiting for sessions that outlived a killed
    /// server: call again when it is not running.
    /// </summary>
    public async Task LaunchAsync(CancellationToken ct)
    {
        ClearDead();
        RemoveOldLogs();
        await File.WriteAllTextAsync(home.StartLog, "", ct);
        await user.OwnAsync([home.StartLog], ct);
        await WriteSettingsAsync(ct);
        // Names relative to the working directory, because pg_ctl passes them to a shell without escaping them. With a
        // log file pg_ctl passes none of our pipes on; it also gives the server a session of its own, so a Ctrl-C in
        // the terminal reaches us and not the server.
        var start = await RunAsync(
            "pg_ctl",
            ["start", "-D", PostgresHome.DataName, "-l", PostgresHome.StartLogName,
                "-w", "-t", Seconds(options.StartSecondsMax), "-s"],
            options.StartSecondsMax, ct);
        if (start.Succeeded)
        {
            PostgresLog.Started(logger, home.Directory);
        }
        else if (Postmaster.Read(home.Data)?.IsRunning() is not true && !await IsWaitingForOldSessionsAsync(ct))
        {
            throw new PrivatePostgresException(Explain(start.Words));
        }
    }

    private async Task WriteSettingsAsync(CancellationToken ct)
    {
        await PostgresSettings.WriteAsync(home, options, PostgresSettings.QuickCompression, ct);
        await user.OwnAsync([home.Settings], ct);
        // The server itself is asked: it reads the whole configuration and refuses what it was built without.
        var check = await RunAsync("postgres", ["-D", home.Data, "-C", "wal_compression"], QuickSecondsMax, ct);
        if (!check.Succeeded)
        {
            await PostgresSettings.WriteAsync(home, options, PostgresSettings.BuiltInCompression, ct);
        }
    }

    /// <summary>Ends the sessions, writes a checkpoint and stops; at once if that takes too long.</summary>
    public async Task StopAsync()
    {
        if (Postmaster.Read(home.Data)?.IsRunning() is not true)
        {
            return;
        }

        if (await TryStopAsync("fast"))
        {
            PostgresLog.Stopped(logger, home.Directory);
            return;
        }
        PostgresLog.StoppingAtOnce(logger, home.Directory, options.StopSecondsMax);
        await TryStopAsync("immediate");
    }

    /// <summary>An error message with the end of the server's log.</summary>
    public string Explain(string reason)
    {
        // The log that was written last has the reason; before the log collector runs, that is the start-up log.
        var lines = Logs()
            .OrderBy(file => file.LastWriteTimeUtc)
            .SelectMany(file => File.ReadLines(file.FullName))
            .TakeLast(LogLinesShown);
        return $"The private PostgreSQL in {home.Directory} did not start. {reason}".TrimEnd()
            + $"\nThe end of its log ({home.Log}):\n  {string.Join("\n  ", lines)}";
    }

    private async Task<bool> TryStopAsync(string mode)
    {
        try
        {
            var stop = await RunAsync(
                "pg_ctl",
                ["stop", "-D", PostgresHome.DataName, "-m", mode, "-w", "-t", Seconds(options.StopSecondsMax), "-s"],
                options.StopSecondsMax, CancellationToken.None);
            if (!stop.Succeeded)
            {
                PostgresLog.NotStopped(logger, home.Directory, stop.Words);
            }

            return stop.Succeeded;
        }
        catch (Exception e) when (e is TimeoutException or IOException or System.ComponentModel.Win32Exception)
        {
            PostgresLog.NotStopped(logger, home.Directory, e.Message);
            return false;
        }
    }

    private void ClearDead()
    {
        if (Postmaster.Read(home.Data) is { } dead)
        {
            PostgresLog.ClearedDead(logger, dead.ProcessId, home.Directory);
            dead.MarkDead();
        }
        else
        {
            // Empty after a power cut: PostgreSQL would refuse it, and no session outlives that.
            Postmaster.RemoveEmpty(home.Data);
        }
    }

    private async Task<bool> IsWaitingForOldSessionsAsync(CancellationToken ct) =>
        (await File.ReadAllTextAsync(home.StartLog, ct)).Contains("shared memory block", StringComparison.Ordinal);

    // A weekday's log is emptied a week later, but only by a server that runs at midnight.
    private void RemoveOldLogs()
    {
        var oldest = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-options.LogDaysMax);
        foreach (var log in Logs().Where(log => log.LastWriteTimeUtc < oldest))
        {
            log.Delete();
        }
    }

    private IEnumerable<FileInfo> Logs() => new DirectoryInfo(home.Log).EnumerateFiles("*.log");

    private static string Seconds(int seconds) => seconds.ToString(CultureInfo.InvariantCulture);

    private Task<Subprocess> RunAsync(string program, string[] arguments, int seconds, CancellationToken ct)
    {
        var command = user.Wrap([binaries.Program(program), .. arguments]);
        return Subprocess.RunAsync(command, home.Directory, TimeSpan.FromSeconds(seconds) + Grace, ct);
    }
}

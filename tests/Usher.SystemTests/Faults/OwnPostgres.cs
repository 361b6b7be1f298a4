using System.Diagnostics;
using Usher.Postgres;
using Usher.Testing;

namespace Usher.SystemTests.Faults;

/// <summary>The private PostgreSQL of a server under test, from outside: to find it and to kill it.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    // The engine's own: killing another session of the server would harm nobody.
    private const string SelectVictim = """
        select pid from pg_stat_activity
        where backend_type = 'client backend' and application_name = 'usher' and pid <> pg_backend_pid()
        order by random() limit 1
        """;

    // It is started anew whenever the server, or all of its sessions, were.
    private const string SelectIncarnation =
        "select pid from pg_stat_activity where backend_type = 'checkpointer'";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    // A new cluster without its log has some 30 MiB; a file of the log 16.
    private const int DataMebibytes = 96;
    private const int LogMebibytes = 64;

    private SmallDisk? _disk;

    public PostgresFolder Folder { get; } = new();

    public string FindDatabase()
    {
        var postmaster = Postmaster.Read(Folder.Data).ShouldNotBeNull();
        return $"Host={postmaster.SocketDirectory};Port={postmaster.Port};Database=usher;"
            + $"Username={PostgresCluster.Superuser};SSL Mode=Disable;GSS Encryption Mode=Disable;Timeout=5";
    }

    public SupervisedServer Serve(params string[] settings) => new(
        connectionString: null,
        new() { ["Data__Directory"] = Folder.Root },
        ["--PrivatePostgres:SharedBuffersMebibytes=32", "--Database:FreeMebibytesMin=4", .. settings]);

    /// <summary>Kills the postmaster; its sessions end by themselves when they see that.</summary>
    public Task KillPostmasterAsync() => Folder.KillServerAsync();

    /// <summary>Kills a session under the engine's hands; the postmaster then ends all and recovers.</summary>
    public static async Task KillSessionAsync(Arena arena)
    {
        while (true)
        {
            if (await arena.TryAskAsync(SelectVictim) is int victim)
            {
                using var session = Process.GetProcessById(victim);
                session.Kill();
                return;
            }

            await Task.Delay(Poll);
        }
    }

    public static async Task<int> IncarnationAsync(Arena arena)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await arena.TryAskAsync(SelectIncarnation) is int checkpointer)
            {
                return checkpointer;
            }

            Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(Patience, "PostgreSQL does not come back");
            await Task.Delay(Poll);
        }
    }

    public static async Task UntilNewbornAsync(Arena arena, int before)
    {
        while (await IncarnationAsync(arena) == before)
        {
            await Task.Delay(Poll);
        }
    }

    /// <summary>Data on a small disk, the write-ahead log elsewhere.</summary>
    public async Task<SmallDisk> PutDataOnSmallDiskAsync()
    {
        await CreateAsync();
        var wal = Path.Combine(Folder.Options.Directory, "wal");
        Directory.Move(Path.Combine(Folder.Data, "pg_wal"), wal);
        Directory.CreateSymbolicLink(Path.Combine(Folder.Data, "pg_wal"), wal);
        return _disk = await SmallDisk.MountOverAsync(Folder.Data, DataMebibytes);
    }

    /// <summary>The write-ahead log on a small disk, data elsewhere.</summary>
    public async Task<SmallDisk> PutLogOnSmallDiskAsync()
    {
        await CreateAsync();
        return _disk = await SmallDisk.MountOverAsync(Path.Combine(Folder.Data, "pg_wal"), LogMebibytes);
    }

    /// <summary>Starts it from outside, as a service manager would.</summary>
    public Task StartAsync() =>
        Folder.ControlAsync("start", "-l", Path.Combine(Folder.Options.Directory, "log", "start.log"));

    public async ValueTask DisposeAsync()
    {
        // Also a pg_ctl that a killed server left, which would start PostgreSQL a moment later.
        while (ProcessesWithin().ToList() is { Count: > 0 } left)
        {
            left.ForEach(process => process.Kill());
            left.ForEach(process => process.Dispose());
            await Task.Delay(Poll);
        }

        await (_disk?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Folder.DisposeAsync();
    }

    private async Task CreateAsync()
    {
        await using var created = await Folder.StartAsync();
    }

    private IEnumerable<Process> ProcessesWithin() => Process.GetProcesses().Where(process =>
    {
        try
        {
            // A zombie has no working directory any more.
            var place = new FileInfo($"/proc/{process.Id}/cwd").LinkTarget;
            return place?.StartsWith(Folder.Root, StringComparison.Ordinal) is true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });
}

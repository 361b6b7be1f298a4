using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Usher.Postgres;

namespace Usher.Testing;

/// <summary>
/// A folder for a private PostgreSQL of one test's own. Disposing it leaves neither a process nor a file.
/// </summary>
public sealed class PostgresFolder : IAsyncDisposable
{
    private const int WaitSecondsMax = 30;

    private readonly string root = Directory.CreateDirectory(Path.Combine(
        Path.GetTempPath(), $"usher-private-{Guid.NewGuid().ToString("N")[..8]}")).FullName;

    public PostgresFolder()
        : this("postgres")
    {
    }

    private PostgresFolder(string below) => Options = new PrivatePostgresOptions
    {
        Directory = Path.Combine(root, below),
        StartSecondsMax = 60,
        SharedBuffersMebibytes = 16,
    };

    /// <summary>With a path of a special kind below the temporary folder.</summary>
    public static PostgresFolder At(string below) => new(below);

    public PrivatePostgresOptions Options { get; }

    public string Root => root;

    public string Data => Path.Combine(Options.Directory, "data");

    public string PostmasterFile => Path.Combine(Data, "postmaster.pid");

    public int ServerProcessId => Postmaster.Read(Data)!.ProcessId;

    public bool IsServerRunning => Postmaster.Read(Data)?.IsRunning() is true;

    public async Task<PrivatePostgres> StartAsync()
    {
        try
        {
            var ct = TestContext.Current.CancellationToken;
            return await PrivatePostgres.StartAsync(Options, NullLogger.Instance, ct: ct);
        }
        catch (PostgresNotFoundException e)
            when (Options.BinariesDirectory is null && Environment.GetEnvironmentVariable("CI") is not "true")
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    /// <summary>Runs pg_ctl on the cluster as its own user, as an owner that then died would have done.</summary>
    public async Task ControlAsync(params string[] arguments)
    {
        var binaries = await PostgresBinaries.FindAsync(null, root, null, CancellationToken.None);
        var user = await ServerUser.ChooseAsync(Data, CancellationToken.None);
        var command = user.Wrap([binaries.Program("pg_ctl"), "-D", Data, "-s", "-w", .. arguments]);
        var run = await Subprocess.RunAsync(
            command, Options.Directory, TimeSpan.FromSeconds(WaitSecondsMax), CancellationToken.None);
        run.ExitCode.ShouldBe(0, run.Words);
    }

    /// <summary>Kills the server as the kernel would for want of memory, and waits until it is dead.</summary>
    public async Task KillServerAsync()
    {
        using var server = System.Diagnostics.Process.GetProcessById(ServerProcessId);
        server.Kill();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(WaitSecondsMax));
        while (IsServerRunning)
        {
            await Task.Delay(10, limit.Token);
        }
    }

    public static async Task<string?> AskAsync(PrivatePostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsServerRunning)
        {
            await ControlAsync("stop", "-m", "immediate");
        }

        Directory.Delete(root, recursive: true);
        RemoveSystemFolder();
    }

    /// <summary>Where root's servers keep what does not fit elsewhere; left alone while anything is in it.</summary>
    public static void RemoveSystemFolder()
    {
        var folder = new DirectoryInfo("/var/lib/usher");
        try
        {
            if (Environment.IsPrivilegedProcess && folder.Exists && !folder.EnumerateFileSystemInfos().Any())
            {
                folder.Delete();
            }
        }
        catch (IOException)
        {
            // Another server has just moved in, or another test was faster.
        }
    }
}

using Npgsql;
using Usher.Postgres;
using Usher.Testing;
using static Usher.Testing.PostgresFolder;

namespace Usher.SystemTests.Database;

/// <summary>
/// Most tests share one cluster, which each of them leaves stopped: making one takes longer than they do.
/// </summary>
public sealed class PrivatePostgresTests(PostgresFolder folder) : IClassFixture<PostgresFolder>
{
    private const UnixFileMode ForOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Fact]
    public async Task A_first_start_makes_a_safe_cluster_and_the_end_leaves_nothing_running()
    {
        await using var fresh = new PostgresFolder();
        await using (var server = await fresh.StartAsync())
        {
            server.IsOwner.ShouldBeTrue();
            (await AskAsync(server, "select current_database()")).ShouldBe("usher");
            foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes", "data_checksums" })
            {
                (await AskAsync(server, $"show {setting}")).ShouldBe("on", setting);
            }

            (await AskAsync(server, "show server_encoding")).ShouldBe("UTF8");
            (await AskAsync(server, "show listen_addresses")).ShouldBe("");
            (await AskAsync(server, "show jit")).ShouldBe("off");
            (await AskAsync(server, "show wal_compression")).ShouldBeOneOf("lz4", "pglz");
        }

        fresh.IsServerRunning.ShouldBeFalse();
        File.Exists(fresh.PostmasterFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Only_its_user_can_reach_the_socket()
    {
        await using var server = await folder.StartAsync();

        var socket = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;
        (new DirectoryInfo(socket).UnixFileMode & ForOthers).ShouldBe(UnixFileMode.None);
    }

    [Fact]
    public async Task A_second_start_finds_the_data_of_the_first()
    {
        await using (var first = await folder.StartAsync())
        {
            await AskAsync(first, "create table kept as select 42 as answer");
        }

        await using var second = await folder.StartAsync();
        (await AskAsync(second, "select answer from kept")).ShouldBe("42");
    }

    [Fact]
    public async Task Another_process_joins_the_running_server_and_does_not_stop_it()
    {
        await using var owner = await folder.StartAsync();
        await using (var guest = await folder.StartAsync())
        {
            guest.IsOwner.ShouldBeFalse();
            guest.ConnectionString.ShouldBe(owner.ConnectionString);
        }

        (await AskAsync(owner, "select 1")).ShouldBe("1");
    }

    [Fact]
    public async Task Of_several_that_start_at_once_one_owns_the_server_and_all_can_use_it()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => folder.StartAsync()));
        try
        {
            servers.Count(server => server.IsOwner).ShouldBe(1);
            foreach (var server in servers)
            {
                (await AskAsync(server, "select 1")).ShouldBe("1");
            }
        }
        finally
        {
            foreach (var server in servers.OrderBy(server => server.IsOwner))
            {
                await server.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task A_server_that_a_killed_owner_left_running_is_taken_over_and_stopped_in_the_end()
    {
        await (await folder.StartAsync()).DisposeAsync();
        await folder.ControlAsync("start", "-l", Path.Combine(folder.Options.Directory, "log", "start.log"));
        var processId = folder.ServerProcessId;

        await using (var next = await folder.StartAsync())
        {
            next.IsOwner.ShouldBeTrue();
            folder.ServerProcessId.ShouldBe(processId);
            (await AskAsync(next, "select 1")).ShouldBe("1");
        }

        folder.IsServerRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_killed_server_what_was_committed_is_there()
    {
        await using (var first = await folder.StartAsync())
        {
            await AskAsync(first, "create table survivor as select 42 as answer");
            await folder.KillServerAsync();
            File.Exists(folder.PostmasterFile).ShouldBeTrue();
        }

        await using var second = await folder.StartAsync();
        second.IsOwner.ShouldBeTrue();
        (await AskAsync(second, "select answer from survivor")).ShouldBe("42");
    }

    [Fact]
    public async Task A_server_that_was_killed_under_its_owner_is_started_again_with_all_that_was_committed()
    {
        await using var server = await folder.StartAsync();
        using var over = new CancellationTokenSource();
        var watch = server.WatchAsync(over.Token);
        await AskAsync(server, "create table returner as select 42 as answer");
        var before = folder.ServerProcessId;

        await folder.KillServerAsync();
        while (!folder.IsServerRunning || folder.ServerProcessId == before)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }

        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => watch);
        await using var next = await folder.StartAsync();
        (await AskAsync(next, "select answer from returner")).ShouldBe("42");
    }

    [Fact]
    public async Task A_number_that_now_belongs_to_another_program_is_not_taken_for_the_server()
    {
        await using (await folder.StartAsync())
        {
            await folder.KillServerAsync();
        }

        var left = await File.ReadAllLinesAsync(folder.PostmasterFile);
        left[0] = $"{Environment.ProcessId}";
        await File.WriteAllLinesAsync(folder.PostmasterFile, left);

        await using var server = await folder.StartAsync();
        (await AskAsync(server, "select 1")).ShouldBe("1");
    }

    [Fact]
    public async Task A_process_file_that_a_power_cut_left_empty_is_no_obstacle()
    {
        await (await folder.StartAsync()).DisposeAsync();
        await File.WriteAllTextAsync(folder.PostmasterFile, "");

        await using var server = await folder.StartAsync();
        (await AskAsync(server, "select 1")).ShouldBe("1");
    }

    [Fact]
    public async Task A_first_start_that_was_killed_half_way_is_begun_anew()
    {
        await using var fresh = new PostgresFolder();
        Directory.CreateDirectory(Path.Combine(fresh.Data + ".new", "base"));

        await using var server = await fresh.StartAsync();
        (await AskAsync(server, "select 1")).ShouldBe("1");
    }

    [Fact]
    public async Task A_start_that_fails_says_why_with_the_end_of_the_log()
    {
        await (await folder.StartAsync()).DisposeAsync();
        var settings = Path.Combine(folder.Data, "postgresql.auto.conf");
        await File.WriteAllTextAsync(settings, "shared_buffers = 'plenty'\n");

        var failure = await Should.ThrowAsync<PrivatePostgresException>(() => folder.StartAsync());
        await File.WriteAllTextAsync(settings, "");

        failure.Message.ShouldContain("did not start");
        failure.Message.ShouldContain("shared_buffers");
        folder.IsServerRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task The_server_has_a_session_of_its_own_so_that_a_terminals_signals_do_not_reach_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sessions are read from /proc.");
        await using var server = await folder.StartAsync();

        var stat = await File.ReadAllTextAsync($"/proc/{folder.ServerProcessId}/stat");
        var session = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3];
        session.ShouldBe($"{folder.ServerProcessId}");
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_gets_one_elsewhere_that_is_gone_afterwards()
    {
        await using var deep = At(Path.Combine(new string('d', 60), new string('e', 60), "postgres"));
        string socket;
        await using (var server = await deep.StartAsync())
        {
            socket = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;
            socket.ShouldNotStartWith(deep.Root);
            (await AskAsync(server, "select 1")).ShouldBe("1");
        }

        Directory.Exists(socket).ShouldBeFalse();
    }

    [Fact]
    public async Task A_path_with_quotes_commas_and_spaces_works()
    {
        await using var odd = At("o'dd, \"quoted\" \\ path");

        await using var server = await odd.StartAsync();
        (await AskAsync(server, "select 1")).ShouldBe("1");
    }
}

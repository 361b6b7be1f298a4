using Microsoft.Extensions.Logging.Abstractions;
using Usher.Postgres;
using Usher.Testing;

namespace Usher.SystemTests.Database;

/// <summary>What differs between root and everybody else.</summary>
public sealed class PrivatePostgresUserTests
{
    private static readonly TimeSpan OtherRunMax = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Below_a_folder_that_only_root_may_enter_the_cluster_is_kept_elsewhere_and_found_again()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "This concerns root.");
        // Only its owner may enter a folder that is made so.
        var closed = Directory.CreateTempSubdirectory("usher-closed-").FullName;
        var options = new PrivatePostgresOptions { Directory = Path.Combine(closed, "data", "postgres") };
        string? elsewhere = null;
        try
        {
            await using (var first = await PrivatePostgres.StartAsync(options, NullLogger.Instance))
            {
                elsewhere = first.Directory;
                elsewhere.ShouldStartWith("/var/lib/usher/");
                (await File.ReadAllTextAsync(Path.Combine(options.Directory, "MOVED"))).Trim().ShouldBe(elsewhere);
                await PostgresFolder.AskAsync(first, "create table kept as select 42 as answer");
            }

            await using var second = await PrivatePostgres.StartAsync(options, NullLogger.Instance);
            second.Directory.ShouldBe(elsewhere);
            (await PostgresFolder.AskAsync(second, "select answer from kept")).ShouldBe("42");
        }
        finally
        {
            Directory.Delete(closed, recursive: true);
            if (elsewhere is not null)
            {
                Directory.Delete(elsewhere, recursive: true);
            }

            PostgresFolder.RemoveSystemFolder();
        }
    }

    [Fact]
    public async Task As_root_the_server_runs_as_somebody_else()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "This concerns root on Linux.");
        await using var folder = new PostgresFolder();
        await using var server = await folder.StartAsync();

        var status = await File.ReadAllLinesAsync($"/proc/{folder.ServerProcessId}/status");
        status.Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t').ShouldNotContain("0");
    }

    [Fact]
    public async Task Everything_holds_for_an_ordinary_user_too()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "An ordinary user runs these tests already.");
        var user = await ServerUser.ChooseAsync("/nonexistent", TestContext.Current.CancellationToken);
        Assert.SkipUnless(
            await user.CanEnterAsync(AppContext.BaseDirectory, TestContext.Current.CancellationToken),
            $"The user {user.Name} cannot enter the folder of this program.");
        await using var home = new PostgresFolder();
        await user.OwnAsync([home.Root], TestContext.Current.CancellationToken);

        var run = await Subprocess.RunAsync(
            user.Wrap([
                "env", $"HOME={home.Root}", $"TMPDIR={home.Root}", .. ThisProgram(),
                "-noColor", "-class", typeof(PrivatePostgresTests).FullName!]),
            home.Root, OtherRunMax, TestContext.Current.CancellationToken);

        run.ExitCode.ShouldBe(0, run.Words);
        run.Output.ShouldContain("Failed: 0");
        run.Output.ShouldNotContain("Total: 0");
    }

    private static string[] ThisProgram() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, typeof(PrivatePostgresUserTests).Assembly.Location]
        : [Environment.ProcessPath!];
}

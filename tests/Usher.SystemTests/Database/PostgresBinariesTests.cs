using Usher.Postgres;
using Usher.Testing;

namespace Usher.SystemTests.Database;

public sealed class PostgresBinariesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("usher-binaries-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Without_any_the_message_is_one_line_that_says_what_to_install_or_set()
    {
        var failure = await Should.ThrowAsync<PostgresNotFoundException>(() => FindAsync());

        failure.Message.Split('\n').Length.ShouldBe(1);
        foreach (var remedy in new[] { "Data__PostgresBinaries", "apt", "dnf", "brew", "ConnectionStrings__Postgres" })
        {
            failure.Message.ShouldContain(remedy);
        }
    }

    [Fact]
    public async Task A_private_server_without_binaries_says_the_same()
    {
        await using var place = new PostgresFolder();
        place.Options.BinariesDirectory = folder;

        await Should.ThrowAsync<PostgresNotFoundException>(() => place.StartAsync());
    }

    [Fact]
    public async Task A_version_that_is_too_old_is_refused_by_number()
    {
        Install("14.9 (Debian 14.9-1)");

        (await Should.ThrowAsync<PostgresNotFoundException>(() => FindAsync())).Message
            .ShouldContain($"14 in {folder}");
    }

    [Fact]
    public async Task A_newer_version_is_taken_unless_the_cluster_was_made_by_another()
    {
        Install("18beta1");

        (await FindAsync()).ShouldBe(new PostgresBinaries(folder, 18));
        (await Should.ThrowAsync<PostgresNotFoundException>(() => FindAsync(version: 15))).Message
            .ShouldContain("version 15, which created the existing database");
    }

    [Fact]
    public async Task A_server_that_does_not_run_is_named()
    {
        Install("15.1", exitCode: 127);

        (await Should.ThrowAsync<PostgresNotFoundException>(() => FindAsync())).Message
            .ShouldContain($"one that fails to run in {folder}");
    }

    [Fact]
    public async Task The_links_that_an_npm_package_cannot_carry_are_made()
    {
        var native = Directory.CreateDirectory(Path.Combine(folder, "renamed")).FullName;
        Directory.CreateDirectory(Path.Combine(native, "lib"));
        await File.WriteAllTextAsync(Path.Combine(native, "lib", "libpq.so.5.18"), "library");
        await File.WriteAllTextAsync(Path.Combine(native, "pg-symlinks.json"),
            """[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]""");

        EmbeddedPackage.LinkLibraries(Path.Combine(native, "bin"));
        EmbeddedPackage.LinkLibraries(Path.Combine(native, "bin"));

        (await File.ReadAllTextAsync(Path.Combine(native, "lib", "libpq.so.5"))).ShouldBe("library");
    }

    private Task<PostgresBinaries> FindAsync(int? version = null) =>
        PostgresBinaries.FindAsync(folder, folder, version, TestContext.Current.CancellationToken);

    private void Install(string version, int exitCode = 0)
    {
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
        {
            var path = Path.Combine(folder, program);
            File.WriteAllText(path, $"#!/bin/sh\necho '{program} (PostgreSQL) {version}'\nexit {exitCode}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }
    }
}

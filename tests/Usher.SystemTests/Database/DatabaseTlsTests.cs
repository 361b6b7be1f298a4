using Npgsql;
using Usher.Postgres;
using Usher.Testing;

namespace Usher.SystemTests.Database;

/// <summary>A PostgreSQL that takes connections over TLS alone, with a certificate of an authority that this machine
/// does not know.</summary>
public sealed class DatabaseTlsTests : IAsyncLifetime
{
    private readonly PostgresFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly int _port = LocalPort.Free();

    private string RootFile => Path.Combine(_folder.Root, "root.pem");

    public async ValueTask InitializeAsync()
    {
        await using (await _folder.StartAsync())
        {
            // Made, and stopped again.
        }

        var (certificates, key) = _authority.Issue();
        var (certificateFile, keyFile) = (Path.Combine(_folder.Data, "tls.pem"), Path.Combine(_folder.Data, "tls.key"));
        await File.WriteAllTextAsync(certificateFile, certificates);
        await File.WriteAllTextAsync(keyFile, key);
        if (!OperatingSystem.IsWindows())
        {
            // A server takes no key that others could read.
            File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await File.WriteAllTextAsync(RootFile, _authority.Root.ExportCertificatePem());
        await File.AppendAllTextAsync(
            Path.Combine(_folder.Data, "postgresql.conf"),
            $"\nlisten_addresses = '127.0.0.1,127.0.0.2'\nport = {_port}\nssl = on\nssl_cert_file = 'tls.pem'\n"
            + "ssl_key_file = 'tls.key'\n");
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Data, "pg_hba.conf"), "local all all trust\nhostssl all all 127.0.0.0/8 trust\n");
        var user = await ServerUser.ChooseAsync(_folder.Data, CancellationToken.None);
        await user.OwnAsync([certificateFile, keyFile], CancellationToken.None);
        await _folder.ControlAsync("start", "-l", Path.Combine(_folder.Options.Directory, "log", "start.log"));
    }

    public async ValueTask DisposeAsync()
    {
        _authority.Dispose();
        await _folder.DisposeAsync();
    }

    [Fact]
    public async Task Connections_are_encrypted_and_only_the_right_server_is_talked_to()
    {
        var safe = Connection($"SSL Mode=VerifyFull;Root Certificate={RootFile}");

        (await UsherProcess.RunAsync(safe, "migrate")).Code.ShouldBe(0);
        (await UsherProcess.RunAsync(safe, "audit")).Code.ShouldBe(0);
        await using (var source = NpgsqlDataSource.Create(safe))
        {
            await using var command = source.CreateCommand(
                "select version from pg_stat_ssl where pid = pg_backend_pid() and ssl");
            (await command.ExecuteScalarAsync()).ShouldBeOfType<string>().ShouldStartWith("TLSv1.");
        }

        // In the clear; with an authority that did not issue it; under a name that it is not for.
        await ShouldBeRefusedAsync(Connection("SSL Mode=Disable"));
        await ShouldBeRefusedAsync(Connection("SSL Mode=VerifyFull"));
        await ShouldBeRefusedAsync(
            Connection($"SSL Mode=VerifyFull;Root Certificate={RootFile}", host: "127.0.0.2"));
    }

    private static async Task ShouldBeRefusedAsync(string connection)
    {
        var line = (await UsherProcess.RunAsync(connection, "migrate")).ShouldBeOneLine();
        line.ShouldContain("the database ");
        line.ShouldNotContain("   at ");
    }

    private string Connection(string tls, string host = "localhost") =>
        $"Host={host};Port={_port};Database=usher;Username={PostgresCluster.Superuser};Timeout=5;{tls}";
}

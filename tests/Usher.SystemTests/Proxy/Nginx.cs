using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Usher.Testing;

namespace Usher.SystemTests.Proxy;

/// <summary>The real nginx, configured as the documentation says, before a server on this machine.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    public const string Name = "tickets.example.com";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Places = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"];

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly int _port;
    private readonly int _plainPort;

    private Nginx(DirectoryInfo folder, Process process, int port, int plainPort) =>
        (_folder, _process, _port, _plainPort) = (folder, process, port, plainPort);

    public static async Task<Nginx> StartAsync(Uri server)
    {
        var folder = Directory.CreateTempSubdirectory("usher-nginx-");
        var (port, plainPort) = (LocalPort.Free(), LocalPort.Free());
        WriteCertificate(folder.FullName);
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "nginx.conf"), Around(Documented(folder.FullName, server, port, plainPort)));
        var start = new ProcessStartInfo(
            Find(), ["-p", folder.FullName, "-c", "nginx.conf", "-e", "error.log", "-g", "daemon off;"]);
        var nginx = new Nginx(folder, Process.Start(start)!, port, plainPort);
        try
        {
            await nginx.UntilItListensAsync();
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    /// <summary>A browser that finds the name at this nginx and trusts its certificate.</summary>
    public SocketsHttpHandler Browser() => new()
    {
        AllowAutoRedirect = false,
        ConnectCallback = async (context, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(
                IPAddress.Loopback, context.DnsEndPoint.Port == 443 ? _port : _plainPort, ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate?.Subject == $"CN={Name}" },
    };

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Find()
    {
        if (Places.FirstOrDefault(File.Exists) is { } program)
        {
            return program;
        }

        const string Why = "nginx is not installed (Debian, Ubuntu: apt-get install nginx-light)";
        Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", Why);
        throw new InvalidOperationException(Why);
    }

    // What the documentation says, but for the places of this machine.
    private static string Documented(string folder, Uri server, int port, int plainPort)
    {
        var page = File.ReadAllText(Path.Combine(Clone.Root, "docs", "behind-a-proxy.md"));
        var begin = page.IndexOf("```nginx\n", StringComparison.Ordinal) + "```nginx\n".Length;
        var text = page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)];
        (string Documented, string Here)[] places =
        [
            ("server 127.0.0.1:8080;", $"server {server.Authority};"),
            ("listen 80;", $"listen 127.0.0.1:{plainPort};"),
            ("listen 443 ssl;", $"listen 127.0.0.1:{port} ssl;"),
            ("/etc/ssl/tickets.example.com.pem", Path.Combine(folder, "certificate.pem")),
            ("/etc/ssl/tickets.example.com.key", Path.Combine(folder, "key.pem")),
        ];
        foreach (var (documented, here) in places)
        {
            text.ShouldContain(documented);
            text = text.Replace(documented, here, StringComparison.Ordinal);
        }

        return text;
    }

    // What Debian's own nginx.conf has around it.
    private static string Around(string site) => $$"""
        worker_processes 1;
        pid nginx.pid;
        events { worker_connections 256; }
        http {
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            {{site}}
        }
        """;

    private static void WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "certificate.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task UntilItListensAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, _port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                if (_process.HasExited)
                {
                    var log = Path.Combine(_folder.FullName, "error.log");
                    Assert.Fail(await File.ReadAllTextAsync(log, patience.Token));
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
            }
        }
    }
}

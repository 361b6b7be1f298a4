using System.Globalization;
using System.Net;
using Usher.Bench.Http;
using Usher.Bench.Machine;
using Usher.Bench.Settings;

namespace Usher.Bench.Servers;

/// <summary>An nginx with two workers that serves one document from a file.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    public const string DocumentPath = "/seats";

    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder folder;
    private readonly ChildProcess process;

    private Nginx(TemporaryFolder folder, ChildProcess process, int port)
    {
        this.folder = folder;
        this.process = process;
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
    }

    public string Url { get; }

    /// <summary>Processor time of the generator and of nginx by now.</summary>
    public ProcessorTimes SpentByNow() => ProcessorTimes.OfGenerator() with
    {
        Server = process.ProcessorTime(),
    };

    /// <summary>Null where the machine has no nginx.</summary>
    /// <param name="plain">The document.</param>
    /// <param name="gzipped">The same, compressed.</param>
    public static async Task<Nginx?> StartAsync(byte[] plain, byte[] gzipped, TimeProvider time, CancellationToken ct)
    {
        if (Tool.Find("nginx", "/usr/sbin", "/usr/local/sbin") is not { } program)
        {
            return null;
        }

        var place = new TemporaryFolder();
        var port = TemporaryFolder.FreePort();
        await WriteAsync(place, port, plain, gzipped, ct);
        string[] arguments = ["-p", place.Path, "-c", "nginx.conf", "-e", "error.log"];
        var server = new Nginx(place, ChildProcess.Start(program, arguments, [], StopTimeout), port);
        try
        {
            await server.WaitUntilReadyAsync(new IPEndPoint(IPAddress.Loopback, port), time, ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }

    private static async Task WriteAsync(
        TemporaryFolder place, int port, byte[] plain, byte[] gzipped, CancellationToken ct)
    {
        var document = Path.Combine(place.Path, DocumentPath[1..]);
        await File.WriteAllBytesAsync(document, plain, ct);
        await File.WriteAllBytesAsync($"{document}.gz", gzipped, ct);
        await File.WriteAllTextAsync(
            Path.Combine(place.Path, "nginx.conf"), string.Create(CultureInfo.InvariantCulture, $$"""
                daemon off;
                worker_processes 2;
                pid nginx.pid;
                events { worker_connections 4096; }
                http {
                    access_log off;
                    sendfile on;
                    tcp_nopush on;
                    open_file_cache max=10;
                    keepalive_requests 1000000000;
                    default_type application/json;
                    gzip_static on;
                    gzip_vary on;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    server {
                        listen 127.0.0.1:{{port}};
                        root {{place.Path}};
                    }
                }
                """), ct);
    }

    private async Task WaitUntilReadyAsync(IPEndPoint address, TimeProvider time, CancellationToken ct)
    {
        var target = HttpTarget.At(address);
        using var connection = new HttpConnection(target, ReadyTimeout);
        var request = new RequestWriter(target).Get(DocumentPath);
        var since = time.GetTimestamp();
        while ((await connection.SendAsync(request)).Status != 200)
        {
            if (process.HasExited || time.GetElapsedTime(since) > ReadyTimeout)
            {
                throw new BenchException($"nginx does not serve a file. Its output:\n{process.LastWords}");
            }

            await Task.Delay(ReadyPoll, time, ct);
        }
    }
}

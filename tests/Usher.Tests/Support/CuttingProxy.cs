using System.Net;
using System.Net.Sockets;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Tests.Support;

/// <summary>Where the proxy cuts the next connection that gets that far.</summary>
internal enum Cut
{
    None,

    /// <summary>The transaction's locks are answered; what the client says next never arrives.</summary>
    BeforeCommit,

    /// <summary>The server has committed; its answer never arrives.</summary>
    AfterCommit,
}

/// <summary>
/// Stands between an engine and its database and cuts the line at a chosen moment of the protocol, as a failing
/// network would. It reads the bytes that pass: a completed commit says so in the server's answer.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly EndPoint _server;
    private readonly Task _accepting;
    private Cut _armed;
    private bool _isDown;

    public CuttingProxy(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _server = settings.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{settings.Host}/.s.PGSQL.{settings.Port}")
            : new DnsEndPoint(settings.Host, settings.Port);
        _listener.Start();
        settings.Host = "127.0.0.1";
        settings.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        settings.SslMode = SslMode.Disable;
        settings.GssEncryptionMode = GssEncryptionMode.Disable;
        var source = NpgsqlDataSource.Create(settings.ConnectionString);
        DataSources = new DataSources(source, source);
        _accepting = AcceptAsync();
    }

    public DataSources DataSources { get; }

    public int CutsDone { get; private set; }

    public void Arm(Cut cut) => _armed = cut;

    /// <summary>Down: every new connection is closed at once, and every one that says another word.</summary>
    public void SetDown(bool isDown) => _isDown = isDown;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await DataSources.Primary.DisposeAsync();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> lines = [];
        try
        {
            while (true)
            {
                lines.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(
            _server is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork,
            SocketType.Stream, _server is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server, _stop.Token);
                var line = new Line();
                await Task.WhenAny(
                    PumpAsync(client, server, _ => IsCutBeforeCommit(line)),
                    PumpAsync(server, client, bytes => IsCutAfterCommit(line, bytes)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // Either side hung up, or the test is over.
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Func<ReadOnlyMemory<byte>, bool> isCut)
    {
        var buffer = new byte[BufferBytes];
        while (await from.ReceiveAsync(buffer, _stop.Token) is var count and > 0)
        {
            if (_isDown || isCut(buffer.AsMemory(0, count)))
            {
                return;
            }

            await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }

    private bool IsCutBeforeCommit(Line line) => line.IsInTransaction && Fires(Cut.BeforeCommit);

    private bool IsCutAfterCommit(Line line, ReadOnlyMemory<byte> bytes)
    {
        line.IsInTransaction = bytes.Span.IndexOf("BEGIN\0"u8) >= 0;
        return bytes.Span.IndexOf("COMMIT\0"u8) >= 0 && Fires(Cut.AfterCommit);
    }

    private bool Fires(Cut cut)
    {
        if (_armed != cut)
        {
            return false;
        }

        _armed = Cut.None;
        CutsDone++;
        return true;
    }

    /// <summary>One connection: what its last answer from the server said.</summary>
    private sealed class Line
    {
        public bool IsInTransaction { get; set; }
    }
}

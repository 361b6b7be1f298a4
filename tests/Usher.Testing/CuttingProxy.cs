using System.Net;
using System.Net.Sockets;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Testing;

/// <summary>Where the proxy cuts the next connection that gets that far.</summary>
internal enum Cut
{
    None,

    /// <summary>The transaction's locks are answered; what it writes never arrives.</summary>
    BeforeCommit,

    /// <summary>The server has committed; its answer never arrives.</summary>
    AfterCommit,
}

/// <summary>
/// Stands between an engine and its database and disturbs the line at a chosen moment of the protocol, as a failing
/// network or server would.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly EndPoint _server;
    private readonly Task _accepting;
    private Cut _armed;
    private volatile bool _isDown;

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
        ConnectionString = settings.ConnectionString;
        var source = NpgsqlDataSource.Create(ConnectionString);
        DataSources = new DataSources(source, source, TestKeys.Ring);
        AtPoint = (point, _) => new ValueTask<LineVerdict>(
            new LineVerdict(FiresAt(point) ? LineAction.Cut : LineAction.Pass));
        _accepting = AcceptAsync();
    }

    /// <summary>Leads through the proxy.</summary>
    public string ConnectionString { get; }

    public DataSources DataSources { get; }

    public int CutsDone { get; private set; }

    /// <summary>Asked at every point of every transaction, with the server's process that it concerns.</summary>
    public Func<LinePoint, int, ValueTask<LineVerdict>> AtPoint { get; set; }

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
                lines.RemoveAll(line => line.IsCompleted);
                lines.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        // A listener stopped between two connections says so by the last of these, of which a disposed one is a kind.
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
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
                if (client.AddressFamily != AddressFamily.Unix)
                {
                    client.NoDelay = true;
                }

                var line = new WireLine();
                var fromClient = FromClientAsync(client, server, line);
                await await Task.WhenAny(fromClient, FromServerAsync(client, server, line));
                if (line.IsRefused)
                {
                    await fromClient;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // Either side hung up, or the test is over.
            }
        }
    }

    private Task FromClientAsync(Socket client, Socket server, WireLine line) => PumpAsync(client, async bytes =>
    {
        var length = line.ClientBytes(bytes.Span);
        var messages = bytes[..length];
        line.Asked = length == 0 ? line.Asked : line.PointOf(messages.Span);
        var verdict = length > 0 && line.Asked is { } point ? await AtPoint(point, line.ServerProcess) : default;
        switch (verdict.Action)
        {
            case LineAction.CutInside:
                var arriving = verdict.Amount % WireLine.CountOf(messages.Span);
                await server.SendAsync(messages[..WireLine.LengthOf(messages.Span, arriving)], _stop.Token);
                return null;
            case LineAction.Refuse:
                line.IsRefused = true;
                server.Shutdown(SocketShutdown.Both);
                await client.SendAsync(WireLine.Refusal(verdict.SqlState), _stop.Token);
                // The client may go on believing in its line until it says another word.
                await client.ReceiveAsync(new byte[1], _stop.Token);
                return null;
            default:
                return await PassAsync(server, messages, verdict);
        }
    });

    private Task FromServerAsync(Socket client, Socket server, WireLine line) => PumpAsync(server, async bytes =>
    {
        var length = line.ServerBytes(bytes.Span, out var isCommitted);
        LinePoint? point = isCommitted ? LinePoint.Committed : line.Asked == LinePoint.Lock ? LinePoint.Locked : null;
        if (length > 0)
        {
            line.Asked = null;
        }

        var verdict = length > 0 && point is { } reached ? await AtPoint(reached, line.ServerProcess) : default;
        return await PassAsync(client, bytes[..length], verdict);
    });

    // How many bytes have passed; null ends the line.
    private async Task<int?> PassAsync(Socket to, ReadOnlyMemory<byte> bytes, LineVerdict verdict)
    {
        if (verdict.Action == LineAction.Swallow)
        {
            await Task.Delay(verdict.Amount, _stop.Token);
        }

        if (verdict.Action != LineAction.Pass)
        {
            return null;
        }

        await to.SendAsync(bytes, _stop.Token);
        return bytes.Length;
    }

    private async Task PumpAsync(Socket from, Func<ReadOnlyMemory<byte>, Task<int?>> pass)
    {
        var buffer = new byte[BufferBytes];
        var filled = 0;
        while (await from.ReceiveAsync(buffer.AsMemory(filled), _stop.Token) is var count and > 0)
        {
            filled += count;
            if (_isDown || await pass(buffer.AsMemory(0, filled)) is not { } passed)
            {
                return;
            }

            buffer.AsSpan(passed, filled - passed).CopyTo(buffer);
            filled -= passed;
        }
    }

    private bool FiresAt(LinePoint point)
    {
        if (_armed == Cut.None || point != (_armed == Cut.BeforeCommit ? LinePoint.Commit : LinePoint.Committed))
        {
            return false;
        }

        _armed = Cut.None;
        CutsDone++;
        return true;
    }
}

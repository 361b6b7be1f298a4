using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Usher.Testing;

/// <summary>A client that writes and reads what a test wants, when it wants, over a connection of its own.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    // The system doubles it. What a client does not read waits with the server then, not here.
    private const int ReceiveBufferBytes = 4 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Socket _socket;
    private readonly Stream _stream;
    // Small, for some tests weigh the memory of a process in which there are hundreds of these.
    private readonly byte[] _buffer = new byte[ReceiveBufferBytes];

    private RawClient(Socket socket, Stream stream) => (_socket, _stream) = (socket, stream);

    /// <summary>Connects; over TLS where the address says so, to a server with this certificate.</summary>
    public static async Task<RawClient> OpenAsync(
        Uri server, bool takesLittle = false, X509Certificate? certificate = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (takesLittle)
        {
            socket.ReceiveBufferSize = ReceiveBufferBytes;
        }

        await socket.ConnectAsync("127.0.0.1", server.Port);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (server.Scheme == Uri.UriSchemeHttps)
        {
            var tls = new SslStream(stream, leaveInnerStreamOpen: false,
                (_, presented, _, _) => presented?.GetCertHashString() == certificate?.GetCertHashString());
            await tls.AuthenticateAsClientAsync("localhost");
            stream = tls;
        }

        return new RawClient(socket, stream);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    /// <summary>Asks for an address and reads nothing.</summary>
    public Task AskAsync(string path, string headers = "") =>
        SendAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

    /// <summary>Says that it will send no more.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The head of an answer, with the empty line after it.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            using var patience = new CancellationTokenSource(Patience);
            (await _stream.ReadAsync(_buffer.AsMemory(0, 1), patience.Token)).ShouldBe(1, $"it ended after {head}");
            head.Append((char)_buffer[0]);
        }

        return head.ToString();
    }

    /// <summary>Exactly so many bytes, no faster than that.</summary>
    public async Task<byte[]> ReadAsync(int count, int bytesPerSecond = int.MaxValue)
    {
        var bytes = new byte[count];
        var since = TimeProvider.System.GetTimestamp();
        for (var read = 0; read < count;)
        {
            using var patience = new CancellationTokenSource(Patience);
            var part = Math.Min(count - read, Math.Max(1, Math.Min(_buffer.Length, bytesPerSecond / 10)));
            var got = await _stream.ReadAsync(bytes.AsMemory(read, part), patience.Token);
            got.ShouldBeGreaterThan(0, $"it ended after {read} of {count} bytes");
            read += got;
            var ahead = TimeSpan.FromSeconds((double)read / bytesPerSecond) - TimeProvider.System.GetElapsedTime(since);
            await Task.Delay(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero);
        }

        return bytes;
    }

    /// <summary>All that still comes until the server ends the connection, however it does.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (await _stream.ReadAsync(_buffer, patience.Token) is var count and > 0)
            {
                all.Write(_buffer, 0, count);
            }
        }
        catch (IOException)
        {
            // Cut off.
        }

        return all.ToArray();
    }

    /// <summary>Reads nothing until the server has cut the connection.</summary>
    public async Task UntilCutOffAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            // What comes to a connection that is reset is answered by another reset.
            while (true)
            {
                await Task.Delay(Poll, patience.Token);
                await _socket.SendAsync("\r\n"u8.ToArray(), patience.Token);
            }
        }
        catch (SocketException)
        {
            // It is.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        await _stream.DisposeAsync();
    }
}

using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Usher.Bench.Settings;

namespace Usher.Bench.Http;

/// <summary>A client that is slow to read the answer it asked for.</summary>
internal sealed class SlowReader(HttpTarget target, ReadOnlyMemory<byte> request) : IDisposable
{
    /// <summary>More than the systems of both sides keep of an answer of which nothing was read.</summary>
    public const int SystemBytesMax = 1024 * 1024;

    // The system doubles it.
    private const int ReceiveBufferBytes = 4 * 1024;

    private readonly Socket socket = new(target.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
    {
        ReceiveBufferSize = ReceiveBufferBytes,
        NoDelay = true,
    };

    private readonly byte[] buffer = new byte[ReceiveBufferBytes];
    private readonly StringBuilder head = new();

    /// <summary>The status of the answer; 0 until it has been read, or if there was none.</summary>
    public int Status { get; private set; }

    /// <summary>Sends the request and reads nothing.</summary>
    /// <exception cref="BenchException">The server does not accept it.</exception>
    public async Task AskAsync(CancellationToken ct)
    {
        try
        {
            await socket.ConnectAsync(target.Address, ct);
            await socket.SendAsync(request, ct);
        }
        catch (SocketException e)
        {
            throw new BenchException($"The server does not accept so many connections: {e.Message}.");
        }
    }

    /// <summary>Asks, and reads at that rate; returns the bytes of the body that came.</summary>
    public async Task<long> ReadAsync(int bytesPerSecond, TimeProvider time, CancellationToken ct)
    {
        await AskAsync(ct);
        long body = 0;
        long? length = null;
        var since = time.GetTimestamp();
        for (long read = 0; length is null || body < length;)
        {
            var count = await socket.ReceiveAsync(buffer, ct);
            if (count == 0)
            {
                return body;
            }

            read += count;
            body += Note(count);
            length ??= LengthOf(head.ToString());
            var ahead = TimeSpan.FromSeconds((double)read / bytesPerSecond) - time.GetElapsedTime(since);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, time, ct);
            }
        }

        return body;
    }

    /// <summary>Reads what there is at last; returns the bytes of the body that came.</summary>
    public async Task<long> ReadOnAsync(CancellationToken ct)
    {
        long body = 0;
        try
        {
            // What the server has written for it comes at once; it says nothing more by itself.
            using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
            end.CancelAfter(TimeSpan.FromSeconds(1));
            while (await socket.ReceiveAsync(buffer, end.Token) is var count and > 0)
            {
                body += Note(count);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Cut off, or whole.
        }

        ct.ThrowIfCancellationRequested();
        return body;
    }

    public void Dispose() => socket.Dispose();

    // How many of the bytes that came belong to the body.
    private int Note(int count)
    {
        if (Status != 0)
        {
            return count;
        }

        var before = head.Length;
        head.Append(Encoding.Latin1.GetString(buffer, 0, count));
        var end = head.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return 0;
        }

        Status = ResponseHead.Parse(Encoding.Latin1.GetBytes(head.ToString(0, end))).Status;
        return before + count - (end + 4);
    }

    private static long? LengthOf(string head)
    {
        const string Name = "Content-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        var end = at < 0 ? -1 : head.IndexOf("\r\n", at, StringComparison.Ordinal);
        return end < 0 ? null
            : long.Parse(head.AsSpan(at + Name.Length, end - at - Name.Length), CultureInfo.InvariantCulture);
    }
}

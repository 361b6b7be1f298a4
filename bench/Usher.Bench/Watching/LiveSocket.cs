using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Unicode;
using Usher.Bench.Http;
using Usher.Bench.Settings;

namespace Usher.Bench.Watching;

/// <summary>When a watcher got a message.</summary>
internal readonly record struct Sighting(int Message, long At);

/// <summary>One watcher: a raw socket that notes what it gets and when, and nothing else.</summary>
internal sealed class LiveSocket(HttpTarget target, SeenMessages seen, TimeProvider time) : IDisposable
{
    private const int HandshakeBytesMax = 4096;

    private readonly FrameReader frames = new();
    private readonly List<Sighting> sightings = [];
    private Socket? socket;
    private int expected;
    private volatile bool isOver;

    public IReadOnlyList<Sighting> Sightings => sightings;

    public long Bytes { get; private set; }

    /// <summary>Why it ended before its time; null if it did not.</summary>
    public string? Lost { get; private set; }

    /// <exception cref="BenchException">The server does not let it watch.</exception>
    public async Task OpenAsync(long showId, CancellationToken ct)
    {
        socket = new Socket(target.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target.Address, ct);
            await socket.SendAsync(Handshake(showId), ct);
            await ReadHandshakeAsync(ct);
        }
        catch (SocketException e)
        {
            throw new BenchException($"The server does not accept so many watchers: {e.Message}.");
        }
    }

    /// <summary>Listens until it is disposed or lost.</summary>
    public async Task ListenAsync()
    {
        try
        {
            while (Note())
            {
                // Asked for anew each time: it is another buffer after a snapshot.
                var count = await socket!.ReceiveAsync(frames.Free);
                if (count == 0)
                {
                    Lost = "the server closed the connection";
                    return;
                }

                Bytes += count;
                frames.Advance(count);
            }

            Lost = "the server said goodbye";
        }
        catch (Exception) when (isOver)
        {
            // What the run wanted to see it has seen.
        }
        catch (Exception e) when (e is SocketException or MalformedResponseException)
        {
            Lost = e.Message;
        }
    }

    public void Dispose()
    {
        isOver = true;
        socket?.Dispose();
    }

    // False: the server has said goodbye.
    private bool Note()
    {
        var at = time.GetTimestamp();
        while (true)
        {
            switch (frames.Next())
            {
                case FrameKind.None:
                    return true;
                case FrameKind.Message:
                    sightings.Add(new Sighting(seen.Identify(frames.Payload.Span, ref expected), at));
                    break;
                case FrameKind.Ping:
                    Pong(frames.Payload.Span);
                    break;
                default:
                    return false;
            }
        }
    }

    // Masked with zeros, which leaves the payload as it is (RFC 6455 §5.3 wants a mask, not a particular one).
    private void Pong(ReadOnlySpan<byte> payload)
    {
        Span<byte> frame = stackalloc byte[6 + 125];
        frame[0] = 0x8A;
        frame[1] = (byte)(0x80 | payload.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame[2..], 0);
        payload.CopyTo(frame[6..]);
        socket!.Send(frame[..(6 + payload.Length)]);
    }

    private byte[] Handshake(long showId)
    {
        var request = new byte[1024];
        Utf8.TryWrite(
            request, CultureInfo.InvariantCulture,
            $"GET /api/shows/{showId}/live HTTP/1.1\r\n{Encoding.ASCII.GetString(target.HostHeader.Span)}"
            + $"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: {Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\r\n\r\n",
            out var length);
        return request[..length];
    }

    // Byte by byte at its end, so that the first frame stays in the socket.
    private async Task ReadHandshakeAsync(CancellationToken ct)
    {
        var head = new byte[HandshakeBytesMax];
        for (var length = 0; length < head.Length;)
        {
            if (await socket!.ReceiveAsync(head.AsMemory(length, 1), ct) == 0)
            {
                break;
            }

            if (head.AsSpan(0, ++length).EndsWith("\r\n\r\n"u8))
            {
                var status = ResponseHead.Parse(head.AsSpan(0, length - 4)).Status;
                if (status == 101)
                {
                    return;
                }

                throw new BenchException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"GET …/live answers {status} instead of 101. Raise the server's Live__SubscribersMax, ")
                    + "Live__SubscribersPerShowMax and Live__SubscribersPerClientMax, or use fewer --watchers.");
            }
        }

        throw new BenchException("The server closed the connection during a watcher's handshake.");
    }
}

using System.Buffers;
using System.Buffers.Binary;
using Usher.Bench.Http;

namespace Usher.Bench.Watching;

internal enum FrameKind
{
    /// <summary>More bytes are needed.</summary>
    None,
    Message,
    Ping,
    Close,
}

/// <summary>
/// Reads what a WebSocket server sends (RFC 6455 §5.2: unmasked frames, fragments, control frames in between) from
/// whatever pieces the network hands over. A message ends up in one piece, its fragments joined in place.
/// </summary>
internal sealed class FrameReader : IDisposable
{
    // Enough for a delta; what a snapshot needs is given back after it.
    private const int UsualBytes = 8 * 1024;
    private const int MessageBytesMax = 16 * 1024 * 1024;
    private const byte Final = 0x80;
    private const byte Masked = 0x80;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(UsualBytes);
    private int messageEnd;
    private int position;
    private int received;

    /// <summary>The latest message, or the latest ping's payload; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>Where to receive into; never empty.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (position == received && messageEnd == 0 && buffer.Length > 2 * UsualBytes)
            {
                Replace(UsualBytes);
            }
            else if (received == buffer.Length)
            {
                Replace(buffer.Length * 2);
            }

            return buffer.AsMemory(received);
        }
    }

    /// <summary>Takes bytes received into <see cref="Free"/>; then call <see cref="Next"/> until it has no
    /// more.</summary>
    public void Advance(int count) => received += count;

    /// <exception cref="MalformedResponseException">These are no frames of a server.</exception>
    public FrameKind Next()
    {
        while (true)
        {
            if (!TryReadHead(out var first, out var length, out var start))
            {
                Compact();
                return FrameKind.None;
            }

            position = start + length;
            var payload = buffer.AsMemory(start, length);
            switch (first & 0x0F)
            {
                case 0x0 or 0x1:
                    payload.Span.CopyTo(buffer.AsSpan(messageEnd));
                    messageEnd += length;
                    if ((first & Final) == 0)
                    {
                        continue;
                    }

                    Payload = buffer.AsMemory(0, messageEnd);
                    messageEnd = 0;
                    return FrameKind.Message;
                case 0x8:
                    return FrameKind.Close;
                case 0x9:
                    Payload = payload;
                    return FrameKind.Ping;
                case 0xA:
                    continue;
                default:
                    throw new MalformedResponseException($"a frame with opcode {first & 0x0F}");
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private bool TryReadHead(out byte first, out int length, out int start)
    {
        var unread = buffer.AsSpan(position, received - position);
        (first, length, start) = (0, 0, 0);
        if (unread.Length < 2)
        {
            return false;
        }

        if ((unread[1] & Masked) != 0)
        {
            throw new MalformedResponseException("a masked frame");
        }

        first = unread[0];
        var (head, size) = unread[1] switch
        {
            126 => (4, unread.Length < 4 ? long.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(unread[2..])),
            127 => (10, unread.Length < 10 ? long.MaxValue : BinaryPrimitives.ReadInt64BigEndian(unread[2..])),
            var small => (2, (long)small),
        };
        if (unread.Length < head)
        {
            return false;
        }

        if (size is < 0 or > MessageBytesMax || messageEnd + size > MessageBytesMax)
        {
            throw new MalformedResponseException($"a message of more than {MessageBytesMax} bytes");
        }

        (length, start) = ((int)size, position + head);
        return unread.Length - head >= length;
    }

    // What has been read makes room, except the fragments of a message that has not ended.
    private void Compact()
    {
        var unread = buffer.AsSpan(position, received - position);
        unread.CopyTo(buffer.AsSpan(messageEnd));
        (position, received) = (messageEnd, messageEnd + unread.Length);
    }

    private void Replace(int bytes)
    {
        var other = ArrayPool<byte>.Shared.Rent(bytes);
        buffer.AsSpan(0, received).CopyTo(other);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = other;
    }
}

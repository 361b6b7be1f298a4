using System.Buffers.Text;

namespace Usher.Bench.Http;

/// <summary>
/// Reads one HTTP/1.x response after the other from whatever pieces the network hands over. Bodies end up in one
/// piece, chunks being joined in place; the buffer grows up to a limit and is kept.
/// </summary>
internal sealed class ResponseReader(int bytesMax = ResponseReader.DefaultBytesMax)
{
    // The seats of the largest show, 200,000, in their longest form.
    public const int DefaultBytesMax = 64 * 1024 * 1024;

    private const int HeadBytesMax = 16 * 1024;
    private const int ChunkLineBytesMax = 1024;

    private byte[] buffer = new byte[4096];
    private int received;
    private int position;
    private int bodyStart;
    private int bodyEnd;
    private long remaining;
    private Part part;

    private enum Part
    {
        Head,
        Body,
        ChunkSize,
        Chunk,
        ChunkEnd,
        Trailer,
        BodyUntilClose,
        Complete,
    }

    public ResponseHead Head { get; private set; }

    public ReadOnlyMemory<byte> Body => buffer.AsMemory(bodyStart, bodyEnd - bodyStart);

    /// <summary>Whether another response may follow on this connection.</summary>
    public bool AllowsAnother => Head.KeepsAlive && position == received;

    /// <summary>Where to receive into; never empty.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (received == buffer.Length)
            {
                if (buffer.Length >= bytesMax)
                {
                    throw new MalformedResponseException($"longer than {bytesMax} bytes");
                }

                Array.Resize(ref buffer, (int)Math.Min(bytesMax, buffer.Length * 2L));
            }

            return buffer.AsMemory(received);
        }
    }

    /// <summary>Forgets the last response.</summary>
    public void Next()
    {
        received = position = bodyStart = bodyEnd = 0;
        remaining = 0;
        part = Part.Head;
    }

    /// <summary>Takes bytes received into <see cref="Free"/>; true once the response is complete.</summary>
    /// <exception cref="MalformedResponseException">This is not HTTP.</exception>
    public bool Advance(int count)
    {
        received += count;
        while (part != Part.Complete && Step())
        {
        }

        return part == Part.Complete;
    }

    /// <summary>The other side has closed; true if that completes the response.</summary>
    public bool End() => part == Part.BodyUntilClose;

    // False: more bytes are needed.
    private bool Step() => part switch
    {
        Part.Head => ReadHead(),
        Part.Body => ReadBody(),
        Part.ChunkSize => ReadChunkSize(),
        Part.Chunk => ReadChunk(),
        Part.ChunkEnd => ReadChunkEnd(),
        Part.Trailer => ReadTrailer(),
        _ => ReadUntilClose(),
    };

    private bool ReadHead()
    {
        var length = Unread.IndexOf("\r\n\r\n"u8);
        if (length > HeadBytesMax || (length < 0 && Unread.Length > HeadBytesMax))
        {
            throw new MalformedResponseException($"a head of more than {HeadBytesMax} bytes");
        }

        if (length < 0)
        {
            return false;
        }

        Head = ResponseHead.Parse(Unread[..length]);
        position += length + 4;
        bodyStart = bodyEnd = position;
        remaining = Head.ContentLength ?? 0;
        part = Head.Status is >= 100 and < 200 ? Part.Head // interim: the real one follows
            : Head.HasNoBody ? Part.Complete
            : Head.IsChunked ? Part.ChunkSize
            : Head.ContentLength is not null ? Part.Body : Part.BodyUntilClose;
        return true;
    }

    private bool ReadBody()
    {
        var taken = Take();
        bodyEnd += taken;
        part = remaining == 0 ? Part.Complete : part;
        return remaining == 0;
    }

    private bool ReadChunkSize()
    {
        if (!TryReadLine(out var line))
        {
            return false;
        }

        var size = line;
        if (line.IndexOf((byte)';') is >= 0 and var extension)
        {
            size = line[..extension];
        }

        size = size.Trim(" \t"u8);
        if (!Utf8Parser.TryParse(size, out remaining, out var used, 'x') || used != size.Length || remaining < 0)
        {
            throw new MalformedResponseException("not the size of a chunk");
        }

        part = remaining == 0 ? Part.Trailer : Part.Chunk;
        return true;
    }

    private bool ReadChunk()
    {
        var from = position;
        var taken = Take();
        buffer.AsSpan(from, taken).CopyTo(buffer.AsSpan(bodyEnd));
        bodyEnd += taken;
        part = remaining == 0 ? Part.ChunkEnd : part;
        return remaining == 0;
    }

    private bool ReadChunkEnd()
    {
        if (Unread.Length < 2)
        {
            return false;
        }

        if (!Unread.StartsWith("\r\n"u8))
        {
            throw new MalformedResponseException("a chunk longer than its size");
        }

        position += 2;
        part = Part.ChunkSize;
        return true;
    }

    private bool ReadTrailer()
    {
        if (!TryReadLine(out var line))
        {
            return false;
        }

        part = line.IsEmpty ? Part.Complete : part;
        return true;
    }

    private bool ReadUntilClose()
    {
        bodyEnd = position = received;
        return false;
    }

    private ReadOnlySpan<byte> Unread => buffer.AsSpan(position, received - position);

    private int Take()
    {
        var taken = (int)Math.Min(remaining, received - position);
        position += taken;
        remaining -= taken;
        return taken;
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        var length = Unread.IndexOf("\r\n"u8);
        if (length > ChunkLineBytesMax || (length < 0 && Unread.Length > ChunkLineBytesMax))
        {
            throw new MalformedResponseException($"a line of more than {ChunkLineBytesMax} bytes between chunks");
        }

        line = length < 0 ? default : Unread[..length];
        position += length < 0 ? 0 : length + 2;
        return length >= 0;
    }
}

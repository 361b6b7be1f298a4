using System.Buffers.Binary;
using System.Text;

namespace Usher.Testing;

/// <summary>
/// One connection as the proxy sees it: it cuts the bytes into the protocol's messages, so that what is passed on,
/// held back or refused is always a whole one.
/// </summary>
internal sealed class WireLine
{
    private const int HeaderBytes = 5;

    private readonly Dictionary<string, string> _statements = [];
    private bool _isStarted;

    /// <summary>The server's process for this connection; 0 until it has said so.</summary>
    public int ServerProcess { get; private set; }

    /// <summary>What the client said last, up to where it waits for an answer.</summary>
    public LinePoint? Asked { get; set; }

    /// <summary>The server's end is gone and the client has not noticed.</summary>
    public bool IsRefused { get; set; }

    /// <summary>
    /// The length of what can be passed on now: whole messages up to one after which the client waits, or 0.
    /// </summary>
    public int ClientBytes(ReadOnlySpan<byte> bytes)
    {
        if (!_isStarted)
        {
            // The first message has no type.
            var startup = bytes.Length < 4 ? 0 : BinaryPrimitives.ReadInt32BigEndian(bytes);
            _isStarted = startup > 0 && bytes.Length >= startup;
            return _isStarted ? startup : 0;
        }

        var (at, complete) = (0, 0);
        while (MessageAt(bytes, at) is var length and > 0)
        {
            at += length;
            if ((char)bytes[at - length] is not ('P' or 'B' or 'D' or 'E' or 'C'))
            {
                complete = at;
            }
        }

        return complete;
    }

    /// <summary>Where in a transaction these messages of the client's belong; null where it does not matter.</summary>
    public LinePoint? PointOf(ReadOnlySpan<byte> messages)
    {
        LinePoint? point = null;
        for (var at = 0; MessageAt(messages, at) is var length and > 0; at += length)
        {
            var body = messages.Slice(at + HeaderBytes, length - HeaderBytes);
            var type = (char)messages[at];
            if (type == 'P')
            {
                var name = Text(body);
                _statements[name] = Text(body[(name.Length + 1)..]);
            }
            else if (type == 'B')
            {
                var statement = _statements.GetValueOrDefault(Text(body[(Text(body).Length + 1)..]));
                point = statement == "begin" ? LinePoint.Lock : statement == "commit" ? LinePoint.Commit : point;
            }
        }

        return point;
    }

    /// <summary>The length of the first so many messages.</summary>
    public static int LengthOf(ReadOnlySpan<byte> messages, int count)
    {
        var at = 0;
        while (count-- > 0 && MessageAt(messages, at) is var length and > 0)
        {
            at += length;
        }

        return at;
    }

    public static int CountOf(ReadOnlySpan<byte> messages)
    {
        var count = 0;
        for (var at = 0; MessageAt(messages, at) is var length and > 0; at += length)
        {
            count++;
        }

        return count;
    }

    /// <summary>The length of the server's whole messages; it notes who speaks and whether a commit is done.</summary>
    public int ServerBytes(ReadOnlySpan<byte> bytes, out bool isCommitted)
    {
        var at = 0;
        isCommitted = false;
        while (MessageAt(bytes, at) is var length and > 0)
        {
            var body = bytes.Slice(at + HeaderBytes, length - HeaderBytes);
            if (bytes[at] == 'K')
            {
                ServerProcess = BinaryPrimitives.ReadInt32BigEndian(body);
            }

            isCommitted |= bytes[at] == 'C' && body.StartsWith("COMMIT\0"u8);
            at += length;
        }

        return at;
    }

    /// <summary>What a server says that will not do it, and that the transaction is undone.</summary>
    public static byte[] Refusal(string sqlState)
    {
        var fields = Encoding.ASCII.GetBytes($"SERROR\0VERROR\0C{sqlState}\0Mrefused by the test\0\0");
        var message = new byte[HeaderBytes + fields.Length + HeaderBytes + 1];
        message[0] = (byte)'E';
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + fields.Length);
        fields.CopyTo(message, HeaderBytes);
        var ready = message.AsSpan(HeaderBytes + fields.Length);
        ready[0] = (byte)'Z';
        BinaryPrimitives.WriteInt32BigEndian(ready[1..], 5);
        ready[HeaderBytes] = (byte)'E';
        return message;
    }

    // 0 where the message is not whole yet.
    private static int MessageAt(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes.Length < at + HeaderBytes)
        {
            return 0;
        }

        var length = 1 + BinaryPrimitives.ReadInt32BigEndian(bytes[(at + 1)..]);
        return bytes.Length >= at + length ? length : 0;
    }

    private static string Text(ReadOnlySpan<byte> body) => Encoding.UTF8.GetString(body[..body.IndexOf((byte)0)]);
}

using System.Buffers.Text;
using System.Text;

namespace Usher.Bench.Http;

/// <summary>The bytes received are not an HTTP/1.x response.</summary>
internal sealed class MalformedResponseException(string message) : Exception(message);

/// <summary>The status line and the few headers that decide where a response ends (RFC 9112 §6).</summary>
internal readonly record struct ResponseHead(
    int Status, long? ContentLength, bool IsChunked, bool KeepsAlive, TimeSpan? RetryAfter)
{
    private const int StatusLineBytesMin = 12; // "HTTP/1.1 200"

    public bool HasNoBody => Status is < 200 or 204 or 304;

    /// <param name="head">From the status line up to, but without, the empty line.</param>
    public static ResponseHead Parse(ReadOnlySpan<byte> head)
    {
        var lineEnd = head.IndexOf("\r\n"u8);
        var line = lineEnd < 0 ? head : head[..lineEnd];
        var result = ParseStatusLine(line);
        while (lineEnd >= 0)
        {
            head = head[(lineEnd + 2)..];
            lineEnd = head.IndexOf("\r\n"u8);
            result = result.With(lineEnd < 0 ? head : head[..lineEnd]);
        }

        return result;
    }

    private static ResponseHead ParseStatusLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < StatusLineBytesMin || !line.StartsWith("HTTP/1."u8) || line[7] is not ((byte)'0' or (byte)'1')
            || line[8] != ' ' || (line.Length > StatusLineBytesMin && line[StatusLineBytesMin] != ' ')
            || !Utf8Parser.TryParse(line[9..StatusLineBytesMin], out int status, out var used) || used != 3
            || status < 100)
        {
            throw new MalformedResponseException($"not a status line: {Show(line)}");
        }

        return new ResponseHead(status, null, IsChunked: false, KeepsAlive: line[7] == '1', RetryAfter: null);
    }

    private ResponseHead With(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            throw new MalformedResponseException($"not a header: {Show(line)}");
        }

        var name = line[..colon];
        var value = line[(colon + 1)..].Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8))
        {
            return this with { ContentLength = ParseLength(value) };
        }

        if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
        {
            return Ascii.EqualsIgnoreCase(value, "chunked"u8)
                ? this with { IsChunked = true }
                : throw new MalformedResponseException($"unknown transfer-encoding: {Show(value)}");
        }

        if (Ascii.EqualsIgnoreCase(name, "connection"u8))
        {
            return Ascii.EqualsIgnoreCase(value, "close"u8) ? this with { KeepsAlive = false }
                : Ascii.EqualsIgnoreCase(value, "keep-alive"u8) ? this with { KeepsAlive = true } : this;
        }

        // The other form of Retry-After, a date, is for people; a server that means "soon" sends seconds.
        return Ascii.EqualsIgnoreCase(name, "retry-after"u8)
            && Utf8Parser.TryParse(value, out uint seconds, out var used) && used == value.Length
            ? this with { RetryAfter = TimeSpan.FromSeconds(seconds) } : this;
    }

    private long ParseLength(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || !Utf8Parser.TryParse(value, out long length, out _) || (ContentLength ?? length) != length)
        {
            throw new MalformedResponseException($"not a content-length: {Show(value)}");
        }

        return length;
    }

    private static string Show(ReadOnlySpan<byte> bytes) =>
        Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 60)]);
}

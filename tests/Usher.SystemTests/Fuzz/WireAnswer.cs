using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Usher.SystemTests.Fuzz;

/// <summary>One final answer as it came over the wire.</summary>
internal sealed record WireAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    private readonly Lazy<JsonElement?> _json = new(() => Parse(Body));

    public JsonElement? Json => _json.Value;

    public string Text => Encoding.UTF8.GetString(Body);

    public string? ContentType => Header("Content-Type");

    public bool EndsConnection => Header("Connection") is "close";

    /// <summary>What follows has no end: a WebSocket, or a stream of events.</summary>
    public bool IsStream =>
        Status == 101 || ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) is true;

    public string? Header(string name) => Headers.FirstOrDefault(
        header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Takes answers from received bytes, strictly: what is not HTTP/1.1 (RFC 9112) is a fault.</summary>
internal sealed class WireAnswerReader
{
    private readonly List<byte> _bytes = [];

    public int Unread => _bytes.Count;

    public void Add(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    /// <summary>The next final answer; null until all of it is there. Interim ones (1xx) are passed over.</summary>
    /// <exception cref="FormatException">This is not HTTP.</exception>
    public WireAnswer? Next(bool isHead)
    {
        while (true)
        {
            var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes);
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return bytes.Length == 0 || "HTTP/1.1 "u8.StartsWith(bytes[..Math.Min(9, bytes.Length)])
                    ? null
                    : throw new FormatException($"An answer begins like this: {Escape(bytes)}");
            }

            var lines = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
            if (!lines[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || lines[0].Length < 12
                || !int.TryParse(lines[0].AsSpan(9, 3), NumberStyles.None, null, out var status))
            {
                throw new FormatException($"An answer begins like this: {lines[0]}");
            }

            if (status is >= 102 or 100 && status < 200)
            {
                _bytes.RemoveRange(0, end + 4);
                continue;
            }

            var answer = new WireAnswer(status, [.. lines.Skip(1).Select(Field)], []);
            var bodyless = isHead || status is 101 or 204 or 304 || answer.IsStream;
            var used = 0;
            var body = bodyless ? [] : Body(answer, bytes[(end + 4)..], out used);
            if (body is null)
            {
                return null;
            }

            _bytes.RemoveRange(0, end + 4 + used);
            return new WireAnswer(status, answer.Headers, body);
        }
    }

    public static string Escape(ReadOnlySpan<byte> bytes) =>
        Encoding.Latin1.GetString(bytes[..Math.Min(200, bytes.Length)]).ReplaceLineEndings("\\n");

    private static (string Name, string Value) Field(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? (line[..colon], line[(colon + 1)..].Trim())
            : throw new FormatException($"A header of an answer is no header: {line}");
    }

    private static byte[]? Body(WireAnswer head, ReadOnlySpan<byte> rest, out int used)
    {
        used = 0;
        if (head.Header("Transfer-Encoding") is "chunked")
        {
            return Chunks(rest, out used);
        }

        used = int.TryParse(head.Header("Content-Length"), NumberStyles.None, null, out var length)
            ? length
            : throw new FormatException($"An answer {head.Status} does not say where it ends.");
        return rest.Length < used ? null : rest[..used].ToArray();
    }

    private static byte[]? Chunks(ReadOnlySpan<byte> rest, out int used)
    {
        used = 0;
        using var body = new MemoryStream();
        while (true)
        {
            var line = rest[used..].IndexOf("\r\n"u8);
            if (line < 0)
            {
                return null;
            }

            var size = int.Parse(
                Encoding.ASCII.GetString(rest.Slice(used, line)), NumberStyles.AllowHexSpecifier, null);
            used += line + 2;
            if (rest.Length < used + size + 2)
            {
                return null;
            }

            body.Write(rest.Slice(used, size));
            used += size + 2;
            if (size == 0)
            {
                return body.ToArray();
            }
        }
    }
}

using System.Text;

namespace Usher.SystemTests.Fuzz;

/// <summary>A request in parts that a draw may spoil one by one, with what may answer it.</summary>
internal sealed class RequestDraft(string method, string path)
{
    public string Method { get; set; } = method;

    /// <summary>Path and query as they are sent, in Latin-1.</summary>
    public string Target { get; set; } = path;

    public List<(string Name, string Value)> Headers { get; } = [("Host", "usher.test")];

    public byte[]? Body { get; set; }

    public bool IsChunked { get; set; }

    public HashSet<int> Statuses { get; init; } = [];

    public HashSet<int> Refusals { get; } = [];

    /// <summary>Whatever it meets in the routes may answer.</summary>
    public bool MayMeetAnything { get; set; }

    public byte[] Head()
    {
        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\n");
        foreach (var (name, value) in Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        if (Body is not null)
        {
            head.Append(IsChunked ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {Body.Length}\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    public byte[] WholeBody(Dice dice)
    {
        if (Body is null || !IsChunked)
        {
            return Body ?? [];
        }

        using var chunks = new MemoryStream();
        for (var at = 0; at < Body.Length;)
        {
            var size = Math.Min(Body.Length - at, dice.Between(1, 4096));
            var line = dice.Percent(10) ? $"000{size:X};a=\"b\"\r\n" : $"{size:x}\r\n";
            chunks.Write(Encoding.ASCII.GetBytes(line));
            chunks.Write(Body.AsSpan(at, size));
            chunks.Write("\r\n"u8);
            at += size;
        }

        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }
}

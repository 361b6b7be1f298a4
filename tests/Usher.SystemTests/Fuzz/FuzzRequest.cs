using System.Globalization;
using System.Text;

namespace Usher.SystemTests.Fuzz;

/// <summary>What the client does after its last byte.</summary>
internal enum Ending
{
    /// <summary>Waits for the answer and keeps the connection.</summary>
    Wait,

    /// <summary>Waits for the first answer and goes away: what it sent may be more than a request.</summary>
    WaitAndLeave,

    /// <summary>Reads until the server closes.</summary>
    ReadToEnd,

    /// <summary>Says that it will send no more, and reads until the server closes.</summary>
    HalfClose,

    /// <summary>Goes away without reading.</summary>
    Abort,

    /// <summary>Reads nothing until the server cuts the connection, which it must.</summary>
    ReadNothing,

    /// <summary>Reads on, a WebSocket's frames too, until the server ends the connection, which it must.</summary>
    UntilCutOff,
}

/// <summary>What may come back.</summary>
internal sealed record Expectation
{
    /// <summary>Answers of the application, each of which must keep its part of the document.</summary>
    public required IReadOnlyCollection<int> Statuses { get; init; }

    /// <summary>Refusals by the HTTP server below the application: no body, and the connection ends.</summary>
    public IReadOnlyCollection<int> Refusals { get; init; } = [];

    public int AnswersMax { get; init; } = 1;

    /// <summary>Nothing may come back either: the request is not whole, or larger than anybody reads.</summary>
    public bool MayStaySilent { get; init; }
}

/// <summary>Bytes for the wire, in the pieces in which they are sent.</summary>
internal sealed record FuzzRequest(string Name, IReadOnlyList<byte[]> Pieces, Expectation Expected)
{
    private const int ShownBytesMax = 4096;

    /// <summary>The operation whose document its answers must fit; null where any may answer.</summary>
    public ApiOperation? Operation { get; init; }

    public bool IsHead { get; init; }

    public Ending Ending { get; init; }

    public int PauseMilliseconds { get; init; }

    /// <summary>The exact bytes, as <c>printf '%b'</c> takes them.</summary>
    public string Escaped
    {
        get
        {
            var bytes = Pieces.SelectMany(piece => piece).ToArray();
            var text = new StringBuilder();
            foreach (var one in bytes.Take(ShownBytesMax))
            {
                text.Append(one switch
                {
                    (byte)'\r' => "\\r",
                    (byte)'\n' => "\\n",
                    (byte)'\\' => "\\\\",
                    >= 0x20 and < 0x7f => ((char)one).ToString(),
                    _ => string.Create(CultureInfo.InvariantCulture, $"\\x{one:x2}"),
                });
            }

            return bytes.Length <= ShownBytesMax ? text.ToString() : $"{text}… ({bytes.Length} bytes in all)";
        }
    }
}

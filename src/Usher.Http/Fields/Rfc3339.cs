using System.Globalization;

namespace Usher.Http.Fields;

/// <summary>Times as RFC 3339 writes them. One without an offset could mean any hour of a day: refused.</summary>
public static class Rfc3339
{
    public const string Example = "2027-03-14T19:30:00Z";

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    // Years that people sell seats for, and that every calendar and database on the way can tell.
    private static readonly DateTime Earliest = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Latest = new(9000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The time in UTC; null for anything else, with <paramref name="message"/> for its sender.</summary>
    public static DateTime? Parse(string text, out string message)
    {
        message = $"must be a time with an offset, such as {Example} (RFC 3339)";
        var hasOffset = text is [.., 'Z' or 'z'] || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        if (!hasOffset || !DateTimeOffset.TryParseExact(
            text.ToUpperInvariant(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return null;
        }

        message = "must be between the years 1970 and 9000";
        return time.UtcDateTime >= Earliest && time.UtcDateTime < Latest ? time.UtcDateTime : null;
    }
}

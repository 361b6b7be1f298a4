using System.Globalization;
using System.Text;

namespace Usher.Pages.Kit;

/// <summary>One event for a calendar (iCalendar, RFC 5545), with a reminder a few minutes before.</summary>
internal sealed record CalendarReply(string Name, string Title, DateTime At, DateTime Now, string Url) : IResult
{
    private const int LineBytesMax = 75;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        string[] lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Usher//Usher//EN", "BEGIN:VEVENT",
            $"UID:{Name}@{httpContext.Request.Host.Host}", $"DTSTAMP:{Stamp(Now)}", $"DTSTART:{Stamp(At)}",
            $"SUMMARY:{Escaped(Title)}", $"URL:{Url}",
            "BEGIN:VALARM", "ACTION:DISPLAY", $"DESCRIPTION:{Escaped(Title)}", "TRIGGER:-PT5M", "END:VALARM",
            "END:VEVENT", "END:VCALENDAR",
        ];
        var response = httpContext.Response;
        var body = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => Folded(line) + "\r\n")));
        response.ContentType = "text/calendar; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{Name}.ics\"";
        response.Headers.CacheControl = PageReply<Layout.NoticePage>.NoStore;
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }

    private static string Stamp(DateTime utc) =>
        utc.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace(";", @"\;", StringComparison.Ordinal)
        .Replace(",", @"\,", StringComparison.Ordinal);

    // Long lines go on after a line break and a space, never inside a letter.
    private static string Folded(string line)
    {
        var text = new StringBuilder(line.Length + 8);
        var bytes = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > LineBytesMax)
            {
                text.Append("\r\n ");
                bytes = 1;
            }

            text.Append(rune);
            bytes += rune.Utf8SequenceLength;
        }

        return text.ToString();
    }
}

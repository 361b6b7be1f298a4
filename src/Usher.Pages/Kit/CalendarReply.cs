using System.Security.Cryptography;
using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Usher.Pages.Kit;

/// <summary>One event for a calendar (iCalendar, RFC 5545), with a reminder a few minutes before. It is on the clock of
/// the venue, whose rules come with it.</summary>
/// <param name="Name">Names the file.</param>
/// <param name="Title">What the calendar shows.</param>
/// <param name="At">UTC.</param>
/// <param name="Zone">The time zone of the venue.</param>
/// <param name="Now">UTC.</param>
/// <param name="Url">Absolute.</param>
internal sealed record CalendarReply(string Name, string Title, DateTime At, string Zone, DateTime Now, string Url)
    : IResult
{
    /// <summary>What is one event however often it comes, by whatever address the server is reached, and no other event
    /// in the world.</summary>
    public required string EventName { get; init; }

    /// <summary>Such a name: whoever sees it does not learn what it was made of.</summary>
    /// <param name="kind">What the event is.</param>
    /// <param name="source">What no other event of the kind has, here or elsewhere.</param>
    public static string EventOf(string kind, string source) =>
        $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 16))}";

    /// <summary>What else is said of it; null: nothing.</summary>
    public string? Details { get; init; }

    /// <summary>How often the event was changed: of two files a calendar goes by the one with the higher number.
    /// </summary>
    public required int Sequence { get; init; }

    /// <summary>Whether it will not take place: a calendar that has it takes it away, or strikes it out.</summary>
    public bool IsCancelled { get; init; }

    private const string ProductId = "-//Usher//Usher//EN";
    private const int ReminderMinutes = 5;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var body = Encoding.UTF8.GetBytes(Write());
        response.ContentType = "text/calendar; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{Name}.ics\"";
        response.Headers.CacheControl = PageReply<Layout.NoticePage>.NoStore;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }

    // Of two equal times a calendar means the first (RFC 5545 §3.3.5); the second has no other name than that in UTC.
    private bool IsInUtc => Zone == TimeZones.Utc
        || (TimeZones.ToUtc(TimeZones.ToLocal(At, Zone), Zone) is [_, var second] && second == At);

    private string Write()
    {
        var calendar = new Calendar
        {
            ProductId = ProductId,
            Method = IsCancelled ? "CANCEL" : null,
        };
        if (!IsInUtc)
        {
            // The rules of these years, which repeat. What is earlier decides nothing.
            var from = new DateTime(Math.Min(At.Year, Now.Year) - 1, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            calendar.AddTimeZone(VTimeZone.FromDateTimeZone(Zone, from, includeHistoricalData: false));
        }

        var calendarEvent = new CalendarEvent
        {
            Uid = EventName,
            DtStamp = new CalDateTime(Now, CalDateTime.UtcTzId),
            DtStart = IsInUtc
                ? new CalDateTime(At, CalDateTime.UtcTzId)
                : new CalDateTime(TimeZones.ToLocal(At, Zone), Zone),
            Summary = Title,
            Description = Details,
            Url = new Uri(Url),
            Sequence = Sequence,
            Status = IsCancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
        };
        if (!IsCancelled)
        {
            calendarEvent.Alarms.Add(new Alarm
            {
                Action = AlarmAction.Display,
                Description = Title,
                Trigger = new Trigger(Duration.FromMinutes(-ReminderMinutes)),
            });
        }

        calendar.Events.Add(calendarEvent);
        return new CalendarSerializer().SerializeToString(calendar)!;
    }
}

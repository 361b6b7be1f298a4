using System.Net;
using System.Text;
using Usher.Testing;

namespace Usher.Tests.Pages;

public sealed class CalendarTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task The_opening_of_a_sale_is_an_event_in_UTC_with_a_reminder()
    {
        var name = "Café; an évening, \\ with a name that goes on for longer than a line of a calendar may";
        var show = await api.Server.CreateShowAsync(
            opensAt: new DateTime(2970, 1, 1, 9, 30, 0, DateTimeKind.Utc), name: name);

        var answer = await api.Http.GetPageAsync($"/shows/{show.Id}/opening.ics");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe("text/calendar; charset=utf-8");
        answer.Text.ShouldEndWith("\r\n");
        var folded = answer.Text.TrimEnd().Split("\r\n");
        folded.ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
        var lines = answer.Text.Replace("\r\n ", "", StringComparison.Ordinal).TrimEnd().Split("\r\n");
        lines[0].ShouldBe("BEGIN:VCALENDAR");
        lines[^1].ShouldBe("END:VCALENDAR");
        lines.ShouldContain("VERSION:2.0");
        lines.ShouldContain($"UID:opening-{show.Id}@127.0.0.1");
        lines.ShouldContain("DTSTART:29700101T093000Z");
        lines.Count(line => line.StartsWith("DTSTAMP:2", StringComparison.Ordinal) && line.EndsWith('Z')).ShouldBe(1);
        lines.ShouldContain(
            @"SUMMARY:On sale: Café\; an évening\, \\ with a name "
            + "that goes on for longer than a line of a calendar may");
        lines.ShouldContain("TRIGGER:-PT5M");
        lines.ShouldContain("ACTION:DISPLAY");
    }
}

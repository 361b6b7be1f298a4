using System.Net;
using System.Text;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Pages;

public sealed class CalendarTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

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
        var uid = lines.Single(line => line.StartsWith("UID:", StringComparison.Ordinal));
        uid.ShouldMatch("^UID:opening-[0-9a-f]{32}$");
        lines.ShouldContain("DTSTART:29700101T093000Z");
        lines.Count(line => line.StartsWith("DTSTAMP:2", StringComparison.Ordinal) && line.EndsWith('Z')).ShouldBe(1);
        lines.ShouldContain(
            @"SUMMARY:On sale: Café\; an évening\, \\ with a name "
            + "that goes on for longer than a line of a calendar may");
        lines.ShouldContain("TRIGGER:-PT5M");
        lines.ShouldContain("ACTION:DISPLAY");
        lines.ShouldContain("SEQUENCE:0");
        await PatchAsync(show.Id, """{ "sales_open_at": "2971-01-01T09:30:00Z" }""");
        var moved = LinesOf(await api.Http.GetPageAsync($"/shows/{show.Id}/opening.ics", ("Host", "localhost")));
        moved.ShouldContain("SEQUENCE:1");
        moved.ShouldContain(uid, customMessage: "it is the same event by whatever address");
    }

    [Fact]
    public async Task A_ticket_that_was_moved_or_cancelled_is_the_same_event_with_a_higher_number()
    {
        var show = await api.Server.CreateShowAsync();
        var id = (await api.Http.BookAsync(show.Id, [1])).Field("booking_id");
        (await EventAsync(id)).Status.ShouldBe(HttpStatusCode.NotFound);
        await api.Http.PostNothingAsync($"/api/bookings/{id}/confirm");

        var first = LinesOf(await EventAsync(id));
        first.ShouldContain("SEQUENCE:0");
        first.ShouldContain("STATUS:CONFIRMED");
        first.ShouldNotContain(line => line.StartsWith("METHOD:", StringComparison.Ordinal));
        // What a calendar does not tell changes nothing.
        await PatchAsync(show.Id, """{ "seats_per_booking_max": 3 }""");
        LinesOf(await EventAsync(id)).ShouldContain("SEQUENCE:0");
        await PatchAsync(show.Id, """{ "name": "Another name" }""");
        await PatchAsync(show.Id, """{ "name": "Another name" }""");
        var renamed = LinesOf(await EventAsync(id));
        renamed.ShouldContain("SEQUENCE:1");
        renamed.ShouldContain(line => line.StartsWith("SUMMARY:Another name", StringComparison.Ordinal));
        await PatchAsync(show.Id, """{ "start_time": "2999-06-01T19:30:00Z" }""");
        await PatchAsync(show.Id, """{ "time_zone": "Europe/Berlin" }""");
        var moved = LinesOf(await EventAsync(id));
        moved.ShouldContain("SEQUENCE:3");
        moved.ShouldContain("DTSTART;TZID=Europe/Berlin:29990601T213000");
        await api.Http.PostNothingAsync($"/api/admin/bookings/{id}/cancel", Key);

        var cancelled = LinesOf(await EventAsync(id));

        cancelled.ShouldContain("METHOD:CANCEL");
        cancelled.ShouldContain("STATUS:CANCELLED");
        cancelled.ShouldContain("SEQUENCE:4");
        cancelled.ShouldNotContain("BEGIN:VALARM");
        var uid = first.Single(line => line.StartsWith("UID:", StringComparison.Ordinal));
        moved.ShouldContain(uid);
        cancelled.ShouldContain(uid);
    }

    [Fact]
    public async Task A_hold_that_was_released_was_in_nobodys_calendar()
    {
        var show = await api.Server.CreateShowAsync();
        var id = (await api.Http.BookAsync(show.Id, [1])).Field("booking_id");
        await api.Http.PostNothingAsync($"/api/bookings/{id}/cancel");

        (await EventAsync(id)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_coach_that_goes_elsewhere_counts_too()
    {
        var show = await api.Server.CreateShowAsync(
            NewShow.In(BusPlan.Create("Coach", rows: 4, "Seat"), "To the sea", TestServer.FarOff));
        var id = (await api.Http.BookAsync(show.Id, [1])).Field("booking_id");
        await api.Http.PostNothingAsync($"/api/bookings/{id}/confirm");
        foreach (var (to, sequence) in new[] { ("Hamburg", 1), ("Hamburg", 1), ("Kiel", 2) })
        {
            var journey = $$"""{ "from": "Berlin", "to": "{{to}}" }""";
            (await api.Http.CallAsync(
                HttpMethod.Put, $"/api/admin/shows/{show.Id}/journey",
                new StringContent(journey, Encoding.UTF8, "application/json"), Key)).Status.ShouldBe(HttpStatusCode.OK);
            LinesOf(await EventAsync(id)).ShouldContain($"SEQUENCE:{sequence}");
        }
    }

    private static string[] LinesOf(Answer answer) =>
        answer.Text.Replace("\r\n ", "", StringComparison.Ordinal).TrimEnd().Split("\r\n");

    private Task<Answer> EventAsync(string booking) => api.Http.GetPageAsync($"/bookings/{booking}/show.ics");

    private Task<Answer> PatchAsync(ShowId show, string json) => api.Http.CallAsync(
        HttpMethod.Patch, $"/api/admin/shows/{show}", new StringContent(json, Encoding.UTF8, "application/json"), Key);
}

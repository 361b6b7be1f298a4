using System.Net;
using System.Text.RegularExpressions;

namespace Usher.Testing;

/// <summary>What a browser without scripts does with pages.</summary>
internal static partial class PageCalls
{
    [GeneratedRegex("name=\"key\" value=\"([^\"]+)\"")]
    private static partial Regex KeyField { get; }

    public static Task<Answer> GetPageAsync(
        this HttpClient http, string path, params (string Name, string Value)[] headers) =>
        http.GetAnswerAsync(path, [("Accept", "text/html,application/xhtml+xml"), .. headers]);

    public static Task<Answer> PostFormAsync(
        this HttpClient http, string path, (string Name, string Value)[] fields,
        params (string Name, string Value)[] headers) =>
        http.CallAsync(
            HttpMethod.Post, path,
            new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
            [("Accept", "text/html"), .. headers]);

    /// <summary>Opens a show, chooses seats and sends the form.</summary>
    public static async Task<Answer> HoldAsync(this HttpClient http, ShowId showId, params int[] seats) =>
        await http.PostFormAsync($"/shows/{showId}/book", await http.FormAsync(showId, seats));

    /// <summary>The fields of a show's form with these seats chosen.</summary>
    public static async Task<(string Name, string Value)[]> FormAsync(
        this HttpClient http, ShowId showId, params int[] seats)
    {
        var page = (await http.GetPageAsync($"/shows/{showId}")).ShouldBePage(HttpStatusCode.OK);
        return [("key", KeyField.Match(page.Text).Groups[1].Value), .. seats.Select(seat => ("seat", $"{seat}"))];
    }

    /// <summary>The fields of the form by which the page of a hold confirms it.</summary>
    public static async Task<(string Name, string Value)[]> ConfirmFormAsync(
        this HttpClient http, string booking, string email = "asha@example.com")
    {
        var page = (await http.GetPageAsync(booking)).ShouldBePage(HttpStatusCode.OK);
        return [("key", KeyField.Match(page.Text).Groups[1].Value), ("email", email)];
    }

    /// <summary>Confirms a hold by the form of its page.</summary>
    /// <returns>The buyer's link, as a path.</returns>
    public static async Task<string> ConfirmAsync(this HttpClient http, string booking)
    {
        var form = await http.ConfirmFormAsync(booking);
        var ticket = (await http.PostFormAsync($"{booking}/confirm", form)).ShouldRedirect();
        ticket.ShouldMatch($@"^{booking}\?ticket=[A-Za-z0-9_-]{{52}}$");
        return ticket;
    }

    /// <summary>Where the event for a calendar is, of a booking's path or of the buyer's link.</summary>
    public static string CalendarOf(string booking) => booking.Split('?') is [var path, var query]
        ? $"{path}/show.ics?{query}"
        : $"{booking}/show.ics";

    /// <summary>The lines of a calendar, put together again where they were folded.</summary>
    public static string ShouldBeCalendar(this Answer answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.ContentType.ShouldBe("text/calendar; charset=utf-8");
        return answer.Text.Replace("\r\n ", "", StringComparison.Ordinal);
    }

    public static Answer ShouldBePage(this Answer answer, HttpStatusCode status)
    {
        answer.Status.ShouldBe(status, answer.Text);
        answer.ContentType.ShouldBe("text/html; charset=utf-8");
        answer.Text.ShouldStartWith("<!doctype html>");
        answer.Text.TrimEnd().ShouldEndWith("</html>");
        return answer;
    }

    /// <summary>Post, redirect, get: where the browser goes next.</summary>
    public static string ShouldRedirect(this Answer answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.SeeOther, answer.Text);
        answer.Message.Headers.CacheControl!.ToString().ShouldBe("no-store");
        return answer.Message.Headers.Location!.ToString();
    }
}

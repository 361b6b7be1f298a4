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

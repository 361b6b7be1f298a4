using System.Net;
using System.Text;
using System.Text.Json;

namespace Usher.Testing;

/// <summary>An answer, read whole.</summary>
internal sealed record Answer(HttpStatusCode Status, HttpResponseMessage Message, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? ContentType => Message.Content.Headers.ContentType?.ToString();

    public string Field(string name) => Json.GetProperty(name).ToString();

    public string[] Fields => [.. Json.EnumerateObject().Select(property => property.Name)];

    /// <summary>What the problem says about a field.</summary>
    public string[] Errors(string field) =>
        [.. Json.GetProperty("errors").GetProperty(field).EnumerateArray().Select(message => message.GetString()!)];

    /// <summary>The answer is a problem of this type, in the shape of RFC 9457.</summary>
    public Answer ShouldBeProblem(HttpStatusCode status, string name)
    {
        Status.ShouldBe(status, Text);
        ContentType.ShouldBe("application/problem+json");
        Field("type").ShouldBe("/problems/" + name);
        Field("title").ShouldNotBeEmpty();
        Field("detail").ShouldNotBeEmpty();
        Json.GetProperty("status").GetInt32().ShouldBe((int)status);
        return this;
    }
}

internal static class HttpCalls
{
    public static Task<Answer> GetAnswerAsync(
        this HttpClient http, string path, params (string Name, string Value)[] headers) =>
        http.CallAsync(HttpMethod.Get, path, content: null, headers);

    public static Task<Answer> PostJsonAsync(
        this HttpClient http, string path, string json, params (string Name, string Value)[] headers) =>
        http.CallAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public static Task<Answer> PostNothingAsync(
        this HttpClient http, string path, params (string Name, string Value)[] headers) =>
        http.CallAsync(HttpMethod.Post, path, content: null, headers);

    /// <param name="http">The server.</param>
    /// <param name="showId">The show.</param>
    /// <param name="seats">Its seats.</param>
    /// <param name="email">For whom.</param>
    /// <param name="key">A name for the idempotency key, which is a UUID; null: none is sent.</param>
    public static Task<Answer> BookAsync(
        this HttpClient http, ShowId showId, int[] seats, string? email = "asha@example.com", string? key = null) =>
        http.BookAsync(showId.Value, seats, email, key);

    public static Task<Answer> BookAsync(
        this HttpClient http, long showId, int[] seats, string? email = "asha@example.com", string? key = null) =>
        http.PostJsonAsync(
            "/api/bookings",
            JsonSerializer.Serialize(new { show_id = showId, user_email = email, seat_numbers = seats }),
            key is null ? [] : [("Idempotency-Key", KeyNames.KeyOf(key))]);

    public static async Task<Answer> CallAsync(
        this HttpClient http, HttpMethod method, string path, HttpContent? content,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, response, await response.Content.ReadAsStringAsync());
    }
}

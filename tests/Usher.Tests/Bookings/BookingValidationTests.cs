using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Usher.Testing;

namespace Usher.Tests.Bookings;

public sealed class BookingValidationTests(TestApi api) : IClassFixture<TestApi>
{
    private const int BodyBytesMax = 64 * 1024;

    private HttpClient Http => api.Http;

    public static TheoryData<string, string, string> WrongFields => new()
    {
        // Each body, the field it is refused for, and a part of the remedy.
        { "{}", "show_id", "is required" },
        { "{}", "seat_numbers", "is required" },
        { """{ "show_id": null, "seat_numbers": [1] }""", "show_id", "is required" },
        { """{ "show_id": "1", "seat_numbers": [1] }""", "show_id", "whole number" },
        { """{ "show_id": 1.5, "seat_numbers": [1] }""", "show_id", "whole number" },
        { """{ "show_id": 0, "seat_numbers": [1] }""", "show_id", "at least 1" },
        { """{ "show_id": -1, "seat_numbers": [1] }""", "show_id", "at least 1" },
        { """{ "show_id": 99999999999999999999, "seat_numbers": [1] }""", "show_id", "whole number" },
        { """{ "show_id": [1], "seat_numbers": [1] }""", "show_id", "whole number" },
        { """{ "show_id": { "show_id": 1 }, "seat_numbers": [1] }""", "show_id", "whole number" },
        { """{ "show_id": true, "seat_numbers": [1] }""", "show_id", "whole number" },
        { """{ "show_id": 1, "show_id": 1, "seat_numbers": [1] }""", "show_id", "twice" },
        { """{ "show_id": 1, "show\u005fid": 1, "seat_numbers": [1] }""", "show_id", "twice" },
        { """{ "show_id": 1, "seat_numbers": null }""", "seat_numbers", "is required" },
        { """{ "show_id": 1, "seat_numbers": [] }""", "seat_numbers", "at least one" },
        { """{ "show_id": 1, "seat_numbers": 5 }""", "seat_numbers", "array" },
        { """{ "show_id": 1, "seat_numbers": "5,6" }""", "seat_numbers", "array" },
        { """{ "show_id": 1, "seat_numbers": { "0": 5 } }""", "seat_numbers", "array" },
        { """{ "show_id": 1, "seat_numbers": ["5"] }""", "seat_numbers", "whole numbers" },
        { """{ "show_id": 1, "seat_numbers": [null] }""", "seat_numbers", "whole numbers" },
        { """{ "show_id": 1, "seat_numbers": [[5]] }""", "seat_numbers", "whole numbers" },
        { """{ "show_id": 1, "seat_numbers": [{ "a": [] }, 5] }""", "seat_numbers", "whole numbers" },
        { """{ "show_id": 1, "seat_numbers": [1.5] }""", "seat_numbers", "whole numbers" },
        { """{ "show_id": 1, "seat_numbers": [0] }""", "seat_numbers", "from 1" },
        { """{ "show_id": 1, "seat_numbers": [-5] }""", "seat_numbers", "from 1" },
        { """{ "show_id": 1, "seat_numbers": [2147483648] }""", "seat_numbers", "2147483647" },
        { """{ "show_id": 1, "seat_numbers": [1e400] }""", "seat_numbers", "whole numbers" },
        { """{ "show_id": 1, "seat_numbers": [5, 6, 5] }""", "seat_numbers", "5 is listed twice" },
        { """{ "show_id": 1, "seat_numbers": [1], "seat_numbers": [2] }""", "seat_numbers", "twice" },
        { """{ "show_id": 1, "seat_numbers": [1], "seat_count": 2 }""", "seat_count", "must be left out" },
        { """{ "show_id": 1, "seat_count": 0 }""", "seat_count", "from 1 to 100" },
        { """{ "show_id": 1, "seat_count": 101 }""", "seat_count", "from 1 to 100" },
        { """{ "show_id": 1, "seat_count": "2" }""", "seat_count", "whole number" },
        { """{ "show_id": 1, "seat_count": null }""", "seat_numbers", "is required" },
        { """{ "show_id": 1, "seat_count": 2, "category": 5 }""", "category", "text" },
        { """{ "show_id": 1, "seat_count": 2, "allow_split": "yes" }""", "allow_split", "true or false" },
        { """{ "show_id": 1, "seat_numbers": [1], "category": "Stalls" }""", "category", "only be used with" },
        { """{ "show_id": 1, "seat_numbers": [1], "allow_split": true }""", "allow_split", "only be used with" },
        { """{ "show_id": 1, "seat_numbers": [1], "user_email": 5 }""", "user_email", "text" },
        { """{ "show_id": 1, "seat_numbers": [1], "user_email": ["a@example.com"] }""", "user_email", "text" },
        { """{ "show_id": 1, "seat_numbers": [1], "user_email": "\ud800@example.com" }""", "user_email", "Unicode" },
        { """{ "show_id": 1, "seat_numbers": [1], "user_email": "a\u0000@example.com" }""", "user_email", "control" },
        { """{ "show_id": 1, "seat_numbers": [1], "user_email": "a@example.com\n" }""", "user_email", "control" },
    };

    public static TheoryData<string> WrongBodies =>
    [
        "", " ", "null", "7", "\"text\"", "true", "[]", """[{ "show_id": 1, "seat_numbers": [1] }]""", "{",
        """{ "show_id": 1, "seat_numbers": [1] """, """{ "show_id": 1, "seat_numbers": [1] } }""",
        """{ "show_id": 1, "seat_numbers": [1] } {}""", """{ "show_id": 1, "seat_numbers": [1], }""",
        """{ 'show_id': 1 }""", """{ "show_id": 01, "seat_numbers": [1] }""", """{ "show_id": NaN }""",
        """{ "show_id": 1, /* two */ "seat_numbers": [1] }""", """{ "show_id": 1 "seat_numbers": [1] }""",
        """{ "a": "half an escape \u12" }""", "show_id=1&seat_numbers=1",
        """{ "deep": """ + new string('[', 70) + new string(']', 70) + " }",
    ];

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_with_its_remedy(string body, string field, string remedy) =>
        (await Http.PostJsonAsync("/api/bookings", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors(field).ShouldContain(message => message.Contains(remedy));

    [Theory]
    [MemberData(nameof(WrongBodies))]
    public async Task What_is_not_one_JSON_object_is_refused(string body) =>
        (await Http.PostJsonAsync("/api/bookings", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body");

    [Theory]
    [InlineData("nobody")]
    [InlineData("@example.com")]
    [InlineData("a@")]
    [InlineData("a@example")]
    [InlineData("a@@example.com")]
    [InlineData("a b@example.com")]
    [InlineData("a@exa mple.com")]
    [InlineData("a@example..com")]
    [InlineData("a@.example.com")]
    [InlineData("a@example.com..")]
    [InlineData("a@example.")]
    [InlineData("a@.")]
    [InlineData("a@example\u3002\uff0ecom")]
    [InlineData("a@-example.com")]
    [InlineData(".a@example.com")]
    [InlineData("a.@example.com")]
    [InlineData("a..b@example.com")]
    [InlineData("Asha <a@example.com>")]
    [InlineData(" a@example.com")]
    [InlineData("a@example.com,b@example.com")]
    [InlineData("")]
    public async Task A_malformed_email_is_refused(string email) =>
        (await Http.BookAsync(1, [1], email)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("user_email").ShouldHaveSingleItem().ShouldContain("e-mail address");

    [Theory]
    [InlineData("asha.o'neil+tickets@mail.example.com")]
    [InlineData("jörg@bücher.example")]
    [InlineData("a@xn--bcher-kva.example")]
    [InlineData("a@example.com.")]
    [InlineData("a@b\u00fccher\u3002example")]
    [InlineData("a@b\u00fccher\uff0eexample\uff61")]
    public async Task An_unusual_email_is_taken(string email)
    {
        var show = await api.Server.CreateShowAsync();

        (await Http.BookAsync(show.Id, [1], email)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_email_has_at_most_254_characters()
    {
        var show = await api.Server.CreateShowAsync();
        var domain = string.Concat(Enumerable.Repeat(new string('d', 60) + ".", 4)) + "example";
        var longest = new string('a', 254 - domain.Length - 1) + "@" + domain;

        (await Http.BookAsync(show.Id, [1], longest)).Status.ShouldBe(HttpStatusCode.Created);
        (await Http.BookAsync(show.Id, [2], "a" + longest)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("user_email").ShouldHaveSingleItem().ShouldContain("254");
    }

    [Fact]
    public async Task Up_to_100_seats_are_one_booking()
    {
        var show = await api.Server.CreateShowAsync(seats: 200);

        (await Http.BookAsync(show.Id, [.. Enumerable.Range(1, 101)]))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("seat_numbers").ShouldHaveSingleItem().ShouldBe("must have at most 100 elements, not 101");
        (await Http.BookAsync(show.Id, [.. Enumerable.Range(1, 5_000)]))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        (await Http.BookAsync(show.Id, [.. Enumerable.Range(1, 100)])).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        var answer = await Http.PostJsonAsync(
            "/api/bookings",
            """{ "show_id": "x", "seat_numbers": [0], "user_email": "x", "seat_count": 0 }""",
            ("Idempotency-Key", "a b"));

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(
            ["Idempotency-Key", "show_id", "seat_numbers", "user_email", "seat_count"], ignoreOrder: true);
    }

    [Fact]
    public async Task Unknown_fields_are_ignored_whatever_they_hold()
    {
        var show = await api.Server.CreateShowAsync();

        var answer = await Http.PostJsonAsync("/api/bookings", $$"""
            { "x": { "show_id": "no", "y": [1, { "z": null }] }, "show_id": {{show.Id}}, "X": 1e999, "Show_Id": "no",
              "seat_numbers": [1], "user_email": null, "seat_count": null, "x": 2, "\ud83d": 3 }
            """);

        answer.Status.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    [InlineData("application/xml")]
    [InlineData(null)]
    public async Task A_body_under_another_content_type_is_refused(string? type)
    {
        using var content = new ByteArrayContent("""{ "show_id": 1, "seat_numbers": [1] }"""u8.ToArray());
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        var answer = await Http.CallAsync(HttpMethod.Post, "/api/bookings", content);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body")
            .Field("detail").ShouldContain("application/json");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; charset=UTF-8")]
    [InlineData("application/vnd.api+json")]
    public async Task JSON_is_taken_however_its_content_type_is_spelled(string type)
    {
        using var content = new ByteArrayContent("""{ "show_id": 987654321, "seat_numbers": [1] }"""u8.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        (await Http.CallAsync(HttpMethod.Post, "/api/bookings", content))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
    }

    [Fact]
    public async Task Invalid_UTF8_is_refused_wherever_it_stands()
    {
        foreach (var bytes in new byte[][] { [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80] })
        {
            using var content = new ByteArrayContent(
                [.. "{ \"show_id\": 1, \"seat_numbers\": [1], \"comment\": \""u8, .. bytes, .. "\" }"u8]);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

            (await Http.CallAsync(HttpMethod.Post, "/api/bookings", content))
                .ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body").Field("detail").ShouldContain("UTF-8");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_has_at_most_64_KiB_whether_its_length_is_told_or_not(bool chunked)
    {
        var show = await api.Server.CreateShowAsync();
        var body = $$"""{ "show_id": {{show.Id}}, "seat_numbers": [1] }""";

        (await SendPaddedAsync(body, BodyBytesMax + 1, chunked))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body").Field("detail").ShouldContain("larger");
        // The framing of chunks counts, too.
        var bytes = chunked ? BodyBytesMax - 100 : BodyBytesMax;
        (await SendPaddedAsync(body, bytes, chunked)).Status.ShouldBe(HttpStatusCode.Created);
    }

    private async Task<Answer> SendPaddedAsync(string body, int bytes, bool chunked)
    {
        using var content = new StringContent(body.PadRight(bytes), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/bookings") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        var response = await Http.SendAsync(request);
        return new Answer(response.StatusCode, response, await response.Content.ReadAsStringAsync());
    }
}

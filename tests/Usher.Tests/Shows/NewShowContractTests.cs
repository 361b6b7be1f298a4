using System.Net;
using Usher.Testing;

namespace Usher.Tests.Shows;

public sealed class NewShowContractTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Minimal = """{ "name": "A", "start_time": "2999-01-01T20:00:00Z", "total_seats": 3 }""";

    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    private HttpClient Http => api.Http;

    public static TheoryData<string, string, string> WrongFields => new()
    {
        // What replaces the body's field, the field that is refused, and a part of the remedy.
        { """ "name": null """, "name", "is required" },
        { """ "name": "" """, "name", "1 to 200" },
        { """ "name": "   " """, "name", "1 to 200" },
        { """ "name": "a\u0007" """, "name", "control" },
        { """ "name": 7 """, "name", "text" },
        { """ "start_time": null """, "start_time", "is required" },
        { """ "start_time": "soon" """, "start_time", "RFC 3339" },
        { """ "start_time": "2999-01-01T20:00:00" """, "start_time", "offset" },
        { """ "start_time": "2999-02-30T20:00:00Z" """, "start_time", "RFC 3339" },
        { """ "start_time": "0001-01-01T00:00:00Z" """, "start_time", "1970" },
        { """ "start_time": 1700000000 """, "start_time", "text" },
        { """ "total_seats": null """, "total_seats", "is required" },
        { """ "total_seats": 0 """, "total_seats", "from 1 to 200000" },
        { """ "total_seats": 200001 """, "total_seats", "from 1 to 200000" },
        { """ "total_seats": "3" """, "total_seats", "whole number" },
        { """ "total_seats": 3, "total_seats": 3 """, "total_seats", "twice" },
        { """ "hold_seconds": 0 """, "hold_seconds", "from 1 to 86400" },
        { """ "hold_seconds": 86401 """, "hold_seconds", "from 1 to 86400" },
        { """ "sales_open_at": "now" """, "sales_open_at", "RFC 3339" },
        { """ "seats_per_booking_max": 101 """, "seats_per_booking_max", "from 1 to 100" },
        { """ "seats_per_person_max": 0 """, "seats_per_person_max", "from 1 to 100" },
        { """ "seats_per_person_max": "4" """, "seats_per_person_max", "whole number" },
        { """ "sale_mode": "QUEUED" """, "sale_mode", "not supported yet" },
        { """ "sale_mode": "direct" """, "sale_mode", "DIRECT" },
        { """ "prices": [{ "category": "Stalls", "amount": 1000 }] """, "currency", "is missing" },
        { """ "prices": {} """, "prices", "must be an array of" },
        { """ "prices": [{ "category": "Stalls", "amount": 10.5 }] """, "prices", "must be an array of" },
        { """ "currency": "EUR", "prices": [{ "category": "Stalls", "amount": -1 }] """, "prices", "minor units" },
        { """ "currency": "EUR", "prices": [{ "category": "Stalls", "amount": 1000000001 }] """, "prices", "0 to" },
        { """ "currency": "EUR", "prices": [{ "category": "", "amount": 1 }] """, "prices", "characters" },
        { """ "currency": "ZZZ" """, "currency", "ISO 4217" },
        { """ "currency": "euro" """, "currency", "ISO 4217" },
    };

    [Fact]
    public async Task A_new_show_is_on_sale_at_once()
    {
        var created = await Http.PostJsonAsync("/api/admin/shows", """
            {
              "name": " Opening night ", "start_time": "2999-01-01T22:00:00.250+02:00", "total_seats": 3,
              "hold_seconds": 45, "sale_mode": "DIRECT", "sales_open_at": "2001-01-01T00:00:00Z", "currency": "EUR",
              "prices": []
            }
            """, Key);

        created.Status.ShouldBe(HttpStatusCode.Created);
        created.Field("name").ShouldBe("Opening night");
        created.Field("start_time").ShouldBe("2999-01-01T20:00:00.25Z");
        created.Field("sales_open_at").ShouldBe("2001-01-01T00:00:00Z");
        (created.Field("total_seats"), created.Field("available_seats")).ShouldBe(("3", "3"));
        var address = created.Message.Headers.Location!.ToString();
        address.ShouldBe("/api/shows/" + created.Field("id"));
        (await Http.GetAnswerAsync($"/api/admin/shows/{created.Field("id")}", Key)).Text.ShouldBe(created.Text);
        (await Http.GetAnswerAsync(address)).Field("id").ShouldBe(created.Field("id"));
        var booked = await Http.BookAsync(created.Json.GetProperty("id").GetInt64(), [1, 2, 3]);
        (booked.Json.GetProperty("expires_at").GetDateTime() - booked.Json.GetProperty("created_at").GetDateTime())
            .ShouldBe(TimeSpan.FromSeconds(45));
    }

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_with_its_remedy(string change, string field, string remedy)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = """ "name": "A" """,
            ["start_time"] = """ "start_time": "2999-01-01T20:00:00Z" """,
            ["total_seats"] = """ "total_seats": 3 """,
            [field] = change,
        };

        var answer = await Http.PostJsonAsync("/api/admin/shows", "{" + string.Join(',', fields.Values) + "}", Key);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        answer.Json.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
        answer.Errors(field).ShouldHaveSingleItem().ShouldContain(remedy);
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        var answer = await Http.PostJsonAsync("/api/admin/shows", """{ "total_seats": 0, "prices": [1] }""", Key);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name)
            .ShouldBe(["name", "start_time", "total_seats", "prices"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task What_is_not_a_JSON_object_is_refused(string body) =>
        (await Http.PostJsonAsync("/api/admin/shows", body, Key))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body");

    [Fact]
    public async Task Nobody_without_the_key_creates_a_show_or_learns_what_is_wrong_with_it()
    {
        foreach (var headers in new (string, string)[][]
        {
            [], [("X-Api-Key", "")], [("X-Api-Key", "wrong")], [("X-Api-Key", TestApi.AdminKey + "x")],
            [("X-Api-Key", TestApi.AdminKey[..^1])], [("Authorization", "Bearer " + TestApi.AdminKey)],
        })
        {
            var answer = await Http.PostJsonAsync("/api/admin/shows", Minimal, headers);
            answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "admin-key-required");
            answer.Message.Headers.WwwAuthenticate.Select(way => way.Scheme).ShouldBe(["Bearer", "ApiKey"]);
            (await Http.PostJsonAsync("/api/admin/shows", "{", headers)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await Http.PostJsonAsync("/api/admin/shows", Minimal, Key)).Status.ShouldBe(HttpStatusCode.Created);
    }
}

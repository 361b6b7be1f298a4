using System.Net;
using System.Text.Json;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.ApiKeys;

public sealed class ApiKeyContractTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Path = "/api/admin/api-keys";

    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task A_key_is_shown_once_and_opens_what_its_role_may()
    {
        var made = await MakeAsync("""{ "name": "Website", "role": "STAFF" }""");
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        made.Message.Headers.CacheControl!.ToString().ShouldBe("no-store");
        var secret = made.Field("secret");
        var key = made.Json.GetProperty("api_key");
        var show = await api.Server.CreateShowAsync();
        var path = $"/api/admin/shows/{show.Id}/bookings";

        secret.ShouldMatch("^usk_[A-Za-z0-9_-]{43}$");
        key.GetProperty("prefix").GetString().ShouldBe(secret[..12]);
        foreach (var header in ((string, string)[])[("X-Api-Key", secret), TestPeople.Bearer(secret)])
        {
            (await api.Http.GetAnswerAsync(path, header)).Status.ShouldBe(HttpStatusCode.OK);
            (await api.Http.GetAnswerAsync(Path, header)).Status.ShouldBe(HttpStatusCode.Forbidden);
        }

        var list = await api.Http.GetAnswerAsync(Path, Key);
        list.Text.ShouldNotContain(secret);
        Find(list, key).GetProperty("last_used_at").GetDateTime().ShouldBeGreaterThan(
            TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1));
        (await StoredAsync()).ShouldNotContain(secret[4..]);
    }

    [Fact]
    public async Task A_repeated_request_makes_no_other_key_and_is_answered_without_the_secret()
    {
        const string body = """{ "name": "Only once", "role": "STAFF" }""";
        (string, string)[] headers = [Key, ("Idempotency-Key", $"{Guid.NewGuid():N}")];

        var first = await api.Http.PostJsonAsync(Path, body, headers);
        var repeated = await api.Http.PostJsonAsync(Path, body, headers);

        (first.Status, repeated.Status).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created));
        first.Json.TryGetProperty("note", out _).ShouldBeFalse();
        repeated.Json.TryGetProperty("secret", out _).ShouldBeFalse();
        repeated.Field("note").ShouldStartWith("The secret was in the first response and is stored nowhere.");
        repeated.Field("api_key").ShouldBe(first.Field("api_key"));
        (await OpensAsync(first.Field("secret"))).ShouldBe(HttpStatusCode.OK);
        (await api.Http.GetAnswerAsync(Path, Key)).Json.GetProperty("api_keys").EnumerateArray()
            .Count(key => key.GetProperty("name").GetString() == "Only once").ShouldBe(1);
        (await StoredAsync("select string_agg(convert_from(body, 'UTF8'), ' ') from idempotency_keys"))
            .ShouldNotContain(first.Field("secret")[4..]);
    }

    [Fact]
    public async Task A_key_works_for_ten_years_at_most_whoever_makes_it()
    {
        var late = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(3_651);

        (await MakeAsync($$"""{ "name": "Late", "role": "STAFF", "expires_at": "{{late:yyyy-MM-ddTHH:mm:ssZ}}" }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("expires_at")
            .ShouldBe(["must be at most 3,650 days ahead"]);
        using var organiser = await Organiser.SignedInAsync(api);
        (await organiser.PostAsync("/desk/api-keys", ("name", "Late"), ("role", "STAFF"), ("days", "3651")))
            .ShouldBePage(HttpStatusCode.BadRequest).Text.ShouldContain("must be a whole number from 1 to 3,650");
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_and_stays_in_the_list()
    {
        var made = await MakeAsync("""{ "name": "Old", "role": "SCANNER" }""");
        var (id, secret) = (made.Json.GetProperty("api_key").GetProperty("id").GetString(), made.Field("secret"));
        (await OpensAsync(secret)).ShouldBe(HttpStatusCode.OK);

        (await DeleteAsync(id!)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await DeleteAsync(id!)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await OpensAsync(secret)).ShouldBe(HttpStatusCode.Unauthorized);
        Find(await api.Http.GetAnswerAsync(Path, Key), made.Json.GetProperty("api_key"))
            .GetProperty("revoked_at").GetDateTime().Kind.ShouldBe(DateTimeKind.Utc);
        (await DeleteAsync(Guid.NewGuid().ToString("D"))).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-api-key");
    }

    [Theory]
    [InlineData("usk_")]
    [InlineData("usk_0000000000000000000000000000000000000000000")]
    [InlineData("USK_0000000000000000000000000000000000000000000")]
    public async Task A_key_that_somebody_made_up_opens_nothing(string key)
    {
        (await OpensAsync(key)).ShouldBe(HttpStatusCode.Unauthorized);
        (await api.Http.GetAnswerAsync("/api/admin/shows", TestPeople.Bearer(key))).Status
            .ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_field()
    {
        var answer = await MakeAsync(
            """{ "name": " ", "role": "OPERATOR", "expires_at": "2020-01-01T00:00:00Z" }""");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        answer.Errors("name").ShouldHaveSingleItem();
        answer.Errors("role").ShouldBe(["must be ADMIN, STAFF or SCANNER"]);
        (await MakeAsync("""{ "name": "A", "role": "STAFF", "expires_at": "2020-01-01T00:00:00Z" }"""))
            .Errors("expires_at").ShouldBe(["must be in the future"]);
    }

    [Fact]
    public async Task A_program_buys_with_its_key_and_its_idempotency_keys_are_its_own()
    {
        var show = await api.Server.CreateShowAsync();
        var one = ("X-Api-Key", (await api.Server.MakeKeyAsync(Role.Staff, name: "One")).Secret);
        var other = ("X-Api-Key", (await api.Server.MakeKeyAsync(Role.Staff, name: "Other")).Secret);

        var first = await BookAsync(show, 1, "order-1", one);
        var again = await BookAsync(show, 1, "order-1", one);
        var others = await BookAsync(show, 2, "order-1", other);
        var servers = await BookAsync(show, 3, "order-1", Key);

        first.Status.ShouldBe(HttpStatusCode.Created);
        again.Text.ShouldBe(first.Text);
        others.Status.ShouldBe(HttpStatusCode.Created);
        servers.Status.ShouldBe(HttpStatusCode.Created);
        (await BookAsync(show, 4, "order-1", one)).ShouldBeProblem(
            HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await BookAsync(show, 5, "order-1")).Errors("Idempotency-Key").ShouldHaveSingleItem();
        var path = "/api/bookings/" + first.Field("booking_id");
        var scanner = ("X-Api-Key", (await api.Server.MakeKeyAsync(Role.Scanner)).Secret);
        (await api.Http.GetAnswerAsync(path, one)).Field("user_email").ShouldBe("asha@example.com");
        (await api.Http.GetAnswerAsync(path, scanner)).Field("user_email").ShouldBe("a***@example.com");
    }

    [Fact]
    public async Task The_histories_say_who_did_it()
    {
        var show = await api.Server.CreateShowAsync();
        var booked = await api.Http.BookAsync(show.Id, [1]);
        var key = ("X-Api-Key", (await api.Server.MakeKeyAsync(Role.Staff, name: "Till 2")).Secret);
        var (_, email) = await api.Server.AddAsync(Role.Staff, name: "Bo Winter");
        var path = $"/api/admin/shows/{show.Id}/block";

        (await api.Http.PostNothingAsync($"/api/admin/bookings/{booked.Field("booking_id")}/cancel", key)).Status
            .ShouldBe(HttpStatusCode.OK);
        (await api.Http.PostJsonAsync(path, """{ "seat_numbers": [3] }""", await api.Server.TokenAsync(email)))
            .Status.ShouldBe(HttpStatusCode.OK);

        var actors = (await api.Http.GetAnswerAsync($"/api/admin/audit?show_id={show.Id}", Key)).Json
            .GetProperty("events").EnumerateArray().Select(one => one.GetProperty("actor").GetString()).ToList();
        actors.ShouldContain("API key Till 2");
        actors.ShouldContain("Bo Winter");
    }

    private Task<Answer> MakeAsync(string json) => api.Http.PostJsonAsync(Path, json, Key);

    private Task<Answer> DeleteAsync(string id) =>
        api.Http.CallAsync(HttpMethod.Delete, $"{Path}/{id}", content: null, Key);

    private async Task<HttpStatusCode> OpensAsync(string secret) =>
        (await api.Http.GetAnswerAsync("/api/admin/shows", ("X-Api-Key", secret))).Status;

    private Task<Answer> BookAsync(
        Usher.Engine.Shows.Show show, int seat, string key, params (string, string)[] credentials) =>
        api.Http.PostJsonAsync(
            "/api/bookings",
            $$"""{ "show_id": {{show.Id}}, "user_email": "asha@example.com", "seat_numbers": [{{seat}}] }""",
            [("Idempotency-Key", key), .. credentials]);

    private static JsonElement Find(Answer list, JsonElement key) => list.Json.GetProperty("api_keys")
        .EnumerateArray().Single(one => one.GetProperty("id").GetString() == key.GetProperty("id").GetString());

    private async Task<string> StoredAsync(string sql = "select string_agg(t::text, ' ') from api_keys t")
    {
        await using var command = api.Database.DataSource.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}

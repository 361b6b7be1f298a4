using System.Net;
using System.Text;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Testing;

namespace Usher.Tests.Shows;

/// <summary>Under an Idempotency-Key a write of an organiser's has one effect and one answer.</summary>
public sealed class RepeatedWritesTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string, string) Admin = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task The_same_request_makes_one_show_and_gets_the_same_answer()
    {
        var first = await CreateAsync("Once", "once-1");
        await api.Http.BookAsync(first.Json.GetProperty("id").GetInt64(), [1]);

        var second = await CreateAsync("Once", "once-1");

        (second.Status, second.Text, second.ContentType, second.Message.Headers.Location).ShouldBe(
            (HttpStatusCode.Created, first.Text, first.ContentType, first.Message.Headers.Location));
        (await CountAsync("Once")).ShouldBe(1);
        (await CreateAsync("Once", "once-2")).Field("id").ShouldNotBe(first.Field("id"));
    }

    [Fact]
    public async Task Requests_that_come_together_make_one_show_on_whichever_server()
    {
        await using var other = await TestServer.StartAsync(api.Database, ("Auth:AdminKey", TestApi.AdminKey));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            CreateAsync("Together", "together", seats: 20_000, http: i % 2 == 0 ? api.Http : other.Http)));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        answers.Select(answer => answer.Text).Distinct().ShouldHaveSingleItem();
        (await CountAsync("Together")).ShouldBe(1);
    }

    [Fact]
    public async Task Another_payload_or_another_address_under_the_same_key_is_refused()
    {
        var show = (await CreateAsync("First", "shared")).Field("id");

        (await CreateAsync("Second", "shared"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await CallAsync(HttpMethod.Patch, $"/api/admin/shows/{show}", """{ "name": "First" }""", "shared"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await CountAsync("Second")).ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_keeps_nothing_and_the_same_key_may_try_again()
    {
        (await CallAsync(HttpMethod.Patch, "/api/admin/shows/999999", """{ "name": "A" }""", "refused"))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");

        (await CreateAsync("After a refusal", "refused")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Changes_are_answered_as_they_were_made_though_others_came_since()
    {
        var show = $"/api/admin/shows/{(await CreateAsync("Changing", "changing")).Field("id")}";
        var first = await CallAsync(HttpMethod.Patch, show, """{ "name": "One" }""", "name-one");
        var prices = """{ "currency": "EUR", "prices": [{ "category": "Seat", "amount": 5 }] }""";
        var priced = await CallAsync(HttpMethod.Put, $"{show}/prices", prices, "prices");
        await CallAsync(HttpMethod.Patch, show, """{ "name": "Two" }""", "name-two");

        (await CallAsync(HttpMethod.Patch, show, """{ "name": "One" }""", "name-one")).Text.ShouldBe(first.Text);
        (await CallAsync(HttpMethod.Put, $"{show}/prices", prices, "prices")).Text.ShouldBe(priced.Text);

        first.Field("name").ShouldBe("One");
        (await CountAsync("Two")).ShouldBe(1);
    }

    [Fact]
    public async Task A_plan_and_a_version_of_it_are_stored_once()
    {
        var json = Encoding.UTF8.GetString(PlanJson.Write(BusPlan.Create("Coach", 3, "Seat")));
        var plan = await CallAsync(HttpMethod.Post, "/api/admin/plans", json, "plan");
        var versions = $"{plan.Message.Headers.Location}/versions";

        (await CallAsync(HttpMethod.Post, "/api/admin/plans", json, "plan")).Text.ShouldBe(plan.Text);
        var second = await CallAsync(HttpMethod.Post, versions, json, "version");
        (await CallAsync(HttpMethod.Post, versions, json, "version")).Text.ShouldBe(second.Text);

        second.Field("version").ShouldBe("2");
        (await CallAsync(HttpMethod.Post, versions, json, "next version")).ShouldBeProblem(
            HttpStatusCode.BadRequest, "validation").Errors("Idempotency-Key").ShouldHaveSingleItem();
        (await CallAsync(HttpMethod.Post, versions, json, "next-version")).Field("version").ShouldBe("3");
    }

    [Fact]
    public async Task The_database_keeps_no_plain_hash_of_what_was_sent_and_drops_old_keys_in_portions()
    {
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Idempotency:KeyDays", "5"),
            ("Idempotency:TidyKeysMax", "2"));
        await ExecuteAsync("""
            insert into idempotency_keys (organization_id, key, fingerprint, status, body, created_at)
            select 1, 'old-' || i, sha256('x'), 200, '', now() - interval '6 days' from generate_series(1, 5) i
            """);

        await CreateAsync("Tidy", "tidy-1", http: server.Http);
        (await CountKeysAsync("old-%")).ShouldBe(3);
        await CreateAsync("Tidy", "tidy-2", http: server.Http);
        await CreateAsync("Tidy", "tidy-3", http: server.Http);

        (await CountKeysAsync("old-%")).ShouldBe(0);
        (await CountKeysAsync("tidy-%")).ShouldBe(3);
        (await ScalarAsync("select count(*) from secrets where name = 'idempotency' and length(sealed) > 32"))
            .ShouldBe(1);
        (await ScalarAsync($$"""
            select count(*) from idempotency_keys
            where fingerprint = sha256(convert_to('{{Body("Tidy")}}', 'UTF8'))
            """)).ShouldBe(0);
    }

    private static string Body(string name, int seats = 3) =>
        $$"""{ "name": "{{name}}", "start_time": "2999-01-01T20:00:00Z", "total_seats": {{seats}} }""";

    private Task<Answer> CreateAsync(string name, string key, int seats = 3, HttpClient? http = null) =>
        CallAsync(HttpMethod.Post, "/api/admin/shows", Body(name, seats), key, http);

    private Task<Answer> CallAsync(HttpMethod method, string path, string json, string key, HttpClient? http = null) =>
        (http ?? api.Http).CallAsync(
            method, path, new StringContent(json, Encoding.UTF8, "application/json"), Admin, ("Idempotency-Key", key));

    private Task<long> CountAsync(string name) => ScalarAsync($"select count(*) from shows where name = '{name}'");

    private Task<long> CountKeysAsync(string pattern) =>
        ScalarAsync($"select count(*) from idempotency_keys where key like '{pattern}'");

    private async Task<long> ScalarAsync(string sql)
    {
        await using var command = api.Server.Data.Primary.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = api.Server.Data.Primary.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

using System.Net;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.RateLimits;

/// <summary>How often an API key may be used, over HTTP.</summary>
public sealed class KeyRatesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Plans = "/api/admin/plans";

    [Fact]
    public async Task Every_answer_says_what_is_left_and_one_too_many_when_to_come_back()
    {
        await using var server = await StartAsync();
        var key = (await server.MakeKeyAsync(Role.Admin)).Secret;

        foreach (var left in (int[])[2, 1, 0])
        {
            var answer = await server.Http.GetAnswerAsync(Plans, ("X-Api-Key", key));
            answer.Status.ShouldBe(HttpStatusCode.OK);
            HeaderOf(answer, "RateLimit-Policy").ShouldBe("\"key\";q=3;w=60");
            HeaderOf(answer, "RateLimit").ShouldStartWith($"\"key\";r={left};t=");
        }

        var refused = await server.Http.GetAnswerAsync(Plans, ("Authorization", $"Bearer {key}"));
        refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        refused.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(
            TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(120));
        refused.Field("detail").ShouldStartWith(
            "This API key was used too often: the limit is 3 requests in 1 minute. Try again in ");
    }

    [Fact]
    public async Task Keys_are_counted_apart_wherever_they_come_from_and_a_policys_refusal_counts_nothing()
    {
        await using var server = await StartAsync(
            ("Http:KnownProxies", "127.0.0.1"), ("Http:PublicUrl", "http://tickets.example.com"));
        var one = (await server.MakeKeyAsync(Role.Admin)).Secret;
        var other = (await server.MakeKeyAsync(Role.Admin)).Secret;
        var scanner = (await server.MakeKeyAsync(Role.Scanner)).Secret;
        for (var i = 1; i <= 3; i++)
        {
            (await server.Http.GetAnswerAsync(Plans, ("X-Api-Key", one), ("X-Forwarded-For", $"192.0.2.{i}"))).Status
                .ShouldBe(HttpStatusCode.OK);
            (await server.Http.GetAnswerAsync(Plans, ("X-Api-Key", scanner))).Status
                .ShouldBe(HttpStatusCode.Forbidden);
        }

        (await server.Http.GetAnswerAsync(Plans, ("X-Api-Key", one), ("X-Forwarded-For", "192.0.2.9"))).Status
            .ShouldBe(HttpStatusCode.TooManyRequests);
        (await server.Http.GetAnswerAsync(Plans, ("X-Api-Key", other))).Status.ShouldBe(HttpStatusCode.OK);
        (await server.Http.GetAnswerAsync("/api/admin/shows", ("X-Api-Key", scanner))).Status
            .ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task People_and_the_servers_key_are_not_counted_by_it()
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();
        var token = await server.TokenAsync(Role.Admin);
        for (var i = 1; i <= 5; i++)
        {
            (await server.Http.GetAnswerAsync(Plans, ("X-Api-Key", TestApi.AdminKey))).Status
                .ShouldBe(HttpStatusCode.OK);
            (await server.Http.GetAnswerAsync(Plans, token)).Status.ShouldBe(HttpStatusCode.OK);
            var booked = await BookAsync(server, show.Id, i, ("X-Api-Key", TestApi.AdminKey));
            booked.Status.ShouldBe(HttpStatusCode.Created, booked.Text);
            booked.Message.Headers.Contains("RateLimit").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Where_no_key_is_needed_one_that_is_brought_is_counted_all_the_same()
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();
        var key = ("X-Api-Key", (await server.MakeKeyAsync(Role.Staff)).Secret);
        var booked = await BookAsync(server, show.Id, 1, key);
        booked.Status.ShouldBe(HttpStatusCode.Created, booked.Text);
        HeaderOf(booked, "RateLimit").ShouldStartWith("\"key\";r=2;t=");
        var path = $"/api/bookings/{booked.Field("booking_id")}";
        (await server.Http.GetAnswerAsync(path, key)).Status.ShouldBe(HttpStatusCode.OK);
        var confirmed = await server.Http.PostJsonAsync(
            $"{path}/confirm", """{ "user_email": "asha@example.com" }""", key);
        (confirmed.Status, HeaderOf(confirmed, "RateLimit").Split(';')[1]).ShouldBe((HttpStatusCode.OK, "r=0"));

        Answer[] refused =
        [
            await BookAsync(server, show.Id, 2, key), await server.Http.GetAnswerAsync(path, key),
            await server.Http.PostNothingAsync($"{path}/extend", key),
            await server.Http.PostNothingAsync($"{path}/confirm", key),
            await server.Http.PostNothingAsync($"{path}/cancel", key),
        ];

        refused.ShouldAllBe(answer => answer.Status == HttpStatusCode.TooManyRequests);
        refused[0].ShouldBeProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        // Without the key, and with one that is none, it is anybody's call.
        (await server.Http.GetAnswerAsync(path)).Message.Headers.Contains("RateLimit").ShouldBeFalse();
        (await server.Http.GetAnswerAsync(path, ("X-Api-Key", "usk_none"))).Status.ShouldBe(HttpStatusCode.OK);
        (await BookAsync(server, show.Id, 2)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_key_that_is_not_staffs_has_the_requests_for_seats_of_a_client_of_its_own()
    {
        await using var server = await StartAsync(("RateLimits:BookingsPerWindow", "1"));
        var show = await server.CreateShowAsync();
        var key = (await server.MakeKeyAsync(Role.Scanner)).Secret;

        (await BookAsync(server, show.Id, 1)).Status.ShouldBe(HttpStatusCode.Created);
        (await BookAsync(server, show.Id, 2)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await BookAsync(server, show.Id, 3, ("X-Api-Key", key))).Status.ShouldBe(HttpStatusCode.Created);
        (await BookAsync(server, show.Id, 4, ("X-Api-Key", key)))
            .ShouldBeProblem(HttpStatusCode.TooManyRequests, "too-many-bookings");
    }

    private static Task<Answer> BookAsync(
        TestServer server, ShowId show, int seat, params (string, string)[] headers) => server.Http.PostJsonAsync(
            "/api/bookings", $$"""{ "show_id": {{show}}, "seat_numbers": [{{seat}}] }""", headers);

    private static string HeaderOf(Answer answer, string name) => answer.Message.Headers.GetValues(name).Single();

    private Task<TestServer> StartAsync(params (string Key, string Value)[] settings) => TestServer.StartAsync(
        database,
        [
            ("RateLimits:Enabled", "true"), ("RateLimits:KeyRequestsPerWindow", "3"),
            ("RateLimits:KeyWindowSeconds", "60"), ("Auth:AdminKey", TestApi.AdminKey), .. settings,
        ]);
}

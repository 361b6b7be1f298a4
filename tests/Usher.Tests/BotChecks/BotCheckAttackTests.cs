using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Permissions;
using Usher.Http.BotChecks;
using Usher.Testing;

namespace Usher.Tests.BotChecks;

/// <summary>A booking of a client without credentials costs work, and there is no way around it.</summary>
public sealed partial class BotCheckAttackTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Bits = 9;
    private const string Proxy = "127.0.0.1";

    [GeneratedRegex("data-challenge=\"([^\"]+)\" data-bits=\"([0-9]+)\"")]
    private static partial Regex ChallengeOfPage { get; }

    [Fact]
    public async Task A_request_without_an_answer_is_told_what_to_do_and_holds_nothing()
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();

        var refused = await BookAsync(server, show.Id, 1);
        var challenge = ChallengeOf(refused);
        var held = await BookAsync(server, show.Id, 1, ChallengeToken.Solve(challenge.Token, challenge.Bits));

        challenge.Bits.ShouldBe(Bits);
        refused.Field("detail").ShouldContain("Challenge-Answer: token.number");
        held.Status.ShouldBe(HttpStatusCode.Created, held.Text);
        (await server.Http.GetAnswerAsync($"/api/shows/{show.Id}")).Field("available_seats").ShouldBe("49");
    }

    [Fact]
    public async Task An_answer_is_good_once_also_for_many_at_the_same_moment()
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();
        var answer = await SolvedAsync(server, show.Id);

        var answers = await Task.WhenAll(
            Enumerable.Range(1, 20).Select(seat => BookAsync(server, show.Id, seat, answer)));

        answers.Count(one => one.Status == HttpStatusCode.Created).ShouldBe(1);
        foreach (var replayed in answers.Where(one => one.Status != HttpStatusCode.Created))
        {
            ChallengeOf(replayed);
            replayed.Field("detail").ShouldContain("was used already");
        }
    }

    [Fact]
    public async Task An_answer_for_another_show_is_none()
    {
        await using var server = await StartAsync();
        var (one, other) = (await server.CreateShowAsync(), await server.CreateShowAsync());
        var answer = await SolvedAsync(server, one.Id);

        ChallengeOf(await BookAsync(server, other.Id, 1, answer));
        (await BookAsync(server, one.Id, 1, answer)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_answer_of_another_client_is_none()
    {
        await using var server = await StartAsync(
            ("Http:KnownProxies", Proxy), ("Http:PublicUrl", "http://tickets.example.com"));
        var show = await server.CreateShowAsync();
        var challenge = ChallengeOf(await BookAsync(server, show.Id, 1, answer: null, client: "192.0.2.1"));
        var answer = ChallengeToken.Solve(challenge.Token, challenge.Bits);

        ChallengeOf(await BookAsync(server, show.Id, 1, answer, client: "192.0.2.2"));
        (await BookAsync(server, show.Id, 1, answer, client: "192.0.2.1")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_expired_answer_is_none()
    {
        var clock = new SteppingTime();
        var check = new ProofOfWork(
            Options.Create(new BotCheckOptions { DifficultyBits = 8, LifetimeSeconds = 60 }), database.DataSources,
            clock);
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        var show = new ShowId(1);
        clock.Now += TimeSpan.FromSeconds(1);
        var late = (await check.ExamineAsync(context, show, answer: null))!;
        var timely = (await check.ExamineAsync(context, show, answer: null))!;

        clock.Now += TimeSpan.FromSeconds(59);
        (await check.ExamineAsync(context, show, ChallengeToken.Solve(timely.Token, 8))).ShouldBeNull();
        clock.Now += TimeSpan.FromSeconds(1);
        (await check.ExamineAsync(context, show, ChallengeToken.Solve(late.Token, 8)))
            .ShouldNotBeNull().WasAnswered.ShouldBeTrue();
    }

    [Fact]
    public async Task A_challenge_that_was_easier_is_none_and_one_of_another_process_is_one()
    {
        await using var easy = await StartAsync(bits: 8);
        await using var hard = await StartAsync(bits: 10);
        await using var same = await StartAsync(bits: 10);
        var show = await easy.CreateShowAsync();

        ChallengeOf(await BookAsync(hard, show.Id, 1, await SolvedAsync(easy, show.Id)));
        (await BookAsync(same, show.Id, 1, await SolvedAsync(hard, show.Id))).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAA.1")]
    [InlineData(".")]
    [InlineData("{token}.x")]
    [InlineData("{token}.18446744073709551616000")]
    [InlineData("{forged}.0")]
    [InlineData("{token}.{unsolved}")]
    [InlineData("{mangled}.1")]
    public async Task What_is_no_answer_gets_another_challenge_and_never_a_500(string form)
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();
        var token = ChallengeOf(await BookAsync(server, show.Id, 1)).Token;
        var unsolved = Enumerable.Range(0, 100)
            .First(nonce => !ChallengeToken.IsSolved(token, $"{nonce}", Bits));
        var forged = new ChallengeToken(8, show.Id, long.MaxValue, 1).Sign(new byte[32], default);

        var answer = await BookAsync(server, show.Id, 1, form
            .Replace("{mangled}", $"{token[..50]}?!*{token[53..]}").Replace("{token}", token)
            .Replace("{forged}", forged).Replace("{unsolved}", $"{unsolved}"));

        ChallengeOf(answer).Token.ShouldNotBe(token);
        (await server.Http.GetAnswerAsync($"/api/shows/{show.Id}")).Field("available_seats").ShouldBe("50");
    }

    [Fact]
    public async Task Staff_and_the_servers_key_are_not_asked()
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();
        var key = (await server.MakeKeyAsync(Role.Staff)).Secret;

        (await BookAsync(server, show.Id, 1, headers: ("X-Api-Key", key))).Status.ShouldBe(HttpStatusCode.Created);
        (await BookAsync(server, show.Id, 2, headers: ("X-Api-Key", TestApi.AdminKey))).Status
            .ShouldBe(HttpStatusCode.Created);
        ChallengeOf(await BookAsync(server, show.Id, 3, headers: ("X-Api-Key", "wrong-and-long-enough")));
    }

    [Fact]
    public async Task The_form_of_a_page_is_asked_as_well_and_its_page_carries_the_choice_along()
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();
        var form = await server.Http.FormAsync(show.Id, 4, 5);

        var page = (await server.Http.PostFormAsync($"/shows/{show.Id}/book", form))
            .ShouldBePage(HttpStatusCode.Forbidden);
        var challenge = ChallengeOfPage.Match(page.Text);
        var answer = ChallengeToken.Solve(challenge.Groups[1].Value, int.Parse(challenge.Groups[2].Value, null));
        var held = await server.Http.PostFormAsync(
            $"/shows/{show.Id}/book", [.. form, (Challenge.AnswerField, answer)]);
        var again = await server.Http.PostFormAsync(
            $"/shows/{show.Id}/book", [.. await server.Http.FormAsync(show.Id, 7), (Challenge.AnswerField, answer)]);

        page.Text.ShouldContain("your browser needs JavaScript for that. Nothing is");
        page.Text.ShouldContain("name=\"seat\" value=\"4\"");
        held.ShouldRedirect().ShouldStartWith("/bookings/");
        again.ShouldBePage(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task To_ask_for_a_challenge_costs_none_of_the_requests_that_a_client_has_and_a_wrong_answer_does()
    {
        await using var server = await StartAsync(
            ("RateLimits:Enabled", "true"), ("RateLimits:BookingsPerWindow", "3"));
        var show = await server.CreateShowAsync();

        for (var i = 0; i < 5; i++)
        {
            ChallengeOf(await BookAsync(server, show.Id, 1));
        }

        for (var i = 0; i < 3; i++)
        {
            ChallengeOf(await BookAsync(server, show.Id, 1, "wrong.1"));
        }

        (await BookAsync(server, show.Id, 1, "wrong.1"))
            .ShouldBeProblem(HttpStatusCode.TooManyRequests, "too-many-bookings");
    }

    [Fact]
    public async Task It_is_off_unless_it_is_turned_on()
    {
        await using var server = await TestServer.StartAsync(database);
        var show = await server.CreateShowAsync();

        (await BookAsync(server, show.Id, 1)).Status.ShouldBe(HttpStatusCode.Created);
    }

    private static (string Token, int Bits) ChallengeOf(Answer answer)
    {
        answer.ShouldBeProblem(HttpStatusCode.Forbidden, "challenge-required");
        var challenge = JsonDocument.Parse(answer.Text).RootElement.GetProperty("challenge");
        return (challenge.GetProperty("token").GetString()!, challenge.GetProperty("bits").GetInt32());
    }

    private static async Task<string> SolvedAsync(TestServer server, ShowId show)
    {
        var (token, bits) = ChallengeOf(await BookAsync(server, show, 1));
        return ChallengeToken.Solve(token, bits);
    }

    private static Task<Answer> BookAsync(
        TestServer server, ShowId show, int seat, string? answer = null, string? client = null,
        params (string, string)[] headers) =>
        server.Http.PostJsonAsync(
            "/api/bookings",
            $$"""{ "show_id": {{show}}, "user_email": "asha@example.com", "seat_numbers": [{{seat}}] }""",
            [
                .. answer is null ? [] : new[] { (Challenge.AnswerHeader, answer) },
                .. client is null ? [] : new[] { ("X-Forwarded-For", client) },
                .. headers,
            ]);

    private Task<TestServer> StartAsync(params (string Key, string Value)[] settings) => StartAsync(Bits, settings);

    private Task<TestServer> StartAsync(int bits, params (string Key, string Value)[] settings) =>
        TestServer.StartAsync(
            database,
            [
                ("BotCheck:Mode", "ProofOfWork"), ("BotCheck:DifficultyBits", $"{bits}"),
                ("Auth:AdminKey", TestApi.AdminKey), .. settings,
            ]);

    private sealed class SteppingTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

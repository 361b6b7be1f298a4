using System.Net;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Security;

public sealed class RefreshTokenTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Each_is_good_once_and_brings_the_next()
    {
        var first = await SignInAsync();

        var second = await RefreshAsync(first.Field("refresh_token"));
        var third = await RefreshAsync(second.Field("refresh_token"));

        third.Status.ShouldBe(HttpStatusCode.OK);
        third.Message.Headers.CacheControl!.ToString().ShouldBe("no-store");
        (await OpensAsync(third)).ShouldBeTrue();
        (await OpensAsync(first)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_comes_a_second_time_ends_its_family()
    {
        var first = await SignInAsync();
        var second = await RefreshAsync(first.Field("refresh_token"));

        var replayed = await RefreshAsync(first.Field("refresh_token"));

        replayed.ShouldBeProblem(HttpStatusCode.Unauthorized, "sign-in-failed");
        (await RefreshAsync(second.Field("refresh_token"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await OpensAsync(second)).ShouldBeFalse();
        (await OpensAsync(first)).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_many_at_once_with_one_token_at_most_one_gets_on_and_then_nobody_does()
    {
        var token = (await SignInAsync()).Field("refresh_token");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RefreshAsync(token)));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBeLessThanOrEqualTo(1);
        foreach (var answer in answers.Where(answer => answer.Status == HttpStatusCode.OK))
        {
            (await RefreshAsync(answer.Field("refresh_token"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_its_tokens()
    {
        var tokens = await SignInAsync();

        (await PostAsync("revoke", tokens.Field("refresh_token"))).Status.ShouldBe(HttpStatusCode.NoContent);

        (await OpensAsync(tokens)).ShouldBeFalse();
        (await RefreshAsync(tokens.Field("refresh_token"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync("revoke", tokens.Field("refresh_token"))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await PostAsync("revoke", "nonsense")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Made_up_ones_are_refused_and_end_nobodys_session()
    {
        var tokens = await SignInAsync();
        var token = tokens.Field("refresh_token");

        foreach (var made in (string[])["", "x", token[..^1], token + "A", token.ToUpperInvariant(), "' or 1=1 --"])
        {
            (await RefreshAsync(made)).Status.ShouldBe(HttpStatusCode.Unauthorized, made);
        }

        (await OpensAsync(tokens)).ShouldBeTrue();
    }

    [Fact]
    public async Task Only_hashes_of_them_are_stored()
    {
        var token = (await SignInAsync()).Field("refresh_token");
        await using var command = api.Database.DataSource.CreateCommand(
            "select string_agg(t::text, ' ') from refresh_tokens t");

        ((string)(await command.ExecuteScalarAsync())!).ShouldNotContain(token);
    }

    private async Task<Answer> SignInAsync()
    {
        var answer = await api.Server.SignInAsync((await api.Server.AddAsync(Role.Scanner)).Email);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer;
    }

    private Task<Answer> RefreshAsync(string token) => PostAsync("refresh", token);

    private Task<Answer> PostAsync(string call, string token) =>
        api.Http.PostJsonAsync($"/api/auth/{call}", $$"""{ "refresh_token": "{{token}}" }""");

    private async Task<bool> OpensAsync(Answer tokens) =>
        (await api.Http.GetAnswerAsync("/api/admin/shows", TestPeople.Bearer(tokens.Field("access_token")))).Status
        == HttpStatusCode.OK;
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Desk;

public sealed class SignInTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Who_is_not_signed_in_is_asked_for_the_key_and_led_back()
    {
        using var organiser = new Organiser(api);
        var asked = (await organiser.Http.GetPageAsync("/desk?page=2")).ShouldRedirect();
        asked.ShouldBe("/desk/sign-in?return=%2Fdesk%3Fpage%3D2");
        (await organiser.OpenAsync(asked)).Text.ShouldContain("value=\"/desk?page=2\"");

        var opened = await organiser.SignInAsync(TestApi.AdminKey, "/desk?page=2");

        opened.ShouldRedirect().ShouldBe("/desk?page=2");
        await organiser.OpenAsync("/desk");
    }

    [Fact]
    public async Task The_session_is_a_cookie_that_only_the_desk_gets_and_no_script_reads()
    {
        using var organiser = new Organiser(api);
        var answer = await organiser.SignInAsync(TestApi.AdminKey);

        var cookie = answer.Message.Headers.GetValues("Set-Cookie").Single();

        cookie.ShouldContain("; path=/desk;");
        cookie.ShouldContain("; samesite=strict");
        cookie.ShouldContain("; httponly");
        // Over plain HTTP a browser would not send it back.
        cookie.ShouldNotContain("secure");
        cookie.ShouldContain("expires=");
        cookie.ShouldNotContain(TestApi.AdminKey);
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("a-key-for-the-tests-onlY")]
    [InlineData("ключ")]
    public async Task Every_wrong_key_is_answered_alike(string key)
    {
        using var organiser = new Organiser(api);

        var answer = (await organiser.SignInAsync(key)).ShouldBePage(HttpStatusCode.Forbidden);

        answer.Text.ShouldContain("This is not the admin key.");
        answer.Text.ShouldNotContain("onlY");
        organiser.Session.ShouldBeNull();
    }

    [Theory]
    [InlineData("https://elsewhere.example/desk")]
    [InlineData("//elsewhere.example")]
    [InlineData("/desk/sign-in")]
    [InlineData("/desk\\@elsewhere.example")]
    [InlineData("/")]
    public async Task No_form_leads_away_from_the_desk(string url)
    {
        using var organiser = new Organiser(api);

        (await organiser.SignInAsync(TestApi.AdminKey, url)).ShouldRedirect().ShouldBe("/desk");
    }

    [Fact]
    public async Task Signing_out_ends_it()
    {
        using var organiser = await Organiser.SignedInAsync(api);

        (await organiser.Http.PostFormAsync("/desk/sign-out", [])).ShouldRedirect().ShouldBe("/desk/sign-in");

        organiser.Session.ShouldBeNull();
        (await organiser.Http.GetPageAsync("/desk")).ShouldRedirect().ShouldBe("/desk/sign-in");
    }

    [Fact]
    public async Task Programs_get_a_problem_or_bring_the_key()
    {
        using var organiser = new Organiser(api);

        (await organiser.Http.GetAnswerAsync("/desk")).ShouldBeProblem(
            HttpStatusCode.Unauthorized, "admin-key-required");
        (await organiser.Http.GetAnswerAsync("/desk", ("X-Api-Key", "wrong"))).ShouldBeProblem(
            HttpStatusCode.Unauthorized, "admin-key-required");
        (await organiser.Http.GetAnswerAsync("/desk", ("X-Api-Key", TestApi.AdminKey)))
            .Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_cookie_that_was_tampered_with_or_signed_for_another_key_opens_nothing()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var session = organiser.Session!.Value;
        await using var other = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", "another-key-for-the-tests"));
        using var stranger = new Organiser(api);
        using var late = new Organiser(other.Http.BaseAddress!);

        var forged = "9" + session;

        (await Asking(stranger, forged)).ShouldBeProblem(HttpStatusCode.Unauthorized, "admin-key-required");
        (await Asking(late, session)).ShouldBeProblem(HttpStatusCode.Unauthorized, "admin-key-required");
        (await Asking(stranger, session)).Status.ShouldBe(HttpStatusCode.OK);

        static Task<Answer> Asking(Organiser someone, string cookie) =>
            someone.Http.GetAnswerAsync("/desk", ("Cookie", "usher-desk=" + cookie));
    }

    [Fact]
    public async Task Forms_of_another_site_are_refused()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        (string, string)[] strange = [("Sec-Fetch-Site", "cross-site")];

        (await organiser.Http.PostFormAsync("/desk/sign-out", [], strange)).ShouldBePage(HttpStatusCode.Forbidden);
        (await organiser.Http.PostFormAsync("/desk/sign-in", [("key", TestApi.AdminKey)], strange))
            .ShouldBePage(HttpStatusCode.Forbidden);

        organiser.Session.ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_sends_too_many_wrong_keys_is_told_so_and_the_right_one_opens_all_the_same()
    {
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Auth:WrongKeysPerClientMax", "3"),
            ("Auth:WrongKeysSeconds", "3600"), ("Auth:WrongKeyDelayMilliseconds", "1"));
        using var organiser = new Organiser(server.Http.BaseAddress!);
        for (var i = 0; i < 3; i++)
        {
            (await organiser.SignInAsync("wrong")).Status.ShouldBe(HttpStatusCode.Forbidden);
        }

        var answer = (await organiser.SignInAsync("wrong")).ShouldBePage(HttpStatusCode.TooManyRequests);

        answer.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(
            TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3600));
        organiser.Session.ShouldBeNull();
        (await organiser.SignInAsync(TestApi.AdminKey)).ShouldRedirect().ShouldBe("/desk");
    }

    [Fact]
    public async Task Without_a_configured_key_the_server_makes_one_and_keeps_it()
    {
        await using var server = await TestServer.StartAsync(api.Database);
        await using var again = await TestServer.StartAsync(api.Database);
        var key = await MadeKeyAsync(server);
        using var organiser = new Organiser(again.Http.BaseAddress!);

        (await MadeKeyAsync(again)).ShouldBe(key);
        (await organiser.SignInAsync("anything")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await organiser.SignInAsync(key)).ShouldRedirect().ShouldBe("/desk");
    }

    private static async Task<string> MadeKeyAsync(TestServer server) =>
        (await server.Services.GetRequiredService<AdminKey>().TellAsync(CancellationToken.None))!;
}

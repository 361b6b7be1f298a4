using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Security;

public sealed class DeskSessionAttackTests(TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_of_the_cookie_opens_nothing_after_its_owner_has_signed_out(bool isPerson)
    {
        using var owner = new Organiser(api);
        await SignInAsync(owner, isPerson);
        using var thief = new Organiser(api);
        var copy = $"usher-desk={owner.Session!.Value}";
        (await thief.Http.GetAnswerAsync("/desk", ("Cookie", copy))).Status.ShouldBe(HttpStatusCode.OK);

        (await owner.Http.PostFormAsync("/desk/sign-out", [])).ShouldRedirect().ShouldBe("/desk/sign-in");

        (await thief.Http.GetAnswerAsync("/desk", ("Cookie", copy))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await thief.Http.GetPageAsync("/desk", ("Cookie", copy))).ShouldRedirect()
            .ShouldBe("/desk/sign-in");
    }

    [Fact]
    public async Task Whoever_signs_in_gets_a_session_that_nobody_knew_and_the_one_of_before_is_over()
    {
        var (_, email) = await api.Server.AddAsync(Role.Staff);
        using var attacker = await Organiser.SignedInAsync(api);
        var planted = attacker.Session!.Value;
        // Sends the cookies that it is told to and no others.
        using var victim = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = api.Http.BaseAddress,
        };
        var page = await victim.GetPageAsync("/desk/sign-in");
        var form = page.Message.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        var answer = await victim.PostFormAsync(
            "/desk/sign-in",
            [
                ("email", email), ("password", TestPeople.Password),
                ("form_token", FormTokens.Field.Match(page.Text).Groups[1].Value),
            ],
            ("Cookie", $"{form}; usher-desk={planted}"));

        answer.ShouldRedirect().ShouldBe("/desk");
        answer.Message.Headers.GetValues("Set-Cookie").ShouldAllBe(cookie => !cookie.Contains(planted));
        (await victim.GetAnswerAsync("/desk", ("Cookie", $"usher-desk={planted}"))).Status
            .ShouldBe(HttpStatusCode.Unauthorized);
    }

    // Another host of the domain can set a cookie for all of it, but none whose name begins with "__Host-".
    [Fact]
    public async Task Where_the_site_has_TLS_a_cookie_that_another_host_could_plant_opens_nothing()
    {
        const string site = "https://tickets.example.com";
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Http:PublicUrl", site));
        var page = await server.Http.GetPageAsync("/desk/sign-in");
        var form = CookieOf(page);

        var answer = await server.Http.PostFormAsync(
            "/desk/sign-in",
            [("key", TestApi.AdminKey), ("form_token", FormTokens.Field.Match(page.Text).Groups[1].Value)],
            ("Cookie", form), ("Origin", site));

        answer.ShouldRedirect().ShouldBe("/desk");
        var session = CookieOf(answer);
        session.ShouldStartWith("__Host-usher-desk=");
        (await server.Http.GetPageAsync("/desk", ("Cookie", session))).ShouldBePage(HttpStatusCode.OK);
        (await server.Http.GetPageAsync("/desk", ("Cookie", session["__Host-".Length..]))).ShouldRedirect();

        static string CookieOf(Answer answer) =>
            answer.Message.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().Split(';')[0];
    }

    [Fact]
    public async Task A_desk_that_stood_open_unused_for_an_hour_is_closed_and_a_program_goes_on()
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        await using var server = await StartAsync(idleMinutes: "60");
        var token = await server.TokenAsync(email);
        using var person = new Organiser(server.Http.BaseAddress!);
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();

        await LeaveAsync(minutes: 59);
        await person.OpenAsync("/desk");
        await LeaveAsync(minutes: 61);
        (await person.Http.GetPageAsync("/desk")).ShouldRedirect();
        // Asking opens nothing again.
        (await person.Http.GetPageAsync("/desk")).ShouldRedirect();
        (await server.Http.GetAnswerAsync("/api/admin/shows", token)).Status.ShouldBe(HttpStatusCode.OK);

        await using var patient = await StartAsync(idleMinutes: "0");
        using var other = new Organiser(patient.Http.BaseAddress!);
        (await other.SignInAsPersonAsync(email)).ShouldRedirect();
        await LeaveAsync(minutes: 11 * 60);
        await other.OpenAsync("/desk");

        async Task LeaveAsync(int minutes)
        {
            await using var command = api.Database.DataSource.CreateCommand(
                "update sessions set last_seen_at = now() - make_interval(mins => $2) where person_id = $1");
            command.Parameters.AddWithValue(id.Value);
            command.Parameters.AddWithValue(minutes);
            await command.ExecuteNonQueryAsync();
        }

        Task<TestServer> StartAsync(string idleMinutes) => TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Auth:RecheckSeconds", "0"),
            ("Auth:IdleMinutes", idleMinutes));
    }

    [Fact]
    public async Task It_ends_some_hours_after_the_sign_in_however_much_is_asked_in_it()
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Auth:RecheckSeconds", "0"),
            ("Desk:SessionHours", "7"));
        using var person = new Organiser(server.Http.BaseAddress!);
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        await person.OpenAsync("/desk");

        await using var command = api.Database.DataSource.CreateCommand(
            "update sessions set expires_at = expires_at - interval '7 hours' where person_id = $1 returning "
            + "expires_at = created_at and last_seen_at > created_at - interval '1 minute'");
        command.Parameters.AddWithValue(id.Value);
        (await command.ExecuteScalarAsync()).ShouldBe(true);

        (await person.Http.GetPageAsync("/desk")).ShouldRedirect();
    }

    [Fact]
    public async Task A_session_that_somebody_made_up_is_none_and_is_not_taken_over()
    {
        var (_, email) = await api.Server.AddAsync(Role.Staff);
        using var person = new Organiser(api);
        var answer = await person.Http.PostFormAsync(
            "/desk/sign-in", [("email", email), ("password", TestPeople.Password)], ("Cookie", "usher-desk=chosen"));

        answer.Status.ShouldBeOneOf(HttpStatusCode.SeeOther, HttpStatusCode.Forbidden);
        (person.Session?.Value).ShouldNotBe("chosen");
    }

    [Fact]
    public async Task The_cookie_is_nothing_to_the_api()
    {
        using var person = new Organiser(api);
        await SignInAsync(person, isPerson: true);

        foreach (var path in (string[])["/api/admin/shows", "/api/admin/audit"])
        {
            (await person.Http.GetAnswerAsync(path, ("Cookie", $"usher-desk={person.Session!.Value}"))).Status
                .ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_form_without_the_token_of_its_page_changes_nothing()
    {
        var (id, email) = await api.Server.AddAsync(Role.Admin);
        using var person = new Organiser(api);
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        using var bare = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = api.Http.BaseAddress,
        };

        foreach (var path in (string[])["/desk/team", $"/desk/team/{id}/remove", "/desk/api-keys",
            "/desk/account/password", "/desk/account/end-others"])
        {
            (await bare.PostFormAsync(path, [("name", "x")], ("Cookie", $"usher-desk={person.Session!.Value}")))
                .Status.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public async Task A_new_password_ends_all_sessions_but_the_one_it_was_chosen_in()
    {
        var (_, email) = await api.Server.AddAsync(Role.Staff);
        using var here = new Organiser(api);
        using var there = new Organiser(api);
        (await here.SignInAsPersonAsync(email)).ShouldRedirect();
        (await there.SignInAsPersonAsync(email)).ShouldRedirect();
        var token = await api.Server.TokenAsync(email);
        const string chosen = "granite-mandolin-7-umbrella";

        (await here.Http.PostFormAsync(
            "/desk/account/password",
            [("old_password", TestPeople.Password), ("password", chosen), ("repeat", chosen)]))
            .ShouldRedirect().ShouldBe("/desk/account?done=password");

        await here.OpenAsync("/desk/account");
        (await there.Http.GetPageAsync("/desk")).ShouldRedirect().ShouldBe("/desk/sign-in");
        (await api.Http.GetAnswerAsync("/api/admin/shows", token)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await api.Server.SignInAsync(email)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await api.Server.SignInAsync(email, chosen)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_ends_ones_own_sessions_and_nobody_elses()
    {
        var (mine, email) = await api.Server.AddAsync(Role.Scanner);
        var (others, otherEmail) = await api.Server.AddAsync(Role.Scanner);
        using var person = new Organiser(api);
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        var (own, foreign) = (await api.Server.TokenAsync(email), await api.Server.TokenAsync(otherEmail));
        var sessions = api.Server.Services.GetRequiredService<Sessions>();
        var ownSession = (await sessions.ListAsync(mine, CancellationToken.None))
            .Single(session => session.Kind == SessionKind.Api);
        var foreignSession = (await sessions.ListAsync(others, CancellationToken.None)).Single();

        foreach (var session in (SessionLine[])[ownSession, foreignSession])
        {
            (await person.Http.PostFormAsync($"/desk/account/sessions/{session.Id.Value:D}/end", [])).ShouldRedirect();
        }

        (await api.Http.GetAnswerAsync("/api/admin/shows", own)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await api.Http.GetAnswerAsync("/api/admin/shows", foreign)).Status.ShouldBe(HttpStatusCode.OK);
        (await person.OpenAsync("/desk/account")).Text.ShouldContain("This one");
    }

    private async Task SignInAsync(Organiser organiser, bool isPerson)
    {
        var answer = isPerson
            ? await organiser.SignInAsPersonAsync((await api.Server.AddAsync(Role.Staff)).Email)
            : await organiser.SignInAsync(TestApi.AdminKey);
        answer.ShouldRedirect().ShouldBe("/desk");
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Desk;

public sealed partial class TeamPagesTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Chosen = "granite-mandolin-7-umbrella";

    [GeneratedRegex("id=\"(link|secret)\" type=\"text\" value=\"([^\"]+)\"")]
    private static partial Regex ShownOnce { get; }

    [Fact]
    public async Task A_manager_invites_a_colleague_who_signs_in_and_is_removed_again()
    {
        using var manager = await ManagerAsync();
        var email = $"bo-{Guid.NewGuid():N}@example.com";

        var invited = (await manager.Http.PostFormAsync(
            "/desk/team", [("name", "Bo Winter"), ("email", email), ("role", "STAFF")]))
            .ShouldBePage(HttpStatusCode.OK);

        invited.Text.ShouldContain("Give this link to Bo Winter");
        invited.Message.Headers.CacheControl!.ToString().ShouldBe("no-store");
        var link = ShownOnce.Match(invited.Text).Groups[2].Value;
        var team = (await manager.OpenAsync("/desk/team")).Text;
        team.ShouldNotContain(link);
        team.Split(email)[1].Split("</tr>")[0].ShouldContain("<span class=\"soft\">Never</span>");
        using var colleague = new Organiser(api);
        (await colleague.Http.PostFormAsync(
            "/desk/join", [("code", link), ("password", Chosen), ("repeat", Chosen)])).ShouldRedirect();
        (await colleague.SignInAsPersonAsync(email, Chosen)).ShouldRedirect().ShouldBe("/desk");
        await colleague.OpenAsync("/desk/bookings");

        var path = await MemberPathAsync(manager, "Bo Winter");
        (await manager.OpenAsync(path)).Text.ShouldContain("Desk");
        (await manager.Http.PostFormAsync($"{path}/role", [("role", "SCANNER")])).ShouldRedirect().ShouldBe(path);
        (await colleague.Http.GetPageAsync("/desk/bookings")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await manager.Http.PostFormAsync($"{path}/remove", [])).ShouldRedirect().ShouldBe("/desk/team");
        (await colleague.Http.GetPageAsync("/desk/shows")).ShouldRedirect()
            .ShouldBe("/desk/sign-in?return=%2Fdesk%2Fshows");
    }

    [Fact]
    public async Task A_manager_ends_somebodys_session()
    {
        using var manager = await ManagerAsync();
        var (_, email) = await api.Server.AddAsync(Role.Staff, name: "Dora Lost-Phone");
        using var phone = new Organiser(api);
        (await phone.SignInAsPersonAsync(email)).ShouldRedirect();
        var path = await MemberPathAsync(manager, "Dora Lost-Phone");
        var page = await manager.OpenAsync(path);
        var end = Regex.Match(page.Text, "action=\"([^\"]+/sessions/[0-9a-f-]+/end)\"").Groups[1].Value;

        (await manager.Http.PostFormAsync(end, [])).ShouldRedirect().ShouldBe(path);

        (await phone.Http.GetPageAsync("/desk")).ShouldRedirect().ShouldBe("/desk/sign-in");
    }

    [Fact]
    public async Task What_is_wrong_with_an_invitation_stands_at_its_fields()
    {
        using var manager = await ManagerAsync();

        var refused = (await manager.Http.PostFormAsync(
            "/desk/team", [("name", "desk"), ("email", "nobody"), ("role", "OPERATOR")]))
            .ShouldBePage(HttpStatusCode.BadRequest);

        refused.Text.ShouldContain("Name must not be a name that histories give to buyers or to the system.");
        refused.Text.ShouldContain("E-mail address must be an e-mail address, such as asha@example.com.");
        refused.Text.ShouldContain("value=\"nobody\"");
    }

    [Fact]
    public async Task A_key_is_made_shown_once_used_and_revoked()
    {
        using var manager = await ManagerAsync();

        var made = (await manager.Http.PostFormAsync(
            "/desk/api-keys", [("name", "Website"), ("role", "STAFF"), ("days", "30")]))
            .ShouldBePage(HttpStatusCode.OK);

        var secret = ShownOnce.Match(made.Text).Groups[2].Value;
        secret.ShouldStartWith("usk_");
        (await manager.OpenAsync("/desk/api-keys")).Text.ShouldNotContain(secret);
        (await api.Http.GetAnswerAsync("/api/admin/shows", ("X-Api-Key", secret))).Status.ShouldBe(HttpStatusCode.OK);
        var revoke = Regex.Match(made.Text, "action=\"(/desk/api-keys/[0-9a-f-]+/revoke)\"").Groups[1].Value;
        (await manager.Http.PostFormAsync(revoke, [])).ShouldRedirect().ShouldBe("/desk/api-keys");
        (await api.Http.GetAnswerAsync("/api/admin/shows", ("X-Api-Key", secret))).Status
            .ShouldBe(HttpStatusCode.Unauthorized);
        (await manager.Http.PostFormAsync("/desk/api-keys", [("name", ""), ("role", ""), ("days", "0")]))
            .ShouldBePage(HttpStatusCode.BadRequest).Text
            .ShouldContain("Days until it expires must be a whole number from 1 to 3,650.");
    }

    [Fact]
    public async Task The_sign_in_asks_for_the_key_first_only_while_nobody_has_an_account()
    {
        // A database in which nobody has an account yet.
        await using var fresh = new TestDatabase(api.Postgres);
        await fresh.InitializeAsync();
        await using var server = await TestServer.StartAsync(fresh, ("Auth:AdminKey", TestApi.AdminKey));
        using var organiser = new Organiser(server.Http.BaseAddress!);
        var before = (await organiser.OpenAsync("/desk/sign-in")).Text;
        await server.AddAsync(Role.Admin);
        var after = (await organiser.OpenAsync("/desk/sign-in")).Text;

        before.ShouldContain("<label for=\"key\">Admin key</label>");
        before.ShouldNotContain("name=\"password\"");
        (await organiser.OpenAsync("/desk/sign-in?with=email")).Text.ShouldContain("name=\"password\"");
        after.ShouldContain("name=\"password\"");
        after.ShouldContain("Sign in with the server’s key");
    }

    [Fact]
    public async Task With_the_key_there_is_no_password_to_change()
    {
        using var organiser = await Organiser.SignedInAsync(api);

        var page = (await organiser.OpenAsync("/desk/account")).Text;

        page.ShouldContain("with the server’s key");
        page.ShouldNotContain("name=\"old_password\"");
    }

    private async Task<Organiser> ManagerAsync()
    {
        var manager = new Organiser(api);
        (await manager.SignInAsPersonAsync((await api.Server.AddAsync(Role.Admin)).Email)).ShouldRedirect();
        return manager;
    }

    private static async Task<string> MemberPathAsync(Organiser manager, string name) => Regex.Match(
        (await manager.OpenAsync("/desk/team")).Text, $"href=\"(/desk/team/[0-9a-f-]+)\">{name}<").Groups[1].Value;
}

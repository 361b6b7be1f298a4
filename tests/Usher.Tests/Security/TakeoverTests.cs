using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Security;

/// <summary>The ADMIN of one organization comes to nobody else's account by inviting its address, nor leaves a way in
/// behind that opens at the next organization.</summary>
public sealed class TakeoverTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Path = "/api/admin/members";
    private const string Chosen = "granite-mandolin-7-umbrella";

    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task Who_is_invited_by_one_organization_cannot_be_by_another()
    {
        var email = NewAddress();
        var invited = await InviteAsync(email, "ADMIN", Key);
        var rival = await api.Server.KeyOfAsync(await api.Server.MakeOrganizationAsync());

        (await InviteAsync(email, "SCANNER", rival)).ShouldBeProblem(HttpStatusCode.Conflict, "member-exists");

        (await JoinAsync(invited)).ShouldRedirect();
        (await InviteAsync(email, "SCANNER", rival)).ShouldBeProblem(HttpStatusCode.Conflict, "member-exists");
        (await api.Http.GetAnswerAsync(Path, rival)).Text.ShouldNotContain(email);
    }

    [Fact]
    public async Task Who_runs_the_server_is_invited_by_nobody()
    {
        var (_, email) = await api.Server.AddAsync(Role.Operator);

        (await InviteAsync(email, "SCANNER", Key)).ShouldBeProblem(HttpStatusCode.Conflict, "member-exists");
    }

    [Fact]
    public async Task A_removed_invitation_opens_nothing_any_more()
    {
        var invited = await InviteAsync(NewAddress(), "ADMIN", Key);

        await RemoveAsync(invited, Key);

        (await JoinAsync(invited)).ShouldBePage(HttpStatusCode.BadRequest).Text
            .ShouldContain("This link does not work.");
    }

    [Fact]
    public async Task The_password_of_one_organization_does_not_open_the_next()
    {
        var email = NewAddress();
        var first = await api.Server.KeyOfAsync(await api.Server.MakeOrganizationAsync());
        var planted = await InviteAsync(email, "ADMIN", first);
        (await JoinAsync(planted)).ShouldRedirect();
        (await api.Server.SignInAsync(email, Chosen)).Status.ShouldBe(HttpStatusCode.OK);
        await InviteAnotherAdminAsync(first);
        await RemoveAsync(planted, first);

        var invited = await InviteAsync(email, "ADMIN", Key);

        (await api.Server.SignInAsync(email, Chosen)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        invited.Field("link").ShouldNotBeEmpty();
        invited.Json.GetProperty("member").GetProperty("status").GetString().ShouldBe("INVITED");
        (await JoinAsync(invited)).ShouldRedirect();
        (await api.Server.SignInAsync(email, Chosen)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_two_organizations_at_once_one_lets_a_known_person_in()
    {
        for (var round = 0; round < 5; round++)
        {
            var email = NewAddress();
            await RemoveAsync(await InviteAsync(email, "STAFF", Key), Key);
            var rival = await api.Server.KeyOfAsync(await api.Server.MakeOrganizationAsync());

            var answers = await Task.WhenAll(InviteAsync(email, "STAFF", Key), InviteAsync(email, "STAFF", rival));

            answers.Select(answer => answer.Status).Order()
                .ShouldBe([HttpStatusCode.Created, HttpStatusCode.Conflict]);
        }
    }

    [Fact]
    public async Task A_link_ends_with_the_password_that_it_was_to_replace_and_with_the_account()
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        using var person = new Organiser(api);
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        var reset = await LinkAsync(id);
        (await person.PostAsync(
            "/desk/account/password", ("old_password", TestPeople.Password), ("password", Chosen),
            ("repeat", Chosen))).ShouldRedirect();
        (await JoinAsync(reset)).ShouldBePage(HttpStatusCode.BadRequest);

        var later = await LinkAsync(id);
        var people = api.Server.Services.GetRequiredService<People>();
        await people.DisableAsync(id, CancellationToken.None);
        await people.EnableAsync(id, CancellationToken.None);
        (await JoinAsync(later)).ShouldBePage(HttpStatusCode.BadRequest);
    }

    private static string NewAddress() => $"ravi-{Guid.NewGuid():N}@example.com";

    private async Task InviteAnotherAdminAsync((string, string) key) =>
        (await JoinAsync(await InviteAsync(NewAddress(), "ADMIN", key))).ShouldRedirect();

    private Task<Answer> InviteAsync(string email, string role, (string, string) key) => api.Http.PostJsonAsync(
        Path, $$"""{ "email": "{{email}}", "name": "Ravi", "role": "{{role}}" }""", key);

    private Task<Answer> LinkAsync(PersonId id) => api.Http.PostNothingAsync($"{Path}/{id.Value:D}/link", Key);

    private async Task RemoveAsync(Answer invited, (string Name, string Value) key)
    {
        var id = invited.Json.GetProperty("member").GetProperty("id").GetString();
        (await api.Http.CallAsync(HttpMethod.Delete, $"{Path}/{id}", content: null, key)).Status
            .ShouldBe(HttpStatusCode.NoContent);
    }

    private async Task<Answer> JoinAsync(Answer invited)
    {
        using var browser = new Organiser(api);
        return await browser.Http.PostFormAsync(
            "/desk/join", [("code", invited.Field("link")), ("password", Chosen), ("repeat", Chosen)]);
    }
}

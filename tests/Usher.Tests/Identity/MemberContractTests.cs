using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Identity;

public sealed class MemberContractTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Path = "/api/admin/members";

    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task An_invitation_gives_a_link_by_which_a_password_is_chosen_once()
    {
        var email = $"ravi-{Guid.NewGuid():N}@Example.COM";
        var invited = await InviteAsync(email);
        invited.Status.ShouldBe(HttpStatusCode.Created, invited.Text);
        invited.Message.Headers.CacheControl!.ToString().ShouldBe("no-store");
        var link = invited.Field("link");
        link.ShouldStartWith(api.Http.BaseAddress + "desk/join#");
        invited.Json.GetProperty("member").GetProperty("status").GetString().ShouldBe("INVITED");
        (await api.Server.SignInAsync(email, "")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        using var ravi = new Organiser(api);
        const string chosen = "granite-mandolin-7-umbrella";

        (await JoinAsync(ravi, link, "too-short")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await JoinAsync(ravi, link, chosen)).ShouldRedirect().ShouldBe("/desk/sign-in?joined=yes");

        (await JoinAsync(ravi, link, chosen)).ShouldBePage(HttpStatusCode.BadRequest).Text
            .ShouldContain("This link does not work.");
        (await ravi.OpenAsync("/desk/sign-in?joined=yes")).Text.ShouldContain("Your password is set.");
        (await ravi.SignInAsPersonAsync(email.ToUpperInvariant(), chosen)).ShouldRedirect().ShouldBe("/desk");
        var member = (await ListAsync()).Single(one => one.Email == email);
        (member.Status, member.Role).ShouldBe(("ACTIVE", "STAFF"));
    }

    [Fact]
    public async Task A_repeated_invitation_lets_nobody_else_in_and_is_answered_without_the_link()
    {
        var body = Invitation($"ravi-{Guid.NewGuid():N}@example.com");
        (string, string)[] headers = [Key, ("Idempotency-Key", $"{Guid.NewGuid():N}")];

        var first = await api.Http.PostJsonAsync(Path, body, headers);
        var repeated = await api.Http.PostJsonAsync(Path, body, headers);

        (first.Status, repeated.Status).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created));
        first.Json.TryGetProperty("note", out _).ShouldBeFalse();
        repeated.Json.TryGetProperty("link", out _).ShouldBeFalse();
        repeated.Field("note").ShouldStartWith("The link was in the first response and is stored nowhere.");
        (repeated.Field("member"), repeated.Field("link_expires_at"))
            .ShouldBe((first.Field("member"), first.Field("link_expires_at")));
        ((string)(await ExecuteAsync("select string_agg(convert_from(body, 'UTF8'), ' ') from idempotency_keys"))!)
            .ShouldNotContain(first.Field("link").Split('#')[1]);
        (await api.Http.PostJsonAsync(Path, Invitation("somebody-else@example.com"), headers))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        using var ravi = new Organiser(api);
        (await JoinAsync(ravi, first.Field("link"), "granite-mandolin-7-umbrella")).ShouldRedirect();
    }

    [Fact]
    public async Task A_repeated_request_for_a_link_makes_no_other_one()
    {
        var invited = await InviteAsync($"ravi-{Guid.NewGuid():N}@example.com");
        var path = $"{Path}/{invited.Json.GetProperty("member").GetProperty("id").GetString()}/link";
        (string, string)[] headers = [Key, ("Idempotency-Key", $"{Guid.NewGuid():N}")];

        var first = await api.Http.PostNothingAsync(path, headers);
        var repeated = await api.Http.PostNothingAsync(path, headers);

        (first.Status, repeated.Status).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created));
        repeated.Json.TryGetProperty("link", out _).ShouldBeFalse();
        repeated.Field("note").ShouldNotBeEmpty();
        using var ravi = new Organiser(api);
        (await JoinAsync(ravi, first.Field("link"), "granite-mandolin-7-umbrella")).ShouldRedirect();
    }

    [Fact]
    public async Task Nobody_is_let_in_without_the_link()
    {
        var email = $"ravi-{Guid.NewGuid():N}@example.com";
        await ExecuteAsync(
            "alter table person_links add constraint no_invitations check (kind <> 'INVITATION') not valid");
        try
        {
            (await InviteAsync(email)).Status.ShouldBe(HttpStatusCode.InternalServerError);
        }
        finally
        {
            await ExecuteAsync("alter table person_links drop constraint no_invitations");
        }

        (await ListAsync()).ShouldNotContain(member => member.Email == email);
        (await InviteAsync(email)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Another_link_ends_the_one_before_and_those_that_lapsed_do_nothing()
    {
        var invited = await InviteAsync($"ravi-{Guid.NewGuid():N}@example.com");
        var id = invited.Json.GetProperty("member").GetProperty("id").GetString();
        var second = await api.Http.PostNothingAsync($"{Path}/{id}/link", Key);
        second.Status.ShouldBe(HttpStatusCode.Created);
        using var ravi = new Organiser(api);
        const string chosen = "granite-mandolin-7-umbrella";

        (await JoinAsync(ravi, invited.Field("link"), chosen)).Status.ShouldBe(HttpStatusCode.BadRequest);
        await ExecuteAsync("update person_links set expires_at = now() where used_at is null");
        (await JoinAsync(ravi, second.Field("link"), chosen)).Status.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await ExecuteAsync("select string_agg(l::text, ' ') from person_links l"))!)
            .ShouldNotContain(second.Field("link").Split('#')[1]);
    }

    [Fact]
    public async Task A_reset_signs_its_person_out_and_lets_the_old_password_open_nothing()
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        var token = await api.Server.TokenAsync(email);
        var link = (await api.Http.PostNothingAsync($"{Path}/{id}/link", Key)).Field("link");
        (await api.Http.GetAnswerAsync("/api/admin/shows", token)).Status.ShouldBe(HttpStatusCode.OK);
        using var person = new Organiser(api);

        (await JoinAsync(person, link, "granite-mandolin-7-umbrella")).ShouldRedirect();

        (await api.Http.GetAnswerAsync("/api/admin/shows", token)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await api.Server.SignInAsync(email)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_operator_is_nobodys_to_reset()
    {
        var (id, _) = await api.Server.AddAsync(Role.Operator);
        await ExecuteAsync($"""
            insert into memberships (organization_id, person_id, role)
            select id, '{id}', 'STAFF' from organizations where slug = 'default'
            """);

        (await api.Http.PostNothingAsync($"{Path}/{id}/link", Key)).ShouldBeProblem(
            HttpStatusCode.Conflict, "not-yours");
    }

    [Fact]
    public async Task Roles_are_changed_and_taken_away()
    {
        await api.Server.AddAsync(Role.Admin);
        var (id, _) = await api.Server.AddAsync(Role.Staff);

        var changed = await PatchAsync($"{Path}/{id}", """{ "role": "SCANNER" }""");
        changed.Field("role").ShouldBe("SCANNER");
        (await PatchAsync($"{Path}/{id}", """{ "role": "OPERATOR" }""")).Errors("role").ShouldBe(
            ["must be ADMIN, STAFF or SCANNER"]);
        (await DeleteAsync($"{Path}/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await DeleteAsync($"{Path}/{id}")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-member");
        (await PatchAsync($"{Path}/nonsense", """{ "role": "ADMIN" }""")).ShouldBeProblem(
            HttpStatusCode.NotFound, "no-such-member");
    }

    [Fact]
    public async Task Everything_wrong_with_an_invitation_is_told_at_once()
    {
        var answer = await api.Http.PostJsonAsync(
            Path, """{ "email": "nobody", "name": "buyer", "role": "KING" }""", Key);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        answer.Errors("email").ShouldHaveSingleItem();
        answer.Errors("name").ShouldHaveSingleItem();
        answer.Errors("role").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Somebody_is_invited_once_however_the_address_is_typed()
    {
        var email = $"ravi-{Guid.NewGuid():N}@example.com";
        (await InviteAsync(email)).Status.ShouldBe(HttpStatusCode.Created);

        (await InviteAsync(email.ToUpperInvariant())).ShouldBeProblem(HttpStatusCode.Conflict, "member-exists");
    }

    [Fact]
    public async Task Fields_that_nobody_asked_for_change_nothing()
    {
        var answer = await api.Http.PostJsonAsync(Path, $$"""
            { "email": "ravi-{{Guid.NewGuid():N}}@example.com", "name": "Ravi", "role": "STAFF", "is_operator": true,
              "organization_id": 99, "password_hash": "x", "disabled_at": null }
            """, Key);

        var id = answer.Json.GetProperty("member").GetProperty("id").GetGuid();
        var person = await api.Server.Services.GetRequiredService<People>().FindAsync(new PersonId(id), default);
        (person!.Role, person.PasswordHash).ShouldBe((Role.Staff, null));
    }

    private static string Invitation(string email) =>
        $$"""{ "email": "{{email}}", "name": "Ravi", "role": "STAFF" }""";

    private Task<Answer> InviteAsync(string email) => api.Http.PostJsonAsync(Path, Invitation(email), Key);

    private async Task<List<(string Email, string Status, string Role)>> ListAsync() =>
    [
        .. (await api.Http.GetAnswerAsync(Path, Key)).Json.GetProperty("members").EnumerateArray().Select(one => (
            one.GetProperty("email").GetString()!, one.GetProperty("status").GetString()!,
            one.GetProperty("role").GetString()!)),
    ];

    private Task<Answer> PatchAsync(string path, string json) => api.Http.CallAsync(
        HttpMethod.Patch, path, new StringContent(json, Encoding.UTF8, "application/json"), Key);

    private Task<Answer> DeleteAsync(string path) => api.Http.CallAsync(HttpMethod.Delete, path, content: null, Key);

    private static Task<Answer> JoinAsync(Organiser person, string link, string password) =>
        person.Http.PostFormAsync(
            "/desk/join", [("code", link), ("password", password), ("repeat", password)]);

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var command = api.Database.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}

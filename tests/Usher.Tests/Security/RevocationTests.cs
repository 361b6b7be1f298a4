using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.ApiKeys;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Security;

/// <summary>
/// What is ended is over in every process: at once where it was ended, and elsewhere within the five seconds that
/// <see cref="AccessOptions.RecheckSeconds"/> can be at most.
/// </summary>
public sealed class RevocationTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    // A busy machine answers late; what is measured begins with the answer's request.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task In_another_process_it_is_over_within_five_seconds()
    {
        await using var other = await TestServer.StartAsync(api.Database, ("Auth:AdminKey", TestApi.AdminKey));
        var key = await api.Server.MakeKeyAsync(Role.Staff);
        var (ended, endedEmail) = await api.Server.AddAsync(Role.Staff);
        var (disabled, disabledEmail) = await api.Server.AddAsync(Role.Staff);
        var (removed, removedEmail) = await api.Server.AddAsync(Role.Staff);
        (string Name, string Value)[] credentials =
        [
            ("X-Api-Key", key.Secret), await api.Server.TokenAsync(endedEmail),
            await api.Server.TokenAsync(disabledEmail), await api.Server.TokenAsync(removedEmail),
        ];
        using var person = new Organiser(api);
        (await person.SignInAsPersonAsync(endedEmail)).ShouldRedirect();
        var cookie = ("Cookie", $"usher-desk={person.Session!.Value}");
        foreach (var one in credentials)
        {
            (await StatusAsync(other, one)).ShouldBe(HttpStatusCode.OK);
        }

        (await DeskStatusAsync(other, cookie)).ShouldBe(HttpStatusCode.OK);
        var organization = await api.Server.OrganizationAsync();
        var services = api.Server.Services;

        await services.GetRequiredService<ApiKeyStore>().RevokeAsync(
            organization, key.Key.Id, CancellationToken.None);
        await services.GetRequiredService<Sessions>().EndAllAsync(ended, kept: null, CancellationToken.None);
        await services.GetRequiredService<People>().DisableAsync(disabled, CancellationToken.None);
        await services.GetRequiredService<Members>().RemoveAsync(organization, removed, CancellationToken.None);
        var start = TimeProvider.System.GetTimestamp();

        foreach (var one in credentials)
        {
            (await StatusAsync(api.Server, one)).ShouldBe(HttpStatusCode.Unauthorized, "here at once");
        }

        (await DeskStatusAsync(api.Server, cookie)).ShouldBe(HttpStatusCode.Unauthorized);
        while (TimeProvider.System.GetElapsedTime(start) < Bound)
        {
            await Task.Delay(Pause);
        }

        foreach (var one in credentials)
        {
            (await StatusAsync(other, one)).ShouldBe(HttpStatusCode.Unauthorized, "there in time");
        }

        (await DeskStatusAsync(other, cookie)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_role_holds_in_the_next_call_with_the_same_token()
    {
        var (id, email) = await api.Server.AddAsync(Role.Admin);
        await api.Server.AddAsync(Role.Admin);
        var token = await api.Server.TokenAsync(email);
        (await api.Http.GetAnswerAsync("/api/admin/members", token)).Status.ShouldBe(HttpStatusCode.OK);

        await api.Server.Services.GetRequiredService<Members>().ChangeRoleAsync(
            await api.Server.OrganizationAsync(), id, Role.Scanner, CancellationToken.None);

        (await api.Http.GetAnswerAsync("/api/admin/members", token)).ShouldBeProblem(
            HttpStatusCode.Forbidden, "role-required");
        (await api.Http.GetAnswerAsync("/api/admin/shows", token)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_past_its_time_is_refused()
    {
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Auth:RecheckSeconds", "0"));
        var key = await server.MakeKeyAsync(Role.Staff, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1));
        (await StatusAsync(server, ("X-Api-Key", key.Secret))).ShouldBe(HttpStatusCode.OK);

        await Task.Delay(TimeSpan.FromSeconds(1.2));

        (await StatusAsync(server, ("X-Api-Key", key.Secret))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpStatusCode> StatusAsync(TestServer server, (string, string) credentials) =>
        (await server.Http.GetAnswerAsync("/api/admin/shows", credentials)).Status;

    private static async Task<HttpStatusCode> DeskStatusAsync(TestServer server, (string, string) cookie) =>
        (await server.Http.GetAnswerAsync("/desk/shows", cookie)).Status;
}

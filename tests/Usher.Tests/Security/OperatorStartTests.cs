using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Permissions;
using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Security;

/// <summary>The server's own key is for the first people; once one of them is an OPERATOR it may go.</summary>
public sealed class OperatorStartTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Without_the_key_a_server_starts_once_somebody_is_an_operator()
    {
        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync());
        refusal.Failures.ShouldHaveSingleItem().ShouldContain("usher admin create --role OPERATOR");
        string email;
        await using (var first = await StartAsync(("Auth:AdminKey", TestApi.AdminKey)))
        {
            (_, email) = await first.AddAsync(Role.Operator);
        }

        await using var server = await StartAsync();
        using var person = new Organiser(server.Http.BaseAddress!);

        server.Services.GetRequiredService<AdminKey>().Exists.ShouldBeFalse();
        (await person.Http.GetPageAsync("/desk/sign-in")).Text.ShouldNotContain("Admin key");
        foreach (var key in (string[])["", "anything", TestApi.AdminKey])
        {
            (await server.Http.GetAnswerAsync("/api/admin/shows", ("X-Api-Key", key))).Status
                .ShouldBe(HttpStatusCode.Unauthorized);
            (await person.SignInAsync(key)).Status.ShouldBe(HttpStatusCode.Forbidden);
        }

        (await person.SignInAsPersonAsync(email)).ShouldRedirect().ShouldBe("/desk");
        await person.OpenAsync("/desk/team");
    }

    private Task<TestServer> StartAsync(params (string, string)[] settings) =>
        TestServer.StartAsync(database.DataSources, "Production", EngineClock.Database, settings);
}

using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Permissions;
using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Security;

/// <summary>Every route that is not for everybody, with the credentials of every role that is too little for it.
/// </summary>
public sealed class RoleAttackTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly Role[] Roles = [Role.Scanner, Role.Staff, Role.Admin, Role.Operator];

    [Fact]
    public async Task Nobody_without_credentials_gets_past_a_policy()
    {
        var tried = 0;
        foreach (var (route, _, method, path) in Routes())
        {
            var answer = await api.Http.CallAsync(method, path, content: null);

            answer.Status.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {route}");
            tried++;
        }

        tried.ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task No_lesser_role_gets_past_a_policy_with_a_key()
    {
        foreach (var role in Roles.Where(role => role < Role.Operator))
        {
            var key = ("X-Api-Key", (await api.Server.MakeKeyAsync(role)).Secret);
            foreach (var (route, needed, method, path) in Routes().Where(one => one.Needed > role))
            {
                var answer = await api.Http.CallAsync(method, path, content: null, key);

                answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-required");
                answer.Field("detail").ShouldContain(
                    $"needs the role {RoleNames.NameOf(needed)}; yours is {RoleNames.NameOf(role)}", Case.Sensitive,
                    $"{method} {route}");
            }
        }
    }

    [Fact]
    public async Task No_lesser_role_gets_past_a_policy_of_the_api_with_a_token()
    {
        foreach (var role in Roles.Where(role => role < Role.Operator))
        {
            var token = await api.Server.TokenAsync(role);
            foreach (var (route, _, method, path) in Routes()
                .Where(one => one.Needed > role && one.Path.StartsWith("/api/", StringComparison.Ordinal)))
            {
                (await api.Http.CallAsync(method, path, content: null, token)).Status
                    .ShouldBe(HttpStatusCode.Forbidden, $"{method} {route}");
            }
        }
    }

    [Fact]
    public async Task No_lesser_role_gets_past_a_policy_of_the_desk_with_a_session()
    {
        foreach (var role in Roles.Where(role => role < Role.Admin))
        {
            using var person = new Organiser(api);
            (await person.SignInAsPersonAsync((await api.Server.AddAsync(role)).Email)).ShouldRedirect();
            foreach (var (route, _, method, path) in Routes()
                .Where(one => one.Needed > role && one.Path.StartsWith("/desk", StringComparison.Ordinal)))
            {
                var answer = await person.Http.CallAsync(method, path, content: null, ("Accept", "text/html"));

                if (method == HttpMethod.Get && path == "/desk")
                {
                    answer.ShouldRedirect().ShouldBe("/desk/shows");
                    continue;
                }

                answer.Status.ShouldBe(HttpStatusCode.Forbidden, $"{method} {route}");
                answer.Text.ShouldContain("Your role does not allow this");
            }
        }
    }

    [Fact]
    public async Task Each_role_gets_past_the_policies_that_are_its_own()
    {
        foreach (var role in Roles.Where(role => role < Role.Operator))
        {
            var key = ("X-Api-Key", (await api.Server.MakeKeyAsync(role)).Secret);
            foreach (var (route, _, method, path) in Routes()
                .Where(one => one.Needed <= role && one.Method == HttpMethod.Get))
            {
                (await api.Http.CallAsync(method, path, content: null, key)).Status.ShouldNotBeOneOf(
                    [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden], $"{role} {method} {route}");
            }
        }
    }

    [Fact]
    public async Task What_the_desk_hides_is_what_the_role_may_not_do()
    {
        using var scanner = new Organiser(api);
        (await scanner.SignInAsPersonAsync((await api.Server.AddAsync(Role.Scanner)).Email)).ShouldRedirect();
        using var admin = new Organiser(api);
        (await admin.SignInAsPersonAsync((await api.Server.AddAsync(Role.Admin)).Email)).ShouldRedirect();

        var few = (await scanner.OpenAsync("/desk/shows")).Text;
        var all = (await admin.OpenAsync("/desk/shows")).Text;

        foreach (var link in (string[])["/desk/plans", "/desk/bookings", "/desk/team", "/desk/shows/new"])
        {
            few.ShouldNotContain($"href=\"{link}\"");
            all.ShouldContain($"href=\"{link}\"");
        }
    }

    private IEnumerable<(string Route, Role Needed, HttpMethod Method, string Path)> Routes() =>
        from route in api.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let policy = route.Metadata.GetMetadata<IAuthorizeData>()?.Policy
        where policy is not null
        let pattern = "/" + route.RoutePattern.RawText!.Trim('/')
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        where method != HttpMethod.Head.Method
        let path = pattern.Replace("{id}", "1", StringComparison.Ordinal)
            .Replace("{step}", "show", StringComparison.Ordinal)
            .Replace("{version}", "1", StringComparison.Ordinal)
            .Replace("{session}", "1", StringComparison.Ordinal)
        select (pattern, Policies.RoleOf(policy)!.Value, new HttpMethod(method), path);
}

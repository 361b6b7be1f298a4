using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Usher.BoxOffice;
using Usher.Engine;
using Usher.Http;
using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class PolicyTests(TestApi api) : IClassFixture<TestApi>
{
    private IEnumerable<RouteEndpoint> Routes => api.Server.Services.GetRequiredService<EndpointDataSource>()
        .Endpoints.OfType<RouteEndpoint>();

    [Fact]
    public void Every_route_names_its_policy_or_says_that_it_is_for_everybody()
    {
        Routes.Count().ShouldBeGreaterThan(50);
        Routes.Where(route => PolicyOf(route) is null).Select(route => route.RoutePattern.RawText).ShouldBeEmpty();
    }

    [Fact]
    public void What_only_some_may_do_is_behind_their_policies()
    {
        foreach (var route in Routes)
        {
            var path = "/" + route.RoutePattern.RawText!.Trim('/');
            var method = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0];
            var expected = path.StartsWith("/api/admin/", StringComparison.Ordinal) ? OfApi(method, path)
                : path.StartsWith("/desk/sign-", StringComparison.Ordinal) || path == "/desk/join" ? "everybody"
                : path == "/desk" || path.StartsWith("/desk/", StringComparison.Ordinal) ? OfDesk(method, path)
                : "everybody";
            PolicyOf(route).ShouldBe(expected, $"{method} {path}");
        }
    }

    private static string OfApi(string? method, string path) => (method, path) switch
    {
        (_, "/api/admin/organizations" or "/api/admin/organizations/{slug}") => Policies.Operator,
        ("GET", "/api/admin/shows" or "/api/admin/shows/{id}") => Policies.Scanner,
        (_, "/api/admin/shows/{id}/bookings" or "/api/admin/shows/{id}/block" or "/api/admin/shows/{id}/unblock"
            or "/api/admin/bookings/{id}/cancel" or "/api/admin/bookings/{id}/ticket-link"
            or "/api/admin/bookings/{id}/ticket-link/end") => Policies.Staff,
        _ => Policies.Admin,
    };

    private static string OfDesk(string? method, string path) => path switch
    {
        "/desk/shows" => Policies.Scanner,
        _ when path.StartsWith("/desk/tenants", StringComparison.Ordinal) => Policies.Operator,
        _ when path.StartsWith("/desk/account", StringComparison.Ordinal) => Policies.Scanner,
        "/desk" or "/desk/shows/{id}" or "/desk/shows/{id}/block" or "/desk/shows/{id}/unblock" => Policies.Staff,
        _ when path.StartsWith("/desk/shows/{id}/map", StringComparison.Ordinal) => Policies.Staff,
        _ when path.StartsWith("/desk/bookings", StringComparison.Ordinal) => Policies.Staff,
        _ => Policies.Admin,
    };

    [Fact]
    public async Task What_is_for_everybody_passes_by_authentication_and_authorization()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Auth:AdminKey"] = TestApi.AdminKey;
        builder.Services.AddSingleton(api.Database.DataSources);
        builder.Services.AddUsherEngine(builder.Configuration).AddUsherBoxOffice().AddUsherHttp();
        builder.Services.AddPolicies();
        await using var app = builder.Build();
        app.UsePolicies();
        app.MapGet("/open", Traces).AllowAnonymous();
        app.MapGet("/closed", Traces).RequireAuthorization(Policies.Admin);
        app.MapGet("/forgotten", Traces);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        (await http.GetAnswerAsync("/open")).Text.ShouldBe("0");
        (await http.GetAnswerAsync("/closed")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await http.GetAnswerAsync("/closed", ("X-Api-Key", TestApi.AdminKey))).Text.ShouldNotBe("0");
        (await http.GetAnswerAsync("/forgotten")).Status.ShouldBe(HttpStatusCode.Unauthorized);

        static string Traces(HttpContext context) =>
            $"{context.Items.Count + (context.Features.Get<IHttpAuthenticationFeature>() is null ? 0 : 1)}";
    }

    private static string? PolicyOf(RouteEndpoint route)
    {
        var policies = route.Metadata.GetOrderedMetadata<IAuthorizeData>();
        return route.Metadata.GetMetadata<IAllowAnonymous>() is not null
            ? policies.Count == 0 ? "everybody" : null
            : policies is [{ Policy: { } policy }] && Policies.RoleOf(policy) is not null ? policy : null;
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Usher.Testing;

/// <summary>A request for every route that a server has, with real ids in the places of their parameters.</summary>
internal static class RouteWalk
{
    public static IReadOnlyList<(HttpMethod Method, string Path)> Of(TestServer server, ShowId show, string booking) =>
    [
        .. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(route => Requests(route, show, booking)).Distinct(),
    ];

    private static IEnumerable<(HttpMethod Method, string Path)> Requests(
        RouteEndpoint route, ShowId show, string booking)
    {
        var id = route.RoutePattern.RawText!.Contains("/bookings/", StringComparison.Ordinal)
            ? booking
            : show.Value.ToString(CultureInfo.InvariantCulture);
        var path = string.Concat(route.RoutePattern.PathSegments.Select(segment =>
            "/" + string.Concat(segment.Parts.Select(part => part switch
            {
                RoutePatternLiteralPart literal => literal.Content,
                RoutePatternSeparatorPart separator => separator.Content,
                _ => id,
            }))));
        // CONNECT opens a WebSocket over HTTP/2, and nothing over HTTP/1.1.
        var methods = (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            .Where(method => method != HttpMethods.Connect);
        return methods.Select(method => (new HttpMethod(method), path.Length > 0 ? path : "/"));
    }
}

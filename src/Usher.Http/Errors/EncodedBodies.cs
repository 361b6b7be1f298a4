using Microsoft.AspNetCore.Http.Features;

namespace Usher.Http.Errors;

/// <summary>
/// Refuses bodies that are compressed. None is ever unpacked: a few kilobytes could become gigabytes, and what is sent
/// here is small as it is.
/// </summary>
internal static class EncodedBodies
{
    private const string AsItIs = "identity";

    public static void RefuseEncodedBodies(this WebApplication app) => app.Use((context, next) =>
        context.Request.Headers.ContentEncoding.Count > 0 && IsRefused(context)
            ? Refuse(context)
            : next(context));

    // What has no route is told so, whatever it brought.
    private static bool IsRefused(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint
        && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false }
        && !AsItIs.Equals(context.Request.Headers.ContentEncoding, StringComparison.OrdinalIgnoreCase);

    private static Task Refuse(HttpContext context) =>
        (Problems.Of(ProblemType.EncodedBody) with { Header = ("Accept-Encoding", AsItIs) }).ExecuteAsync(context);
}

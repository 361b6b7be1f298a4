using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Usher.Http.Errors;
using Usher.Pages.Kit.Layout;

namespace Usher.Pages.Kit;

/// <summary>Problems as pages, for browsers; the API's callers get them as RFC 9457 says.</summary>
internal sealed class ProblemPages(IOptions<PagesOptions> options) : IProblemWriter
{
    // What the OpenAPI document lists answers as it says there, whoever asks.
    private static readonly PathString[] Api = ["/api", "/health", "/problems"];

    /// <summary>Whether the sender is a person at a browser: it asks for HTML by name, outside the API.</summary>
    public static bool AreFor(HttpRequest request) =>
        !Array.Exists(Api, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
        && MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    public bool CanWrite(HttpRequest request) => AreFor(request);

    public Task WriteAsync(HttpContext context, Problem problem)
    {
        var isAway = problem.Status == StatusCodes.Status503ServiceUnavailable;
        // Encoded as it came; what begins with two slashes would be another site's address.
        var path = context.Request.GetEncodedPathAndQuery();
        var isOurs = HttpMethods.IsGet(context.Request.Method) && !path.StartsWith("//", StringComparison.Ordinal);
        path = isOurs ? path : "/";
        return new PageReply<NoticePage>(View(problem, path))
        {
            Status = problem.Status,
            Refresh = isAway ? (TimeSpan.FromSeconds(options.Value.RetrySeconds), path) : null,
        }.ExecuteAsync(context);
    }

    private static NoticeView View(Problem problem, string path) => problem.Status switch
    {
        StatusCodes.Status404NotFound => new(
            "Page not found", "It may have moved, or the link may be incomplete.",
            "See what’s on", "/"),
        StatusCodes.Status503ServiceUnavailable => new(
            "We cannot reach our booking records right now",
            "Confirmed bookings are safe. This page will try again in a few seconds.", "Try now", path),
        >= StatusCodes.Status500InternalServerError => new(
            "Something went wrong on our side",
            "Nothing was charged. Confirmed bookings are safe; open a booking to see its status.",
            "Back to shows", "/")
        {
            Reference = problem.TraceId,
        },
        _ => new("That did not work", problem.Detail ?? problem.Title, "Back to shows", "/"),
    };
}

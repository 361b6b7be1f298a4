namespace Usher.Http.Errors;

public static class UnmatchedRequests
{
    /// <summary>
    /// Explains the 404 and 405 that routing leaves empty. A request that met an endpoint passes through untouched.
    /// </summary>
    public static void UseProblemsForUnmatchedRequests(this WebApplication app) =>
        app.Use((context, next) => context.GetEndpoint() is RouteEndpoint ? next(context) : Explain(context, next));

    private static async Task Explain(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var response = context.Response;
        if (response.HasStarted || response.ContentLength is not null || response.ContentType is not null)
        {
            return;
        }

        var problem = response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Problems.Of(ProblemType.NoSuchRoute),
            StatusCodes.Status405MethodNotAllowed => Problems.Of(
                ProblemType.MethodNotAllowed, $"This URL only supports {response.Headers.Allow}."),
            _ => null,
        };
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
        }
    }
}

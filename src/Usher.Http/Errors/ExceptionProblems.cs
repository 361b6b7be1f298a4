using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Usher.Engine.Database;
using Usher.Http.Replies;
using Usher.Http.Transport;

namespace Usher.Http.Errors;

/// <summary>The last resort: what an exception tells a client is a problem, and the rest is for the log.</summary>
public sealed partial class ExceptionProblems(
    ILogger<ExceptionProblems> logger, SecurityHeaders security, DiskSpace? disk = null)
{
    private static readonly TimeSpan RetryAfterAway = TimeSpan.FromSeconds(2);

    // As long as those who are too slow are borne with, about.
    private static readonly TimeSpan RetryAfterSlow = TimeSpan.FromSeconds(10);

    public Task Write(HttpContext context)
    {
        var exception = context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error;
        // The framework took all headers off when the answer failed.
        security.Set(context);
        var (method, path) = (context.Request.Method, context.Request.Path.Value);
        if (DatabaseAway.Caused(exception))
        {
            disk?.Note(exception);
            LogDatabaseAway(method, path, exception.Message);
            return Problems.Later(ProblemType.Unavailable, RetryAfterAway).ExecuteAsync(context);
        }

        if (exception is ClientHoldsTooMuchException)
        {
            return Problems.Later(
                ProblemType.Overloaded, RetryAfterSlow,
                "Large responses to this client's address are still being sent. Read them to the end, or try again "
                + "after the number of seconds in Retry-After.").ExecuteAsync(context);
        }

        if (exception is BadHttpRequestException)
        {
            context.EndAfterBrokenBody();
            return Problems.Of(ProblemType.MalformedBody, "The request is incomplete or is not valid HTTP.")
                .ExecuteAsync(context);
        }

        LogDefect(exception, method, path, context.TraceIdentifier);
        return Problems.Defect(context.TraceIdentifier).ExecuteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} found the database unavailable: {Reason}")]
    private partial void LogDatabaseAway(string method, string? path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed, trace {TraceId}")]
    private partial void LogDefect(Exception exception, string method, string? path, string traceId);
}

using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Organizations;
using Usher.Engine.Selling;
using Usher.Http.Errors;
using Usher.Http.Transport;

namespace Usher.Http.LoadShedding;

/// <summary>Marks a route whose body may be larger than those of others.</summary>
public sealed class LargeBodyRoute
{
    private LargeBodyRoute()
    {
    }

    /// <summary>It may be a seating plan.</summary>
    public static LargeBodyRoute Plan { get; } = new();

    /// <summary>It may be a logo.</summary>
    public static LargeBodyRoute Logo { get; } = new();

    /// <summary>How a request's route is marked; null: not at all.</summary>
    public static LargeBodyRoute? Of(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<LargeBodyRoute>();
}

/// <summary>
/// Lets bodies be as large as a seating plan or a logo on the routes that take one, and few such be worked on at once:
/// each costs many times its size in memory while it is read. The others wait before anything of them is read. Asked
/// after the route's policy, so strangers take no place.
/// </summary>
public sealed class LargeBodies(RetryAdvice advice, IOptions<HttpLimits> limits, IOptions<LogoOptions> logos)
    : IDisposable
{
    private readonly ConcurrencyLimiter _requests = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = limits.Value.PlanBodiesMax,
        QueueLimit = limits.Value.PlanBodiesWaitingMax,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    // Nearly all requests bring no such body, and pass without a task of their own.
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.ContentLength <= limits.Value.BodyBytesMax
            || LargeBodyRoute.Of(context) is not { } route)
        {
            return next(context);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // A form has a little around its file.
            size.MaxRequestBodySize = route == LargeBodyRoute.Logo
                ? logos.Value.FileBytesMax + limits.Value.BodyBytesMax
                : limits.Value.PlanBodyBytesMax;
        }

        return InvokeInTurnAsync(context, next);
    }

    private async Task InvokeInTurnAsync(HttpContext context, RequestDelegate next)
    {
        using var lease = await _requests.AcquireAsync(permitCount: 1, context.RequestAborted);
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        await Problems.Later(ProblemType.Overloaded, advice.RetryAfter).ExecuteAsync(context);
    }

    public void Dispose() => _requests.Dispose();
}

using Usher.Http.Errors;
using Usher.Http.RateLimits;
using Usher.Http.Wording;

namespace Usher.Http.Security;

/// <summary>Refuses an API key that is used too often: once its route's policy has let it through, and where everybody
/// may call, once the call has looked who it is.</summary>
public static class KeyLimits
{
    /// <summary>Counts a call by the API key that it brought.</summary>
    /// <returns>The refusal; null: it brought none, or is within the limit.</returns>
    public static ProblemReply? Refusal(this KeyRates rates, HttpContext context, Caller? caller) =>
        caller is { ApiKey: { } key } && rates.Count(context, key, caller.Name) is { } wait
            ? Problems.Later(
                ProblemType.TooManyRequests, wait, RefusalTexts.TooManyRequests(rates.Max, rates.Window, wait))
            : null;

    internal static void UseKeyLimits(this IApplicationBuilder policed)
    {
        var rates = policed.ApplicationServices.GetRequiredService<KeyRates>();
        policed.Use((context, next) => rates.Refusal(context, Caller.OfRequest(context)) is { } refusal
            ? refusal.ExecuteAsync(context)
            : next(context));
    }
}

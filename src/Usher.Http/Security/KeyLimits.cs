using Usher.Http.Errors;
using Usher.Http.RateLimits;
using Usher.Http.Wording;

namespace Usher.Http.Security;

/// <summary>Refuses an API key that is used too often, once its route's policy has let it through.</summary>
internal static class KeyLimits
{
    public static void UseKeyLimits(this IApplicationBuilder policed)
    {
        var rates = policed.ApplicationServices.GetRequiredService<KeyRates>();
        policed.Use((context, next) =>
            Caller.OfRequest(context) is { ApiKey: { } key } caller
                && rates.Count(context, key, caller.Name) is { } wait
                ? Problems.Later(
                    ProblemType.TooManyRequests, wait, RefusalTexts.TooManyRequests(rates.Max, rates.Window, wait))
                    .ExecuteAsync(context)
                : next(context));
    }
}

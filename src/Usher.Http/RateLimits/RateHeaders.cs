using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Usher.Http.RateLimits;

/// <summary>How a client stands, as headers of an answer (draft-ietf-httpapi-ratelimit-headers-10).</summary>
public static class RateHeaders
{
    public const string State = "RateLimit";

    public const string Policy = "RateLimit-Policy";

    /// <summary>What the limit is; it stays the same.</summary>
    internal static StringValues PolicyOf(string name, int max, int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={max};w={seconds}");

    internal static void Write(HttpContext context, string name, StringValues policy, QuotaState state)
    {
        var headers = context.Response.Headers;
        headers[Policy] = policy;
        headers[State] = string.Create(
            CultureInfo.InvariantCulture, $"\"{name}\";r={state.Remaining};t={Seconds(state.Reset)}");
    }

    private static long Seconds(TimeSpan time) =>
        Math.Max(1, (time.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
}

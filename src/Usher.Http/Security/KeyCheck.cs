namespace Usher.Http.Security;

/// <summary>What came of comparing a key.</summary>
/// <param name="IsRight">Whether it is the server's.</param>
/// <param name="Wait">After how long wrong keys of this client are answered as before; null: they still are.</param>
public sealed record KeyVerdict(bool IsRight, TimeSpan? Wait);

/// <summary>
/// Compares the keys that requests bring: the one place that does, so that a wrong one is counted wherever it came in.
/// The right one is never counted, delayed or refused.
/// </summary>
public sealed class KeyCheck(AdminKey key, WrongKeys wrong)
{
    private static readonly KeyVerdict Right = new(IsRight: true, Wait: null);
    private static readonly KeyVerdict Wrong = new(IsRight: false, Wait: null);

    /// <summary>What came of the key in the header of this request; null before it was asked for.</summary>
    public static KeyVerdict? OfRequest(HttpContext context) => context.Features.Get<KeyVerdict>();

    /// <summary>The verdict on the header; null without one. A request is judged, and counted, once.</summary>
    public async ValueTask<KeyVerdict?> OfHeaderAsync(HttpContext context)
    {
        if (!context.Request.Headers.TryGetValue(AdminKey.HeaderName, out var values))
        {
            return null;
        }

        if (OfRequest(context) is { } known)
        {
            return known;
        }

        var verdict = await OfAsync(values is [{ } presented] ? presented : "", context);
        context.Features.Set(verdict);
        return verdict;
    }

    /// <summary>The verdict on a key that came otherwise.</summary>
    public async ValueTask<KeyVerdict> OfAsync(string presented, HttpContext context)
    {
        if (await key.IsAsync(presented, context.RequestAborted))
        {
            return Right;
        }

        var wait = wrong.Count(context.Connection.RemoteIpAddress);
        if (wait is null)
        {
            return Wrong;
        }

        await wrong.SlowDownAsync(context.RequestAborted);
        return new KeyVerdict(IsRight: false, wait);
    }
}

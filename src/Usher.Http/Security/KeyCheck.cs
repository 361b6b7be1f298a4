using Usher.BoxOffice.ApiKeys;
using Usher.BoxOffice.Organizations;

namespace Usher.Http.Security;

/// <summary>What came of looking at a key.</summary>
/// <param name="Caller">Whose it is; null: it opens nothing.</param>
/// <param name="Wait">After how long wrong keys of this client are answered as before; null: they still are.</param>
public sealed record KeyVerdict(Caller? Caller, TimeSpan? Wait)
{
    public bool IsRight => Caller is not null;
}

/// <summary>
/// Looks at the keys that requests bring, the server's own and those of organizations: the one place that does, so that
/// a wrong one is counted wherever it came in. A right one is never counted, delayed or refused.
/// </summary>
public sealed class KeyCheck(AdminKey key, ApiKeyStore apiKeys, OrganizationStore organizations, WrongKeys wrong)
{
    private const string Bearer = "Bearer ";

    private static readonly KeyVerdict Wrong = new(Caller: null, Wait: null);

    /// <summary>What came of the key in the headers of this request; null before it was asked for.</summary>
    public static KeyVerdict? OfRequest(HttpContext context) => context.Features.Get<KeyVerdict>();

    /// <summary>The key in a request's headers, X-Api-Key before Authorization; null: there is none.</summary>
    public static string? FindIn(IHeaderDictionary headers)
    {
        if (headers.TryGetValue(AdminKey.HeaderName, out var values))
        {
            return values is [{ } presented] ? presented : "";
        }

        return headers.Authorization is [{ } text] && text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && text.AsSpan(Bearer.Length).TrimStart().StartsWith(ApiKeyStore.Mark, StringComparison.Ordinal)
                ? text[Bearer.Length..].Trim()
                : null;
    }

    /// <summary>The verdict on the key in the headers; null without one. A request is judged, and counted, once.
    /// </summary>
    public async ValueTask<KeyVerdict?> OfHeaderAsync(HttpContext context)
    {
        if (FindIn(context.Request.Headers) is not { } presented)
        {
            return null;
        }

        if (OfRequest(context) is { } known)
        {
            return known;
        }

        var caller = await apiKeys.FindAsync(presented, context.RequestAborted) is { } apiKey
            ? Caller.Of(apiKey)
            : null;
        var verdict = caller is not null
            ? new KeyVerdict(caller, Wait: null)
            : await OfServerKeyAsync(presented, context);
        context.Features.Set(verdict);
        return verdict;
    }

    /// <summary>The verdict on what is to be the server's own key.</summary>
    public async ValueTask<KeyVerdict> OfServerKeyAsync(string presented, HttpContext context)
    {
        if (await key.IsAsync(presented, context.RequestAborted))
        {
            return new KeyVerdict(
                Caller.OfServerKey(await organizations.DefaultAsync(context.RequestAborted)), Wait: null);
        }

        var wait = wrong.Count(context.Connection.RemoteIpAddress);
        if (wait is null)
        {
            return Wrong;
        }

        await wrong.SlowDownAsync(context.RequestAborted);
        return new KeyVerdict(Caller: null, wait);
    }
}

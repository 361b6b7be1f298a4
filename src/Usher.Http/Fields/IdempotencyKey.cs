using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Usher.Http.Fields;

/// <summary>The header under which a repeated request is the same request.</summary>
public static class IdempotencyKey
{
    public const string HeaderName = "Idempotency-Key";
    public const int CharsMax = 255;

    // Whoever has the server's own key; everybody else has an account. A key that was sent has no space, so none that a
    // stranger sends is ever one of an account's.
    private const string OrganiserScope = "organiser ";
    private const string AccountScope = "account ";

    /// <summary>The key of a call that organisers alone may make, as one of their account's; null where there is none,
    /// and, told in <paramref name="errors"/>, where it is wrong.</summary>
    /// <param name="headers">The request's.</param>
    /// <param name="account">Whose it is; null: of whoever has the server's own key.</param>
    /// <param name="errors">Told where the key is wrong.</param>
    public static string? ReadOwn(IHeaderDictionary headers, string? account, FieldErrors errors) =>
        Read(headers, errors) is { } key ? account is null ? key : Of(account, key) : null;

    // As short as any, however long the key: an account's keys are stored by their hash.
    private static string Of(string account, string key) =>
        AccountScope + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}\n{key}")));

    private static string? Read(IHeaderDictionary headers, FieldErrors errors)
    {
        if (!headers.TryGetValue(HeaderName, out var values))
        {
            return null;
        }

        var key = values.Count == 1 ? values[0] : null;
        if (key is { Length: >= 1 and <= CharsMax } && !key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return key;
        }

        errors.Add(HeaderName, $"must be a single value of 1 to {CharsMax} visible ASCII characters without spaces");
        return null;
    }

    /// <summary>
    /// The key of a call that everybody may make: whoever repeats it is given the booking, so a stranger's must be one
    /// that nobody guesses, and a key that came with credentials belongs to their account.
    /// </summary>
    /// <param name="headers">The request's.</param>
    /// <param name="isKnown">Whether it brought credentials that are good.</param>
    /// <param name="account">Whose they are; null: of whoever has the server's own key.</param>
    /// <param name="errors">Told where the key is wrong.</param>
    public static string? Read(IHeaderDictionary headers, bool isKnown, string? account, FieldErrors errors)
    {
        if (isKnown)
        {
            return Read(headers, errors) is { } own
                ? account is null ? OrganiserScope + own : Of(account, own)
                : null;
        }

        if (!headers.TryGetValue(HeaderName, out var values))
        {
            return null;
        }

        // One UUID is one key, whatever the case of its letters.
        if (values is [{ } key] && Guid.TryParseExact(key, "D", out var id)
            && id != Guid.Empty && id != Guid.AllBitsSet)
        {
            return id.ToString("D");
        }

        errors.Add(
            HeaderName,
            "must be one random UUID such as 8e03978e-40d5-43e8-bc93-6894a57f9324, a new one for each new booking; "
            + "any other text requires a key or a token");
        return null;
    }
}

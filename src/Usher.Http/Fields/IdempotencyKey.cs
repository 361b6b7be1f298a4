namespace Usher.Http.Fields;

/// <summary>The header under which a repeated request is the same request.</summary>
public static class IdempotencyKey
{
    public const string HeaderName = "Idempotency-Key";
    public const int CharsMax = 255;

    /// <summary>The key; null where there is none, and, told in <paramref name="errors"/>, where it is wrong.</summary>
    public static string? Read(IHeaderDictionary headers, FieldErrors errors)
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

        errors.Add(HeaderName, $"must be one value of 1 to {CharsMax} visible ASCII characters, without spaces");
        return null;
    }
}

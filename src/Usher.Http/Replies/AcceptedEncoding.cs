using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Usher.Http.Replies;

/// <summary>Which of the encodings at hand a client takes (RFC 9110 §12.5.3).</summary>
public static class AcceptedEncoding
{
    public const string Brotli = "br";
    public const string Gzip = "gzip";

    // Nearly all clients of a sale say the same as the one before them.
    private static Choice? s_latest;

    /// <summary>The smaller one of those the client takes; null where it takes neither.</summary>
    public static string? Choose(StringValues accepted)
    {
        if (accepted.Count != 1)
        {
            return Read(accepted);
        }

        var text = accepted[0];
        var latest = s_latest;
        if (latest is null || !string.Equals(latest.Accepted, text, StringComparison.Ordinal))
        {
            s_latest = latest = new Choice(text, Read(accepted));
        }

        return latest.Encoding;
    }

    private static string? Read(StringValues accepted)
    {
        if (StringValues.IsNullOrEmpty(accepted)
            || !StringWithQualityHeaderValue.TryParseList(accepted, out var values))
        {
            return null;
        }

        return Takes(values, Brotli) ? Brotli : Takes(values, Gzip) ? Gzip : null;
    }

    private static bool Takes(IList<StringWithQualityHeaderValue> values, string encoding)
    {
        foreach (var value in values)
        {
            if (value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
            {
                return value.Quality is not 0;
            }
        }

        return false;
    }

    private sealed record Choice(string? Accepted, string? Encoding);
}

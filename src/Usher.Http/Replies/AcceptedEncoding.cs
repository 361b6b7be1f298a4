using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Usher.Http.Replies;

/// <summary>Which of the encodings at hand a client takes (RFC 9110 §12.5.3).</summary>
public static class AcceptedEncoding
{
    public const string Brotli = "br";
    public const string Gzip = "gzip";

    /// <summary>The smaller one of those the client takes; null where it takes neither.</summary>
    public static string? Choose(StringValues accepted)
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
}

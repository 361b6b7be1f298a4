using System.Text;

namespace Usher.Engine.Bookings;

/// <summary>
/// The shape of an e-mail address: what RFC 5321 lets through in practice, and domains as people type them, with the
/// full stops of other scripts or with one at the end. Only a message that arrives proves more.
/// </summary>
public static class EmailAddress
{
    /// <summary>The most characters of an address.</summary>
    public const int CharsMax = 254;

    private const int LocalCharsMax = 64;
    private const int LabelCharsMax = 63;
    private const string LocalSigns = "!#$%&'*+-/=?^_`{|}~.";

    /// <summary>Whether it could be one.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> address)
    {
        var at = address.LastIndexOf('@');
        return address.Length <= CharsMax && at > 0 && IsLocal(address[..at]) && IsDomain(address[(at + 1)..]);
    }

    /// <summary>Enough for its owner to know it, too little for anybody else: a***@example.com.</summary>
    public static string Mask(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0 && Rune.TryGetRuneAt(address, 0, out var first) ? $"{first}***{address.AsSpan(at)}" : "***";
    }

    private static bool IsLocal(ReadOnlySpan<char> local)
    {
        if (local.Length > LocalCharsMax || local[0] == '.' || local[^1] == '.'
            || local.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var sign in local)
        {
            if (!IsLetterOrDigit(sign) && !LocalSigns.Contains(sign, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (domain.Length > 1 && EmailKey.Stops.Contains(domain[^1], StringComparison.Ordinal))
        {
            domain = domain[..^1];
        }

        var labels = 0;
        foreach (var range in domain.SplitAny(EmailKey.Stops))
        {
            var label = domain[range];
            if (label.IsEmpty || label.Length > LabelCharsMax || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (var sign in label)
            {
                if (!IsLetterOrDigit(sign) && sign != '-')
                {
                    return false;
                }
            }

            labels++;
        }

        return labels >= 2;
    }

    // Letters of all scripts: internationalised addresses (RFC 6531) are real ones. Surrogates carry rarer scripts.
    private static bool IsLetterOrDigit(char sign) => char.IsLetterOrDigit(sign) || char.IsSurrogate(sign)
        || (!char.IsAscii(sign) && char.GetUnicodeCategory(sign) is System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.SpacingCombiningMark);
}

using System.Globalization;
using System.Text;

namespace Usher.Engine.Bookings;

/// <summary>
/// The one form of an e-mail address, by which a person is found whatever way the address was typed: letters composed
/// (NFC) and in lower case, the domain in its own script, whether it came so or as punycode (RFC 3492, UTS 46), with
/// full stops of whatever script and none at its end. The address itself is kept and shown as typed.
/// </summary>
/// <remarks>The domain is kept in its own script and not in punycode, because addresses are searched by their
/// beginning: "xn--bcher-kva" begins with nothing that anybody would type. Composing letters and domains in other
/// scripts need ICU: where the process runs without it only case is evened out.</remarks>
public static class EmailKey
{
    private const string Punycode = "xn--";

    /// <summary>What parts the labels of a domain: besides the full stop, those that input methods type (RFC 3490).
    /// </summary>
    public const string Stops = ".\u3002\uff0e\uff61";

    private static readonly IdnMapping Domains = new() { AllowUnassigned = true };

    /// <summary>The form to store beside an address; null where the address in lower case is that form already, as the
    /// database can tell by itself: it is plain ASCII and does not end in a full stop.</summary>
    public static string? Of(string? address) => address is null || IsPlain(address) ? null : Normal(address);

    /// <summary>The form of an address, or of the beginning of one that somebody looks for.</summary>
    public static string Normal(string address)
    {
        if (IsPlain(address))
        {
            return address.ToLowerInvariant();
        }

        var at = address.LastIndexOf('@');
        return at < 0 ? Even(address) : $"{Even(address[..at])}@{Domain(address[(at + 1)..])}";
    }

    private static bool IsPlain(string address) =>
        Ascii.IsValid(address) && !address.Contains(Punycode, StringComparison.OrdinalIgnoreCase)
        && !address.EndsWith('.');

    private static string Even(string text) => text.Normalize(NormalizationForm.FormC).ToLowerInvariant();

    private static string Domain(string domain)
    {
        string[] labels = [.. domain.Split(Stops.ToCharArray()).Select(Label)];
        // "example.com." is "example.com" (RFC 1034); one label may be the beginning of more.
        return string.Join('.', labels is [.., not "", not "", ""] ? labels[..^1] : labels);
    }

    // Each by itself: the last one may be only its beginning.
    private static string Label(string label)
    {
        var even = Even(label);
        if (Ascii.IsValid(even) && !even.StartsWith(Punycode, StringComparison.Ordinal))
        {
            return even;
        }

        try
        {
            return Even(Domains.GetUnicode(Domains.GetAscii(even)));
        }
        catch (ArgumentException)
        {
            // No domain could be called so.
            return even;
        }
    }
}

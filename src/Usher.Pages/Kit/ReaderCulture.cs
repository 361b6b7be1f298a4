using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Usher.Pages.Kit;

/// <summary>
/// In whose forms dates, numbers and prices are written: the reader's, as its browser tells, among those listed here.
/// The texts are English for everybody. Whatever formats for machines names the invariant culture instead.
/// </summary>
internal static class ReaderCulture
{
    // What a browser sends is short; more is somebody else's business.
    private const int HeaderCharsMax = 256;

    // The first of a language is for all of its regions that are not listed. Left out are those whose digits or
    // calendars are others.
    private static readonly string[] Names =
    [
        "en-GB", "en-AU", "en-CA", "en-IE", "en-IN", "en-NZ", "en-US", "en-ZA",
        "af-ZA", "bg-BG", "ca-ES", "cs-CZ", "da-DK", "de-DE", "de-AT", "de-CH", "el-GR", "es-ES", "es-AR", "es-MX",
        "et-EE", "eu-ES", "fi-FI", "fr-FR", "fr-BE", "fr-CA", "fr-CH", "gl-ES", "he-IL", "hi-IN", "hr-HR", "hu-HU",
        "id-ID", "is-IS", "it-IT", "it-CH", "ja-JP", "ko-KR", "lt-LT", "lv-LV", "ms-MY", "nb-NO", "nl-NL", "nl-BE",
        "pl-PL", "pt-PT", "pt-BR", "ro-RO", "ru-RU", "sk-SK", "sl-SI", "sv-SE", "ta-IN", "te-IN", "tr-TR", "uk-UA",
        "vi-VN", "zh-CN", "zh-TW",
    ];

    private static readonly FrozenDictionary<string, CultureInfo> Known = FindKnown();

    private static readonly AsyncLocal<CultureInfo?> Reader = new();

    /// <summary>For whoever says nothing that is known here.</summary>
    public static CultureInfo Default { get; } =
        Known.GetValueOrDefault("en-GB") ?? CultureInfo.InvariantCulture;

    /// <summary>Each once.</summary>
    internal static IEnumerable<CultureInfo> All => Known.Values.Distinct();

    /// <summary>The culture of the reader that is being answered.</summary>
    public static CultureInfo Current => Reader.Value ?? Default;

    /// <summary>From here on pages are for the sender of the request.</summary>
    public static void Use(HttpContext context) => Reader.Value = Of(context.Request);

    /// <summary>All answers of these routes are for the reader who asked.</summary>
    public static RouteGroupBuilder ForReaders(this RouteGroupBuilder group) =>
        group.AddEndpointFilter((invocation, next) =>
        {
            Use(invocation.HttpContext);
            return next(invocation);
        });

    /// <summary>What the sender of a request reads best (Accept-Language, RFC 9110 §12.5.4).</summary>
    public static CultureInfo Of(HttpRequest request)
    {
        if (request.Headers.AcceptLanguage.ToString() is not { Length: > 0 and <= HeaderCharsMax } header
            || !StringWithQualityHeaderValue.TryParseList([header], out var languages))
        {
            return Default;
        }

        foreach (var language in languages.OrderByDescending(language => language.Quality ?? 1))
        {
            if (language.Quality != 0 && Find(language.Value.ToString()) is { } culture)
            {
                return culture;
            }
        }

        return Default;
    }

    private static CultureInfo? Find(string tag) =>
        Known.GetValueOrDefault(tag)
        // Also of "zh-Hans-CN" and of regions that are not listed.
        ?? Known.GetValueOrDefault(tag.Split('-')[0]);

    // By name and, for the first of each, by language. Without ICU there are none.
    private static FrozenDictionary<string, CultureInfo> FindKnown()
    {
        var known = new Dictionary<string, CultureInfo>(StringComparer.OrdinalIgnoreCase);
        try
        {
            foreach (var name in Names)
            {
                var culture = CultureInfo.GetCultureInfo(name);
                known.Add(name, culture);
                known.TryAdd(name.Split('-')[0], culture);
            }
        }
        catch (CultureNotFoundException)
        {
            known.Clear();
        }

        // Norwegian browsers say "no" or "nb".
        if (known.TryGetValue("nb", out var norwegian))
        {
            known.TryAdd("no", norwegian);
            known.TryAdd("nn", norwegian);
        }

        return known.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}

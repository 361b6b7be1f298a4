using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.Http.Replies;

/// <summary>What browsers are told of the whole site. Configuration section Http.</summary>
public sealed class BrowserOptions
{
    public const string Section = "Http";

    /// <summary>How long a browser that came by https comes by nothing else, in seconds (HSTS, RFC 6797); 0: it is told
    /// nothing of the kind. Never told over plain HTTP, nor by localhost.</summary>
    [Range(0, 63_072_000)]
    public int HstsSeconds { get; set; } = 31_536_000;

    /// <summary>Whether that holds for all names below the site's own, too.</summary>
    public bool HstsIncludeSubdomains { get; set; }

    /// <summary>Sites whose scripts may call the API, separated by commas, such as https://www.example.com: scheme,
    /// name and port as the browser writes them; http for localhost only. None by default.</summary>
    public string? CorsOrigins { get; set; }

    /// <summary>The sites as browsers write them; null if one of them is no site, or not safe.</summary>
    public static IReadOnlyList<string>? ReadOrigins(string? text)
    {
        var origins = new List<string>();
        foreach (var part in (text ?? "").Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(part, UriKind.Absolute, out var origin)
                || !(origin.Scheme == Uri.UriSchemeHttps || (origin.Scheme == Uri.UriSchemeHttp && origin.IsLoopback))
                || !origin.GetLeftPart(UriPartial.Authority).Equals(part, StringComparison.OrdinalIgnoreCase)
                || part.Any(letter => letter is '*' or '@' or > '~'))
            {
                return null;
            }

            origins.Add(part.ToLowerInvariant());
        }

        return origins;
    }
}

[OptionsValidator]
internal sealed partial class BrowserRangesCheck : IValidateOptions<BrowserOptions>;

/// <summary>Refuses to start with sites that no browser could name, or that anybody could be.</summary>
internal sealed class BrowserOptionsCheck : IValidateOptions<BrowserOptions>
{
    public ValidateOptionsResult Validate(string? name, BrowserOptions options) =>
        BrowserOptions.ReadOrigins(options.CorsOrigins) is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Http__CorsOrigins is '{options.CorsOrigins}'; it must list the sites whose scripts may call the API, "
                + "separated by commas, such as https://www.example.com: without a path, a slash at the end or a "
                + "default port, and https unless it is localhost. It cannot be *.");
}

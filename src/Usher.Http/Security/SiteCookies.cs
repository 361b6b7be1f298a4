using Microsoft.Extensions.Options;

namespace Usher.Http.Security;

/// <summary>
/// What cookies are called, and where they go. Where the site's address is known to be https, their names begin with
/// "__Host-" (RFC 6265bis §4.1.3.2): browsers then take them from this very host over TLS or not at all, so that no
/// other host of the domain, and nobody on a plain connection, slips in one of their own.
/// </summary>
public sealed class SiteCookies(IOptions<PublicAddressOptions> options)
{
    private const string Prefix = "__Host-";

    private readonly bool _isSecure =
        PublicAddressOptions.ReadUrl(options.Value.PublicUrl)?.Scheme == Uri.UriSchemeHttps;

    /// <summary>What goes with such a name: the whole site.</summary>
    public string Path => _isSecure ? "/" : Policies.DeskPath;

    public string NameOf(string name) => _isSecure ? Prefix + name : name;

    /// <summary>Names a cookie that the framework writes, or the beginning of its name.</summary>
    public void Apply(CookieBuilder cookie, string name, SameSiteMode sameSite)
    {
        cookie.Name = NameOf(name);
        cookie.Path = Path;
        cookie.HttpOnly = true;
        cookie.SameSite = sameSite;
        cookie.SecurePolicy = _isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }

    /// <summary>The same for one that we write ourselves.</summary>
    public CookieOptions Strict(HttpRequest request) => new()
    {
        Path = Path,
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = _isSecure || request.IsHttps,
        IsEssential = true,
    };
}

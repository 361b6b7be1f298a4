using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Usher.Http.Security;

/// <summary>
/// The address under which people know this server. A request names one too, as its client chooses; that one counts
/// only where it cannot be made up, so that nobody's ticket or calendar leads elsewhere.
/// </summary>
public sealed class PublicAddress
{
    private const int HttpsPort = 443;

    private readonly Uri? _configured;
    private readonly IReadOnlyList<IPNetwork> _proxies;
    private readonly string[] _allowedHosts;

    public PublicAddress(IOptions<PublicAddressOptions> options, IConfiguration configuration)
    {
        _configured = PublicAddressOptions.ReadUrl(options.Value.PublicUrl);
        _proxies = PublicAddressOptions.ReadProxies(options.Value.KnownProxies) ?? [];
        _allowedHosts = AllowedHosts.Read(configuration);
    }

    /// <summary>The absolute address of a path; of whoever came by an organization's address, below that.</summary>
    public string UrlOf(HttpRequest request, string path) => SiteOf(request) + request.PathBase + path;

    /// <summary>Whether a page of this site has this origin (RFC 6454). Origin and Host are both what a browser says,
    /// and it cannot be made to say the same of another's page.</summary>
    public bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && ((_configured is not null && from.GetLeftPart(UriPartial.Authority).Equals(
                _configured.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase))
            || from.Authority.Equals(AuthorityOf(request), StringComparison.OrdinalIgnoreCase));

    /// <summary>The configured name of this site, which passkeys belong to; null: none, or a number.</summary>
    public string? Domain => NameOf(_configured?.IdnHost);

    /// <summary>The name by which a request came, where it cannot be made up; null: passkeys could belong to nothing
    /// here, such as where the site has a number only.</summary>
    public string? DomainOf(HttpRequest request) => _configured is not null
        ? Domain
        : NameOf(IsBelieved(request) ? request.Host.Host : null);

    /// <summary>Whether this is the origin of this site (RFC 6454), to the letter.</summary>
    public bool IsSite(string origin, HttpRequest request) =>
        origin.Equals(SiteOf(request), StringComparison.OrdinalIgnoreCase);

    /// <summary>The address of a path over TLS, on this port unless the public address is known.</summary>
    internal string SecureUrlOf(HttpRequest request, string path, int port)
    {
        if (_configured is not null)
        {
            return SiteOf(request) + path;
        }

        var host = IsBelieved(request) ? request.Host.Host : new Uri($"http://{LocalHostOf(request)}").Host;
        return port == HttpsPort
            ? $"https://{host}{path}"
            : string.Create(CultureInfo.InvariantCulture, $"https://{host}:{port}{path}");
    }

    /// <summary>Believes known proxies, sends those away who came without TLS although they need not, and has the
    /// public address say whether a browser speaks TLS.</summary>
    internal void Use(WebApplication app)
    {
        if (_proxies.Count > 0)
        {
            var options = new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
                    | ForwardedHeaders.XForwardedHost,
                // Proxies before proxies: it ends at the first that is not known.
                ForwardLimit = null,
                AllowedHosts = [.. _allowedHosts],
            };
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in _proxies)
            {
                options.KnownIPNetworks.Add(proxy);
            }

            app.UseForwardedHeaders(options);
        }

        // A site that is said to be without TLS has nowhere to send them.
        if (_configured?.Scheme != Uri.UriSchemeHttp)
        {
            var plain = app.Services.GetRequiredService<PlainRequests>();
            app.Use((context, next) => plain.AreRefused(context.Request) ? plain.AnswerAsync(context) : next(context));
        }

        if (_configured is { Scheme: var scheme })
        {
            app.Use((context, next) =>
            {
                context.Request.Scheme = scheme;
                return next(context);
            });
        }
    }

    private string SiteOf(HttpRequest request)
    {
        if (_configured is not null)
        {
            var port = _configured.IsDefaultPort
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $":{_configured.Port}");
            return $"{_configured.Scheme}://{_configured.IdnHost}{port}";
        }

        return $"{request.Scheme}://{(IsBelieved(request) ? request.Host.Value : LocalHostOf(request))}";
    }

    // This machine's own names, the address that the client has reached, and names that the framework has checked.
    private bool IsBelieved(HttpRequest request)
    {
        var host = request.Host.Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address)
                && (IPAddress.IsLoopback(address) || address.Equals(LocalAddressOf(request))))
            || _allowedHosts.Length > 0;
    }

    private static string? NameOf(string? host) => IPAddress.TryParse(host, out _) ? null : host;

    private static IPAddress? LocalAddressOf(HttpRequest request) =>
        request.HttpContext.Connection.LocalIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4()
            : request.HttpContext.Connection.LocalIpAddress;

    private static string LocalHostOf(HttpRequest request) => LocalAddressOf(request) is { } address
        ? new IPEndPoint(address, request.HttpContext.Connection.LocalPort).ToString()
        : "localhost";

    // Written as a URI writes it, so that a default port is left out on both sides.
    private static string? AuthorityOf(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own) ? own.Authority : null;
}

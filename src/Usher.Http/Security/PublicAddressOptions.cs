using System.Net;
using Microsoft.Extensions.Options;

namespace Usher.Http.Security;

/// <summary>Where people find the server, and which proxies are in front of it. Configuration section Http.</summary>
public sealed class PublicAddressOptions
{
    public const string Section = "Http";

    /// <summary>The address in people's browsers, such as https://tickets.example.com: what tickets, their codes and
    /// calendars say, what forms must come from, and whether cookies are for TLS only. Without it, a request's own
    /// Host counts only where it cannot be of the client's choice.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Addresses and networks of the reverse proxies, separated by commas, such as "10.0.0.7, 10.1.0.0/16":
    /// only what comes from them has its X-Forwarded-For, -Proto and -Host believed. None by default.</summary>
    public string? KnownProxies { get; set; }

    /// <summary>The addresses and networks; null if one of them is neither.</summary>
    public static IReadOnlyList<IPNetwork>? ReadProxies(string? text)
    {
        var proxies = new List<IPNetwork>();
        foreach (var part in (text ?? "").Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPAddress.TryParse(part, out var address))
            {
                proxies.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else if (IPNetwork.TryParse(part, out var network) && network.PrefixLength > 0)
            {
                proxies.Add(network);
            }
            else
            {
                return null;
            }
        }

        return proxies;
    }

    /// <summary>The public address; null if there is none, or it is no address of a whole site.</summary>
    public static Uri? ReadUrl(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? url
            : null;
}

/// <summary>Refuses to start with an address that links could not be made of, or with proxies that are none.</summary>
internal sealed class PublicAddressCheck(IConfiguration configuration) : IValidateOptions<PublicAddressOptions>
{
    // By this setting the framework believes everybody's X-Forwarded-For.
    private const string BelieveAll = "ForwardedHeaders_Enabled";

    public ValidateOptionsResult Validate(string? name, PublicAddressOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    private IEnumerable<string> Problems(PublicAddressOptions options)
    {
        if (options.PublicUrl is { Length: > 0 } url && PublicAddressOptions.ReadUrl(url) is null)
        {
            yield return $"Http__PublicUrl is '{url}'; it must be the URL of a whole site, such as "
                + "https://tickets.example.com, without a path.";
        }

        if (PublicAddressOptions.ReadProxies(options.KnownProxies) is not { } proxies)
        {
            yield return $"Http__KnownProxies is '{options.KnownProxies}'; it must list the addresses and networks "
                + "of your proxies, separated by commas, such as 10.0.0.7, 10.1.0.0/16. It cannot include every "
                + "address.";
        }
        else if (proxies.Count > 0 && string.IsNullOrEmpty(options.PublicUrl) && AllowedHosts.Read(configuration) is [])
        {
            yield return "Http__KnownProxies is set, but not the public URL of the site: set Http__PublicUrl, such as "
                + "https://tickets.example.com.";
        }

        if ("true".Equals(configuration[BelieveAll], StringComparison.OrdinalIgnoreCase))
        {
            yield return "ASPNETCORE_FORWARDEDHEADERS_ENABLED would trust any address that a client claims: remove "
                + "it, and set Http__KnownProxies to the addresses of your proxies.";
        }
    }
}

/// <summary>The names that the framework lets requests have, by its own setting of that name.</summary>
internal static class AllowedHosts
{
    /// <summary>Empty where it lets any through.</summary>
    public static string[] Read(IConfiguration configuration)
    {
        var hosts = (configuration[nameof(AllowedHosts)] ?? "").Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return hosts.Any(host => host is "*" or "[::]" or "0.0.0.0") ? [] : hosts;
    }
}

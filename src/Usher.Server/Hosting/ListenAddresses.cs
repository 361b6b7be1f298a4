using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Usher.Http.Security;

namespace Usher.Server.Hosting;

/// <summary>Where the server is told to listen, checked before anything is made for it.</summary>
internal static class ListenAddresses
{
    private const string Example = "Use, for example, --urls http://localhost:8080.";
    private const string DevelopmentMark = "1.3.6.1.4.1.311.84.1.1";
    private const string Endpoints = "Kestrel:Endpoints";
    private const string DefaultCertificate = "Kestrel:Certificates:Default";
    private const string CertificateFile = "Http:CertificateFile";
    private const string OperatorUrls = $"{OperatorOptions.Section}:{nameof(OperatorOptions.OperatorUrls)}";

    /// <summary>The settings that name addresses; each wins over the ones after it.</summary>
    public static readonly string[] Settings = ["urls", "http_ports", "https_ports"];

    /// <summary>Refuses what the server cannot listen on.</summary>
    /// <exception cref="OptionsValidationException">It names each address, and why.</exception>
    public static void Require(IConfiguration configuration, bool mayHaveCertificate)
    {
        var hasFile = !string.IsNullOrEmpty(configuration[CertificateFile]);
        var hasDefault = configuration.GetSection(DefaultCertificate).Exists();
        var hasCertificate = hasFile || hasDefault || (mayHaveCertificate && HasDevelopmentCertificate());
        var addresses = Of(configuration).ToList();
        var operators = OperatorOptions.ReadUrls(configuration[OperatorUrls]) ?? [];
        var problems = addresses
            .Select(address => Problem(address.Url, hasCertificate || address.HasCertificate))
            .OfType<string>()
            .ToList();
        problems.AddRange(ProblemsOfOperators(operators, addresses));
        if (hasFile && problems.Count == 0)
        {
            problems.AddRange(ProblemsOfFile(addresses, hasDefault));
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException("", typeof(ListenAddresses), problems);
        }
    }

    /// <summary>Has the server listen for operators as well, where the configuration says so.</summary>
    public static void AddOperators(WebApplicationBuilder builder)
    {
        var operators = OperatorOptions.Parts(builder.Configuration[OperatorUrls]);
        if (operators.Length == 0)
        {
            return;
        }

        // With endpoints of Kestrel's own settings, those alone count.
        if (builder.Configuration.GetSection(Endpoints).Exists())
        {
            builder.Configuration.AddInMemoryCollection(operators.Select((url, i) => KeyValuePair.Create(
                string.Create(CultureInfo.InvariantCulture, $"{Endpoints}:UsherOperators{i}:Url"), (string?)url)));
        }
        else
        {
            builder.WebHost.UseUrls([.. Of(builder.Configuration).Select(address => address.Url), .. operators]);
        }
    }

    // Their port tells whom a request is from.
    private static IEnumerable<string> ProblemsOfOperators(
        IReadOnlyList<BindingAddress> operators, List<(string Url, bool HasCertificate)> addresses)
    {
        foreach (var one in operators)
        {
            if (addresses.Any(address => PortOf(address.Url) == one.Port))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Http__OperatorUrls has the port {one.Port}, where everybody is served: give it one of its own.");
            }
            else if (InUse(one.ToString(), one) is { } problem)
            {
                yield return problem.Replace("--urls", "Http__OperatorUrls", StringComparison.Ordinal);
            }
        }
    }

    private static int? PortOf(string url)
    {
        try
        {
            return BindingAddress.Parse(url).Port;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static IEnumerable<string> ProblemsOfFile(
        List<(string Url, bool HasCertificate)> addresses, bool hasDefault)
    {
        if (hasDefault || addresses.Any(address => address.HasCertificate))
        {
            yield return "Http__CertificateFile and a certificate of Kestrel's own settings (Kestrel__Certificates, "
                + "Kestrel__Endpoints) are both set: remove one of them.";
        }

        if (!addresses.Any(address => address.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
        {
            yield return "Http__CertificateFile is set, but the server listens on no https address: add one, such as "
                + "--urls https://0.0.0.0:443.";
        }
    }

    private static IEnumerable<(string Url, bool HasCertificate)> Of(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection(Endpoints);
        if (endpoints.Exists())
        {
            return endpoints.GetChildren()
                .Select(endpoint => (endpoint["Url"] ?? "", endpoint.GetSection("Certificate").Exists()));
        }

        var urls = configuration["urls"] is { Length: > 0 } text
            ? Parts(text)
            : [.. Ports("http"), .. Ports("https")];
        return urls.DefaultIfEmpty(ServerHost.UrlDefault).Select(url => (url, false));

        IEnumerable<string> Ports(string scheme) =>
            Parts(configuration[$"{scheme}_ports"] ?? "").Select(port => $"{scheme}://*:{port}");
    }

    // What 'dotnet dev-certs https' makes, by the mark that the framework looks for.
    private static bool HasDevelopmentCertificate()
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser, OpenFlags.ReadOnly);
        return store.Certificates.Any(
            certificate => certificate.Extensions.Any(extension => extension.Oid?.Value == DevelopmentMark));
    }

    private static string[] Parts(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Problem(string url, bool hasCertificate)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return $"'{url}' is not an address to listen on. {Example}";
        }

        var isSecure = address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
        if (!isSecure && !address.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase))
        {
            return $"'{url}' is not an address to listen on: it must start with http:// or https://. {Example}";
        }

        if (isSecure && !hasCertificate)
        {
            return $"'{url}' needs a certificate: set Http__CertificateFile and Http__CertificateKeyFile, or leave TLS "
                + "to a reverse proxy (docs/behind-a-proxy.md).";
        }

        if (address.IsUnixPipe)
        {
            return Path.GetDirectoryName(address.UnixPipePath) is { } directory && Directory.Exists(directory)
                ? null
                : $"Cannot listen on {url}: there is no folder {Path.GetDirectoryName(address.UnixPipePath)}.";
        }

        if (address.IsNamedPipe)
        {
            return null;
        }

        // What is no number and no name, such as "localhost:80a", would be taken for a name.
        var isWrong = address.PathBase.Length > 0 || address.Port is < 0 or > IPEndPoint.MaxPort
            || (address.Host.Contains(':', StringComparison.Ordinal) && !address.Host.StartsWith('['));
        if (isWrong)
        {
            return $"'{url}' is not an address to listen on: after the host name there can only be a port from 0 to "
                + $"65535. {Example}";
        }

        return IsLocalhost(address) && address.Port == 0
            ? $"'{url}' is not an address to listen on: for any free port use http://127.0.0.1:0."
            : InUse(url, address);
    }

    private static bool IsLocalhost(BindingAddress address) =>
        address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    // Somebody may be faster between this and the real thing; then that tells the same.
    private static string? InUse(string url, BindingAddress address)
    {
        IPAddress[] addresses = IsLocalhost(address) ? [IPAddress.Loopback]
            : IPAddress.TryParse(address.Host, out var own) ? [own]
            : [Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any];
        foreach (var place in addresses)
        {
            try
            {
                using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                if (place.Equals(IPAddress.IPv6Any))
                {
                    socket.DualMode = true;
                }

                socket.Bind(new IPEndPoint(place, address.Port));
                socket.Listen();
            }
            catch (SocketException e) when (e.SocketErrorCode != SocketError.AddressFamilyNotSupported)
            {
                var reason = e.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? "address already in use"
                    : e.Message.ToLower(CultureInfo.InvariantCulture);
                return $"Cannot listen on {url}: {reason}. Choose another with --urls http://localhost:PORT.";
            }
        }

        return null;
    }
}

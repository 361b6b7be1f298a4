using Usher.Http.Security;
using Usher.Http.Transport;

namespace Usher.Server.Doctor;

/// <summary>How people reach the server.</summary>
internal static class AddressChecks
{
    public static Finding Certificate(Patient patient)
    {
        var options = patient.Options<CertificateOptions>(CertificateOptions.Section);
        if (string.IsNullOrEmpty(options.CertificateFile))
        {
            return Finding.Ok("The server has none of its own.");
        }

        if (ServerCertificate.Look(options, TimeProvider.System, out var problem) is not { } end)
        {
            return Finding.Failed(problem!, "Renew or correct it: the server does not start with it.");
        }

        var left = end - TimeProvider.System.GetUtcNow();
        var day = CertificateDay(end);
        return left < ServerCertificate.WarnedAhead
            ? Finding.Warning(
                $"It expires on {day}.", "Renew it; the server reads the files again by itself.")
            : Finding.Ok($"It is good until {day}.");
    }

    public static Finding PublicUrl(Patient patient)
    {
        var text = patient.Options<PublicAddressOptions>(PublicAddressOptions.Section).PublicUrl;
        if (PublicAddressOptions.ReadUrl(text) is not { } url)
        {
            return patient.IsDevelopment
                ? Finding.Ok("There is none, as in development.")
                : Finding.Warning(
                    "Http__PublicUrl is not set: tickets and calendars have the address of the request.",
                    "Set it to the site's address, such as https://tickets.example.com.");
        }

        return url switch
        {
            { IsLoopback: true } when !patient.IsDevelopment => Finding.Warning(
                $"Http__PublicUrl is {url}, which leads nobody here.", "Set it to the address that people use."),
            { Scheme: "http", IsLoopback: false } => Finding.Warning(
                $"Http__PublicUrl is {url}: sessions and bookings travel in the clear.",
                "Give the site TLS (docs/security.md), and begin the address with https://."),
            _ => Finding.Ok($"It is {url}."),
        };
    }

    public static Finding Proxies(Patient patient)
    {
        var options = patient.Options<PublicAddressOptions>(PublicAddressOptions.Section);
        var listensSecurely = !string.IsNullOrEmpty(
            patient.Options<CertificateOptions>(CertificateOptions.Section).CertificateFile);
        return PublicAddressOptions.ReadProxies(options.KnownProxies) switch
        {
            null => Finding.Failed(
                "Http__KnownProxies has something that is no address and no network.",
                "List the proxies' addresses, such as 10.0.0.7, 10.1.0.0/16."),
            { Count: > 0 } known => Finding.Ok($"{known.Count} known: {options.KnownProxies}."),
            _ when PublicAddressOptions.ReadUrl(options.PublicUrl) is { Scheme: "https" } && !listensSecurely =>
                Finding.Warning(
                    "A proxy seems to end TLS, but none is known: all buyers count as one client, and are limited "
                        + "together.",
                    "Set Http__KnownProxies to its address (docs/behind-a-proxy.md)."),
            _ => Finding.Ok("None is known, and none is needed."),
        };
    }

    private static string CertificateDay(DateTimeOffset end) =>
        end.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

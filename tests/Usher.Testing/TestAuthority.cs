using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Usher.Testing;

/// <summary>A certificate authority of a test's own, which is not one of this machine's, with one below it.</summary>
internal sealed class TestAuthority : IDisposable
{
    /// <summary>A name of the server besides localhost and 127.0.0.1.</summary>
    public const string Site = "tickets.example.com";

    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _issuer;

    public TestAuthority()
    {
        var now = TimeProvider.System.GetUtcNow();
        Root = Authority("CN=Root", _rootKey).CreateSelfSigned(now - Life, now + Life);
        using var bare = Authority("CN=Issuer", _issuerKey).Create(Root, now - Life, now + Life, SerialNumber());
        _issuer = bare.CopyWithPrivateKey(_issuerKey);
    }

    /// <summary>What whoever trusts this authority trusts.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>What a server for this machine has in its two files: its own certificate before that of its issuer, and
    /// its key.</summary>
    public (string Certificates, string Key) Issue(DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName(Site);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using var certificate = request.Create(_issuer, from, until, SerialNumber());
        var certificates = $"{certificate.ExportCertificatePem()}\n{_issuer.ExportCertificatePem()}\n";
        return (certificates, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>One that is valid now.</summary>
    public (string Certificates, string Key) Issue()
    {
        var now = TimeProvider.System.GetUtcNow();
        return Issue(now.AddHours(-1), now.AddDays(90));
    }

    public void Dispose()
    {
        Root.Dispose();
        _issuer.Dispose();
        _rootKey.Dispose();
        _issuerKey.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        return request;
    }

    // Positive, whatever its first bit.
    private static byte[] SerialNumber() => [1, .. RandomNumberGenerator.GetBytes(15)];
}

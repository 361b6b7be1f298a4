using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Usher.Http.Transport;

/// <summary>A certificate cannot be used; the message is for the operator, names the setting and says what to do.
/// </summary>
internal sealed class CertificateException(string message) : Exception(message);

/// <summary>What the two files of <see cref="CertificateOptions"/> hold, as text, so that a change is seen whatever way
/// they were replaced.</summary>
internal sealed record CertificateFiles(string CertificateFile, string KeyFile, string Certificates, string Key)
{
    private const string FileSetting = "Http__CertificateFile";
    private const string KeySetting = "Http__CertificateKeyFile";
    private const string Encrypted = "ENCRYPTED PRIVATE KEY";

    // A chain has a handful of certificates; what is larger is something else.
    private const int FileBytesMax = 1024 * 1024;

    /// <exception cref="CertificateException">One of them cannot be read.</exception>
    public static CertificateFiles Read(CertificateOptions options)
    {
        var file = options.CertificateFile!;
        var isApart = !string.IsNullOrEmpty(options.CertificateKeyFile);
        var keyFile = isApart ? options.CertificateKeyFile! : file;
        var certificates = ReadText(FileSetting, file);
        return new CertificateFiles(
            file, keyFile, certificates, isApart ? ReadText(KeySetting, keyFile) : certificates);
    }

    /// <summary>The certificate with its key and its chain.</summary>
    /// <exception cref="CertificateException">They do not fit each other, or the time.</exception>
    public SslStreamCertificateContext Parse(DateTimeOffset now)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(Certificates);
        }
        catch (CryptographicException)
        {
            throw Wrong(FileSetting, CertificateFile, "it holds a certificate that cannot be read");
        }

        if (chain.Count == 0)
        {
            throw Wrong(FileSetting, CertificateFile, "it has no certificate in PEM form (BEGIN CERTIFICATE)");
        }

        RequireTime(chain[0], now);
        var own = WithKey();
        chain[0].Dispose();
        chain.RemoveAt(0);
        return SslStreamCertificateContext.Create(own, chain, offline: true);
    }

    private X509Certificate2 WithKey()
    {
        var labels = Labels(Key).ToList();
        if (labels.Contains(Encrypted, StringComparer.Ordinal))
        {
            throw Wrong(
                KeySetting, KeyFile,
                "its key has a password. Store it without one (openssl pkey -in KEY -out KEY), readable by the server "
                + "alone");
        }

        if (!labels.Any(label => label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)))
        {
            throw Wrong(KeySetting, KeyFile, "it has no private key in PEM form (BEGIN PRIVATE KEY)");
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(Certificates, Key);
            // Windows does not take a key that is in memory alone.
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Wrong(
                KeySetting, KeyFile, $"it is not the key of the first certificate in {CertificateFile}");
        }
    }

    private void RequireTime(X509Certificate2 certificate, DateTimeOffset now)
    {
        if (certificate.NotAfter.ToUniversalTime() <= now.UtcDateTime)
        {
            throw Wrong(
                FileSetting, CertificateFile, $"the certificate has expired on {Day(certificate.NotAfter)}. Renew it");
        }

        if (certificate.NotBefore.ToUniversalTime() > now.UtcDateTime)
        {
            throw Wrong(
                FileSetting, CertificateFile,
                $"the certificate is not valid before {Day(certificate.NotBefore)}. Check the clock of this machine");
        }
    }

    private static IEnumerable<string> Labels(string pem)
    {
        for (var rest = pem; PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End.Value..])
        {
            yield return rest[fields.Label];
        }
    }

    private static string ReadText(string setting, string file)
    {
        try
        {
            return new FileInfo(file) is { Exists: true, Length: > FileBytesMax }
                ? throw Wrong(setting, file, "it is too large for a certificate or a key")
                : File.ReadAllText(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Wrong(setting, file, "there is no such file. Set it to a file in PEM form");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Wrong(setting, file, "the server cannot read it. Give its user the right to");
        }
    }

    public static string Day(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static CertificateException Wrong(string setting, string file, string what) =>
        new($"{setting} is '{file}': {what}.");
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.Http.Transport;

/// <summary>The certificate for the https addresses that the server listens on, where it ends TLS itself. Configuration
/// section Http.</summary>
public sealed class CertificateOptions
{
    public const string Section = "Http";

    /// <summary>A file in PEM form with the server's certificate, then those of the authorities between it and a root,
    /// as ACME clients write it ("fullchain.pem").</summary>
    public string? CertificateFile { get; set; }

    /// <summary>A file in PEM form with the private key, without a password. Without this setting the key is looked for
    /// in <see cref="CertificateFile"/>.</summary>
    public string? CertificateKeyFile { get; set; }

    /// <summary>How often the files are read again, in seconds: a renewed certificate is served to all connections
    /// that come after.</summary>
    [Range(1, 86_400)]
    public int CertificateCheckSeconds { get; set; } = 60;
}

[OptionsValidator]
internal sealed partial class CertificateRangesCheck : IValidateOptions<CertificateOptions>;

/// <summary>Refuses to start with files that no browser would accept a connection by.</summary>
internal sealed class CertificateOptionsCheck(TimeProvider time) : IValidateOptions<CertificateOptions>
{
    public ValidateOptionsResult Validate(string? name, CertificateOptions options)
    {
        if (string.IsNullOrEmpty(options.CertificateFile))
        {
            return string.IsNullOrEmpty(options.CertificateKeyFile)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    "Http__CertificateKeyFile is set, but no certificate: set Http__CertificateFile too, such as "
                    + "/etc/ssl/tickets.example.com.pem.");
        }

        try
        {
            CertificateFiles.Read(options).Parse(time.GetUtcNow());
            return ValidateOptionsResult.Success;
        }
        catch (CertificateException e)
        {
            return ValidateOptionsResult.Fail(e.Message);
        }
    }
}

using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Usher.Http.Transport;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class ServerCertificateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("usher-certificate-");
    private readonly TestAuthority _authority = new();
    private readonly SetTime _time = new() { Now = TimeProvider.System.GetUtcNow() };
    private readonly RecordedLog<ServerCertificate> _told = new();

    private string CertificateFile => Path.Combine(_folder.FullName, "certificate.pem");

    private string KeyFile => Path.Combine(_folder.FullName, "key.pem");

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Files_that_fit_are_accepted_and_so_is_one_file_with_both()
    {
        Write(_authority.Issue());
        Problem().ShouldBeNull();

        File.AppendAllText(CertificateFile, File.ReadAllText(KeyFile));
        File.Delete(KeyFile);
        Problem(CertificateFile, null).ShouldBeNull();
        Problem(null, null).ShouldBeNull();
    }

    [Fact]
    public void What_is_missing_is_told_by_its_setting_with_what_to_do()
    {
        Problem().ShouldBe(
            $"Http__CertificateFile is '{CertificateFile}': there is no such file. Set it to a file in PEM form.");
        Write(_authority.Issue());
        File.Delete(KeyFile);
        Problem().ShouldBe(
            $"Http__CertificateKeyFile is '{KeyFile}': there is no such file. Set it to a file in PEM form.");
        Problem(CertificateFile, null)!.ShouldContain("has no private key in PEM form");
        Problem(null, KeyFile)!.ShouldStartWith("Http__CertificateKeyFile is set, but no certificate: set ");
        File.WriteAllText(CertificateFile, "nonsense");
        File.WriteAllText(KeyFile, "nonsense");
        Problem()!.ShouldContain("it has no certificate in PEM form");
        Problem(_folder.FullName, KeyFile)!.ShouldContain("the server cannot read it. Give its user the right");
    }

    [Fact]
    public void The_key_of_another_certificate_is_refused()
    {
        var (certificates, _) = _authority.Issue();
        Write((certificates, _authority.Issue().Key));

        Problem().ShouldBe(
            $"Http__CertificateKeyFile is '{KeyFile}': it is not the key of the first certificate in "
            + $"{CertificateFile}.");
    }

    [Fact]
    public void A_key_with_a_password_is_refused()
    {
        Write(_authority.Issue());
        var key = File.ReadAllText(KeyFile);
        File.WriteAllText(KeyFile, key.Replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", StringComparison.Ordinal));

        Problem()!.ShouldContain("its key has a password. Store it without one");
    }

    [Theory]
    [InlineData(-20, -10, "the certificate has expired on ")]
    [InlineData(10, 20, "the certificate is not valid before ")]
    public void One_that_is_not_valid_now_is_refused(int fromDays, int untilDays, string words)
    {
        Write(_authority.Issue(_time.Now.AddDays(fromDays), _time.Now.AddDays(untilDays)));

        Problem()!.ShouldStartWith($"Http__CertificateFile is '{CertificateFile}': {words}");
    }

    [Fact]
    public void A_renewed_one_is_taken_and_one_that_does_not_fit_is_told_of_once_and_left()
    {
        Write(_authority.Issue());
        var certificate = Start();
        var first = certificate.Current!.TargetCertificate.Thumbprint;
        certificate.Check();
        certificate.Current.TargetCertificate.Thumbprint.ShouldBe(first);
        _told.Lines.ShouldBeEmpty();

        // As a client that renews writes them: one after the other.
        var renewed = _authority.Issue();
        File.WriteAllText(CertificateFile, renewed.Certificates);
        certificate.Check();
        certificate.Check();
        certificate.Current.TargetCertificate.Thumbprint.ShouldBe(first);
        _told.Lines.ShouldHaveSingleItem().ShouldStartWith(
            "Warning: The certificate on disk is not taken, the one before stays in use. Http__CertificateKeyFile is");
        File.WriteAllText(KeyFile, renewed.Key);
        certificate.Check();

        certificate.Current.TargetCertificate.Thumbprint.ShouldNotBe(first);
        certificate.Current.TargetCertificate.HasPrivateKey.ShouldBeTrue();
        _told.Lines[^1].ShouldStartWith("Information: A renewed certificate is served from now on; it is valid until ");
        File.Delete(CertificateFile);
        certificate.Check();
        _told.Lines[^1].ShouldContain("there is no such file");
        certificate.Current.ShouldNotBeNull();
    }

    [Fact]
    public void Within_fourteen_days_of_its_end_it_is_warned_of_once_a_day()
    {
        Write(_authority.Issue(_time.Now.AddDays(-1), _time.Now.AddDays(30)));
        var certificate = Start();

        _time.Now = _time.Now.AddDays(15);
        certificate.Check();
        _told.Lines.ShouldBeEmpty();
        _time.Now = _time.Now.AddDays(2);
        certificate.Check();
        certificate.Check();
        _told.Lines.ShouldHaveSingleItem()
            .ShouldStartWith($"Warning: The certificate in {CertificateFile} expires on ");
        _time.Now = _time.Now.AddDays(1);
        certificate.Check();
        _told.Lines.Count.ShouldBe(2);
        _time.Now = _time.Now.AddDays(20);
        certificate.Check();
        _told.Lines[^1].ShouldStartWith($"Error: The certificate in {CertificateFile} has expired on ");
    }

    private void Write((string Certificates, string Key) files)
    {
        File.WriteAllText(CertificateFile, files.Certificates);
        File.WriteAllText(KeyFile, files.Key);
    }

    private string? Problem() => Problem(CertificateFile, KeyFile);

    private string? Problem(string? certificateFile, string? keyFile)
    {
        var options = new CertificateOptions { CertificateFile = certificateFile, CertificateKeyFile = keyFile };
        return new CertificateOptionsCheck(_time).Validate(null, options).FailureMessage;
    }

    private ServerCertificate Start()
    {
        var options = new CertificateOptions { CertificateFile = CertificateFile, CertificateKeyFile = KeyFile };
        var certificate = new ServerCertificate(Options.Create(options), _time, _told);
        certificate.Configure(new KestrelServerOptions());
        return certificate;
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

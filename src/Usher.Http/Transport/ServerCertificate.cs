using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Usher.Http.Transport;

/// <summary>
/// The certificate of <see cref="CertificateOptions"/> as it is served at this moment, with its chain. A renewed one is
/// taken for all connections that come after; files that do not fit leave the one before in use, and are told of.
/// Nothing of it touches connections over plain HTTP.
/// </summary>
public sealed partial class ServerCertificate(
    IOptions<CertificateOptions> options, TimeProvider time, ILogger<ServerCertificate> logger)
    : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>How long before its end a certificate is warned of.</summary>
    public static readonly TimeSpan WarnedAhead = TimeSpan.FromDays(14);

    private static readonly TimeSpan WarnEvery = TimeSpan.FromDays(1);

    private CertificateFiles? _files;
    private string? _toldFailure;
    private DateTimeOffset _warnedAt;
    private volatile SslStreamCertificateContext? _current;

    /// <summary>Whether there is one.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(options.Value.CertificateFile);

    /// <summary>The one in use.</summary>
    internal SslStreamCertificateContext? Current => _current;

    /// <summary>When the configured certificate ends, without using it; null: it cannot be used.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">By whose clock it is good.</param>
    /// <param name="problem">Why it cannot be used.</param>
    public static DateTimeOffset? Look(CertificateOptions options, TimeProvider time, out string? problem)
    {
        try
        {
            problem = null;
            using var certificate = CertificateFiles.Read(options).Parse(time.GetUtcNow()).TargetCertificate;
            return new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        }
        catch (CertificateException e)
        {
            problem = e.Message;
            return null;
        }
    }

    public void Configure(KestrelServerOptions kestrel)
    {
        if (!IsConfigured)
        {
            return;
        }

        _files = CertificateFiles.Read(options.Value);
        _current = _files.Parse(time.GetUtcNow());
        kestrel.ConfigureHttpsDefaults(https =>
        {
            // Kestrel wants to know that there is one. What it selects would be sent without its chain.
            https.ServerCertificateSelector = (_, _) => _current!.TargetCertificate;
            https.OnAuthenticate = (_, tls) =>
            {
                tls.ServerCertificateSelectionCallback = null;
                tls.ServerCertificateContext = _current;
            };
        });
    }

    /// <summary>Reads the files again, and warns of a certificate that ends soon.</summary>
    public void Check()
    {
        try
        {
            var files = CertificateFiles.Read(options.Value);
            if (files != _files)
            {
                _current = files.Parse(time.GetUtcNow());
                _files = files;
                LogRenewed(CertificateFiles.Day(_current.TargetCertificate.NotAfter));
            }

            _toldFailure = null;
        }
        catch (CertificateException e)
        {
            // Each once: a client that renews writes one file after the other.
            if (e.Message != _toldFailure)
            {
                _toldFailure = e.Message;
                LogNotRenewed(e.Message);
            }
        }

        WarnOfItsEnd();
    }

    private void WarnOfItsEnd()
    {
        var now = time.GetUtcNow();
        if (_current is not { TargetCertificate: var certificate }
            || certificate.NotAfter.ToUniversalTime() - now.UtcDateTime > WarnedAhead || now - _warnedAt < WarnEvery)
        {
            return;
        }

        _warnedAt = now;
        if (certificate.NotAfter.ToUniversalTime() <= now.UtcDateTime)
        {
            LogExpired(options.Value.CertificateFile!, CertificateFiles.Day(certificate.NotAfter));
        }
        else
        {
            LogExpiring(options.Value.CertificateFile!, CertificateFiles.Day(certificate.NotAfter));
        }
    }

    [LoggerMessage(LogLevel.Information, "A renewed certificate is served from now on; it is valid until {Day}.")]
    private partial void LogRenewed(string day);

    [LoggerMessage(LogLevel.Warning, "The certificate on disk is not taken, the one before stays in use. {Reason}")]
    private partial void LogNotRenewed(string reason);

    [LoggerMessage(
        LogLevel.Warning, "The certificate in {File} expires on {Day}: renew it. The server reads it by itself.")]
    private partial void LogExpiring(string file, string day);

    [LoggerMessage(
        LogLevel.Error, "The certificate in {File} has expired on {Day}, and browsers refuse it: renew it. The server "
            + "reads it by itself.")]
    private partial void LogExpired(string file, string day);
}

/// <summary>Has the files of the certificate read again and again, where there are any.</summary>
internal sealed class CertificateWatch(
    ServerCertificate certificate, IOptions<CertificateOptions> options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!certificate.IsConfigured)
        {
            return;
        }

        certificate.Check();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.CertificateCheckSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            certificate.Check();
        }
    }
}

using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Usher.Http.BotChecks;
using Usher.Http.LoadShedding;
using Usher.Http.Errors;
using Usher.Http.RateLimits;
using Usher.Http.Replies;
using Usher.Http.Security;
using Usher.Http.Transport;

namespace Usher.Http;

/// <summary>What the API and the pages both need; each may be served without the other.</summary>
public static class HttpServices
{
    public static void AddUsherHttp(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<HttpLimits>().BindConfiguration(HttpLimits.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpLimits>, HttpLimitsCheck>());
        services.AddOptions<PublicAddressOptions>().BindConfiguration(PublicAddressOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PublicAddressOptions>, PublicAddressCheck>());
        services.TryAddSingleton<PublicAddress>();
        services.TryAddSingleton<SiteCookies>();
        services.TryAddSingleton<PlainRequests>();
        services.AddOptions<OperatorOptions>().BindConfiguration(OperatorOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<OperatorOptions>, OperatorOptionsCheck>());
        services.TryAddSingleton<OperatorAccess>();
        services.AddOptions<BrowserOptions>().BindConfiguration(BrowserOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<BrowserOptions>, BrowserRangesCheck>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<BrowserOptions>, BrowserOptionsCheck>());
        services.TryAddSingleton<SecurityHeaders>();
        services.AddCors();
        services.AddServerCertificate();
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsCheck>());
        services.TryAddSingleton<BookingRates>();
        services.TryAddSingleton<KeyRates>();
        services.AddBotCheck();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, DirectOutput>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConfigureOptions<SocketTransportOptions>, KestrelLimits>());
        services.TryAddSingleton<HeldBytes>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IProblemWriter, JsonProblemWriter>());
        services.TryAddSingleton<ExceptionProblems>();
        services.TryAddSingleton<QueueDelay>();
        services.TryAddSingleton<LoadShedder>();
        services.TryAddSingleton<LargeBodies>();
        services.AddHostedService<QueueDelaySampler>();
        // Its answer comes before ours, without our headers: it is to have nothing that a browser could show.
        services.Configure<HostFilteringOptions>(filtering => filtering.IncludeFailureMessage = false);
    }

    /// <summary>
    /// Who the client is comes first, and by whose address it came. What goes wrong is told as a problem, or, to a
    /// person at a browser, as a page; then each route's policy decides, and whose things the request may know.
    /// </summary>
    public static void UseUsherHttp(this WebApplication app)
    {
        app.Services.GetRequiredService<PublicAddress>().Use(app);
        var tenants = app.Services.GetService<BuyersTenant>();
        if (tenants is not null)
        {
            // The framework would route before anything else.
            app.Use(next => context => tenants.InvokeAsync(context, next));
            app.UseRouting();
        }

        app.UseSecurityHeaders();
        app.Services.GetRequiredService<OperatorAccess>().Use(app);
        app.UseCrossOrigin();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = app.Services.GetRequiredService<ExceptionProblems>().Write,
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseProblemsForUnmatchedRequests();
        app.UsePolicies();
        if (tenants is not null)
        {
            var gate = app.Services.GetRequiredService<TenantGate>();
            app.Use(next => context => gate.InvokeAsync(context, next));
        }

        app.RefuseEncodedBodies();
        var large = app.Services.GetRequiredService<LargeBodies>();
        app.Use(next => context => large.InvokeAsync(context, next));
    }

    private static void AddBotCheck(this IServiceCollection services)
    {
        services.AddOptions<BotCheckOptions>().BindConfiguration(BotCheckOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<BotCheckOptions>, BotCheckOptionsCheck>());
        services.TryAddSingleton<IBotCheck>(provider =>
            provider.GetRequiredService<IOptions<BotCheckOptions>>().Value.Mode == BotCheckMode.ProofOfWork
                ? ActivatorUtilities.CreateInstance<ProofOfWork>(provider)
                : new NoBotCheck());
    }

    private static void AddServerCertificate(this IServiceCollection services)
    {
        services.AddOptions<CertificateOptions>().BindConfiguration(CertificateOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<CertificateOptions>, CertificateRangesCheck>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<CertificateOptions>, CertificateOptionsCheck>());
        services.TryAddSingleton<ServerCertificate>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, ServerCertificate>(
                provider => provider.GetRequiredService<ServerCertificate>()));
        services.AddHostedService<CertificateWatch>();
    }
}

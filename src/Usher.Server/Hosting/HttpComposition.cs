using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Usher.Http.LoadShedding;
using Usher.Http.Problems;
using Usher.Http.Transport;

namespace Usher.Server.Hosting;

/// <summary>What the API and the pages both need; each may be served without the other.</summary>
internal static class HttpComposition
{
    public static void AddUsherHttp(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<HttpLimits>().BindConfiguration(HttpLimits.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpLimits>, HttpLimitsCheck>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, DirectOutput>());
        services.TryAddSingleton<ExceptionProblems>();
        services.TryAddSingleton<ArrivalDelay>();
        services.TryAddSingleton<ArrivalLimit>();
        services.AddHostedService<ArrivalProbe>();
    }

    /// <summary>What goes wrong is told as a problem, or, to a person at a browser, as a page.</summary>
    public static void UseUsherProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = app.Services.GetRequiredService<ExceptionProblems>().Write,
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseProblemsForUnmatchedRequests();
    }
}

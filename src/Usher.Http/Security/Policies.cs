using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Usher.Http.Security;

/// <summary>
/// Who may call what. Every route names one of these policies, or says by <c>AllowAnonymous</c> that it is for
/// everybody.
/// </summary>
public static class Policies
{
    /// <summary>The organisers' calls of the API: the admin key, as a header.</summary>
    public const string Organiser = "organiser";

    /// <summary>The pages of the desk: a session, or the key. Defined where the sessions are.</summary>
    public const string Desk = "desk";

    /// <summary>The authentication scheme of <see cref="AdminKey.HeaderName"/>.</summary>
    public const string AdminKeyScheme = "AdminKey";

    private const string ApplicationName = "usher";

    // With these two an application does not put the framework's own middleware before everything else.
    private static readonly string[] AutomaticMiddleware =
        ["__AuthenticationMiddlewareSet", "__AuthorizationMiddlewareSet"];

    public static void AddPolicies(this IServiceCollection services)
    {
        services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuthOptions>, AuthRangesCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuthOptions>, AuthOptionsCheck>());
        if (services.Any(service => service.ServiceType == typeof(AdminKey)))
        {
            // The API and the pages both need this; a scheme can be added only once.
            return;
        }

        services.AddSingleton<AdminKey>();
        services.AddSingleton<WrongKeys>();
        services.AddSingleton<KeyCheck>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, AdminKeyHandler>(AdminKeyScheme, null);
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure(AddOrganiserPolicy);
        services.AddKeyRing();
    }

    /// <summary>
    /// Asks for the policy of each route but the public ones: a buyer's request costs one look at its route's metadata.
    /// A route that names nothing is an organiser's.
    /// </summary>
    public static void UsePolicies(this WebApplication app)
    {
        foreach (var name in AutomaticMiddleware)
        {
            ((IApplicationBuilder)app).Properties[name] = true;
        }

        if (app.Services.GetService<IAuthorizationService>() is not null)
        {
            app.UseWhen(NeedsPolicy, policed => policed.UseAuthorization());
        }
    }

    // What routing itself answers, such as a wrong method, is no route.
    private static bool NeedsPolicy(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint route && route.Metadata.GetMetadata<IAllowAnonymous>() is null;

    private static void AddOrganiserPolicy(AuthorizationOptions options)
    {
        options.AddPolicy(
            Organiser, policy => policy.AddAuthenticationSchemes(AdminKeyScheme).RequireAuthenticatedUser());
        options.FallbackPolicy = options.GetPolicy(Organiser);
    }

    // Keys are in the database, so every process on it reads what another one wrote for a browser.
    private static void AddKeyRing(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName(ApplicationName);
        services.AddSingleton<KeyRing>();
        services.AddOptions<KeyManagementOptions>().Configure<KeyRing>(
            (options, keys) => options.XmlRepository = keys);
        // It warns of keys that are stored as they are. Whoever reads the database has what they open (ADR 21).
        services.AddLogging(logging => logging.AddFilter(
            "Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
    }
}

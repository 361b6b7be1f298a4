using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Permissions;

namespace Usher.Http.Security;

/// <summary>
/// Who may call what. Every route names one of these policies, or says by <c>AllowAnonymous</c> that it is for
/// everybody. A policy is a role, and what is not for everybody and names none is an OPERATOR's.
/// </summary>
public static class Policies
{
    /// <summary>Whoever is signed in.</summary>
    public const string Scanner = "scanner";

    /// <summary>Who works with bookings and seats.</summary>
    public const string Staff = "staff";

    /// <summary>Who manages the organization.</summary>
    public const string Admin = "admin";

    /// <summary>Who may do everything, everywhere.</summary>
    public const string Operator = "operator";

    /// <summary>The authentication scheme of keys, in <see cref="AdminKey.HeaderName"/> or as a bearer.</summary>
    public const string KeyScheme = "Key";

    /// <summary>The authentication scheme of access tokens.</summary>
    public const string TokenScheme = "Token";

    /// <summary>The authentication scheme of the desk's cookie. The pages add it.</summary>
    public const string DeskScheme = "DeskSession";

    /// <summary>The authentication scheme of the provider that organisers may sign in at.</summary>
    public const string OpenIdScheme = "OpenIdConnect";

    /// <summary>The desk: a session, or a key with each call. Its cookie is nobody's elsewhere.</summary>
    public const string DeskPath = "/desk";

    /// <summary>A key or a token, whichever the request brings.</summary>
    internal const string ApiScheme = "Api";

    private const string AnyScheme = "Any";
    private const string ApplicationName = "usher";

    // With these two an application does not put the framework's own middleware before everything else.
    private static readonly string[] AutomaticMiddleware =
        ["__AuthenticationMiddlewareSet", "__AuthorizationMiddlewareSet"];

    private static readonly (string Policy, Role Role)[] All =
        [(Scanner, Role.Scanner), (Staff, Role.Staff), (Admin, Role.Admin), (Operator, Role.Operator)];

    /// <summary>The policy of a role.</summary>
    public static string Of(Role role) => All.First(one => one.Role == role).Policy;

    /// <summary>The role that a policy asks for; null: there is no such policy.</summary>
    public static Role? RoleOf(string policy) =>
        All.Where(one => one.Policy == policy).Select(one => (Role?)one.Role).FirstOrDefault();

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
        services.AddSingleton<BuyersTenant>();
        services.AddSingleton<TenantGate>();
        services.AddSingleton<PasswordHashes>();
        services.AddSingleton<SignInDelays>();
        services.AddSingleton<SecondFactor>();
        services.AddSingleton<PasswordSignIn>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<AccessTokens>();
        services.AddHostedService<OperatorCheck>();
        services.AddOptions<OpenIdOptions>().BindConfiguration(OpenIdOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OpenIdOptions>, OpenIdRangesCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OpenIdOptions>, OpenIdOptionsCheck>());
        services.AddPasskeys();
        AddSchemes(services.AddAuthentication());
        OpenIdSetup.AddTo(services, services.AddAuthentication());
        services.AddOptions<JwtBearerOptions>(TokenScheme).Configure<AccessTokens>(
            (options, tokens) => tokens.Configure(options));
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure(AddRoles);
        services.AddDataProtectionKeys();
    }

    /// <summary>
    /// Asks for the policy of each route but the public ones: a buyer's request costs one look at its route's metadata.
    /// </summary>
    public static void UsePolicies(this WebApplication app)
    {
        foreach (var name in AutomaticMiddleware)
        {
            ((IApplicationBuilder)app).Properties[name] = true;
        }

        if (app.Services.GetService<IAuthorizationService>() is not null)
        {
            app.UseWhen(NeedsPolicy, policed =>
            {
                policed.UseAuthorization();
                policed.UseKeyLimits();
            });
        }
    }

    // What routing itself answers, such as a wrong method, is no route.
    private static bool NeedsPolicy(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint route && route.Metadata.GetMetadata<IAllowAnonymous>() is null;

    private static void AddSchemes(AuthenticationBuilder authentication) => authentication
        .AddScheme<AuthenticationSchemeOptions, KeyHandler>(KeyScheme, null)
        .AddJwtBearer(TokenScheme, _ => { })
        .AddPolicyScheme(ApiScheme, null, options => options.ForwardDefaultSelector = SchemeOfApi)
        .AddPolicyScheme(AnyScheme, null, options => options.ForwardDefaultSelector = SchemeOf);

    private static string SchemeOf(HttpContext context) =>
        !context.Request.Path.StartsWithSegments(DeskPath, StringComparison.OrdinalIgnoreCase) ? SchemeOfApi(context)
        : context.Request.Headers.ContainsKey(AdminKey.HeaderName) ? KeyScheme
        : DeskScheme;

    private static string SchemeOfApi(HttpContext context) =>
        KeyCheck.FindIn(context.Request.Headers) is null && context.Request.Headers.Authorization.Count > 0
            ? TokenScheme
            : KeyScheme;

    private static void AddRoles(AuthorizationOptions options)
    {
        foreach (var (name, role) in All)
        {
            options.AddPolicy(name, policy => policy
                .AddAuthenticationSchemes(AnyScheme).RequireAuthenticatedUser().RequireRole(RoleNames.NameOf(role)));
        }

        options.FallbackPolicy = options.GetPolicy(Operator);
    }

    // Keys are in the database, so every process on it reads what another one wrote for a browser.
    private static void AddDataProtectionKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName(ApplicationName);
        services.AddSingleton<DataProtectionStore>();
        services.AddOptions<KeyManagementOptions>().Configure<DataProtectionStore>(
            (options, keys) => options.XmlRepository = keys);
        // It warns of keys that it does not encrypt itself: they are sealed where they are stored (ADR 62).
        services.AddLogging(logging => logging.AddFilter(
            "Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
    }
}

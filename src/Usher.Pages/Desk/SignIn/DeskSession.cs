using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;
using Usher.Http.Security;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.SignIn;

/// <summary>Somebody who is signed in to the desk: a cookie that data protection encrypts and signs.</summary>
public sealed class DeskSession(
    AdminKey key, IOptionsMonitor<CookieAuthenticationOptions> cookies, TimeProvider time)
{
    public const string CookieName = "usher-desk";

    /// <summary>The authentication scheme of the cookie.</summary>
    public const string Scheme = "DeskSession";

    // A session, or the key with each call.
    private const string EitherScheme = "Desk";

    private const string KeyClaim = "key";

    public async Task OpenAsync(HttpContext context) => await context.SignInAsync(
        Scheme, await PrincipalAsync(context.RequestAborted), new AuthenticationProperties { IsPersistent = true });

    public static Task CloseAsync(HttpContext context) => context.SignOutAsync(Scheme);

    /// <summary>Who is signed in; null if nobody is.</summary>
    public static async Task<ClaimsPrincipal?> FindAsync(HttpContext context) =>
        (await context.AuthenticateAsync(Scheme)).Principal;

    /// <summary>A session of this server's own, as a browser would send it.</summary>
    public async Task<string> CookieAsync(TimeSpan length, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + length };
        var ticket = new AuthenticationTicket(await PrincipalAsync(ct), properties, Scheme);
        return $"{CookieName}={cookies.Get(Scheme).TicketDataFormat.Protect(ticket)}";
    }

    internal static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<DeskSession>();
        services.AddAuthentication().AddCookie(Scheme).AddPolicyScheme(EitherScheme, null, options =>
        {
            options.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey(AdminKey.HeaderName) ? Policies.AdminKeyScheme : Scheme;
            options.ForwardChallenge = Scheme;
        });
        services.AddOptions<CookieAuthenticationOptions>(Scheme).Configure<IOptions<DeskOptions>>(Configure);
        services.AddAuthorizationBuilder().AddPolicy(
            Policies.Desk, policy => policy.AddAuthenticationSchemes(EitherScheme).RequireAuthenticatedUser());
    }

    private static void Configure(CookieAuthenticationOptions options, IOptions<DeskOptions> desk)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.Path = SignInPages.Home;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(desk.Value.SessionHours);
        options.SlidingExpiration = false;
        options.Events.OnValidatePrincipal = RejectOfAnotherKeyAsync;
        options.Events.OnRedirectToLogin = context => AskToSignIn(context.Request).ExecuteAsync(context.HttpContext);
    }

    private static async Task RejectOfAnotherKeyAsync(CookieValidatePrincipalContext context)
    {
        var key = context.HttpContext.RequestServices.GetRequiredService<AdminKey>();
        if (context.Principal?.FindFirstValue(KeyClaim)
            != await key.FingerprintAsync(context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
        }
    }

    private static IResult AskToSignIn(HttpRequest request)
    {
        if (!ProblemPages.AreFor(request))
        {
            return KeyRefusals.Of(
                request.HttpContext, "Sign in at /desk, or send the admin key in the header X-Api-Key.");
        }

        // What a form would have changed is asked for again, not carried out after the sign-in.
        return PageForm.SeeOther(SignInPages.UrlFor(
            FormToken.IsNeededFor(request) ? SignInPages.Home : request.GetEncodedPathAndQuery()));
    }

    // With another key on the server, nobody is signed in any more.
    private async Task<ClaimsPrincipal> PrincipalAsync(CancellationToken ct) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, "organiser"), new Claim(KeyClaim, await key.FingerprintAsync(ct))], Scheme));
}

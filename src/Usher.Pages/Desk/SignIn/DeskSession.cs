using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Organizations;
using Usher.Http.Security;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.SignIn;

/// <summary>
/// Somebody who is signed in to the desk: a cookie that data protection encrypts and signs. It names a row in the
/// database, so that a copy of it opens nothing once its owner has signed out.
/// </summary>
public sealed class DeskSession(
    AdminKey key, Sessions sessions, OrganizationStore organizations, IOptions<DeskOptions> desk,
    IOptionsMonitor<CookieAuthenticationOptions> cookies, TimeProvider time)
{
    public const string CookieName = "usher-desk";

    /// <summary>The authentication scheme of the cookie.</summary>
    public const string Scheme = Policies.DeskScheme;

    private const string KeyClaim = "key";
    private const string SessionClaim = "sid";
    private const string OwnClaim = "own";

    // What nobody outside of this process can say.
    private readonly string _own = Guid.NewGuid().ToString("D");

    private TimeSpan Length => TimeSpan.FromHours(desk.Value.SessionHours);

    /// <summary>Signs a person in.</summary>
    public Task OpenAsync(HttpContext context, Person person) => OpenAsync(
        context, PasswordSignIn.SessionOf(person, SessionKind.Desk, Length, context), []);

    /// <summary>Signs in whoever has the server's own key. With another key on the server they are signed in no more.
    /// </summary>
    public async Task OpenAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var session = new NewSession(
            Person: null, await organizations.DefaultAsync(ct), Stamp: Guid.Empty, SessionKind.Desk, Length,
            PasswordSignIn.AddressOf(context), PasswordSignIn.AgentOf(context));
        await OpenAsync(context, session, await KeyClaimsAsync(ct));
    }

    /// <summary>Ends the session of this browser, wherever its cookie has got to.</summary>
    public async Task CloseAsync(HttpContext context)
    {
        await EndAsync(context);
        await context.SignOutAsync(Scheme);
    }

    /// <summary>Who is signed in; null if nobody is.</summary>
    public static async Task<ClaimsPrincipal?> FindAsync(HttpContext context) =>
        (await context.AuthenticateAsync(Scheme)).Principal;

    /// <summary>A session of this process's own, as a browser would send it: it is in no database, and opens nothing in
    /// any other process.</summary>
    public string OwnCookie(TimeSpan length)
    {
        var now = time.GetUtcNow();
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + length };
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(OwnClaim, _own)], Scheme));
        var ticket = new AuthenticationTicket(principal, properties, Scheme);
        var cookie = cookies.Get(Scheme);
        return $"{cookie.Cookie.Name}={cookie.TicketDataFormat.Protect(ticket)}";
    }

    internal static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<DeskSession>();
        services.AddAuthentication().AddCookie(Scheme);
        services.AddOptions<CookieAuthenticationOptions>(Scheme)
            .Configure<IOptions<DeskOptions>, SiteCookies>(Configure);
    }

    private static void Configure(
        CookieAuthenticationOptions options, IOptions<DeskOptions> desk, SiteCookies names)
    {
        names.Apply(options.Cookie, CookieName, SameSiteMode.Strict);
        options.ExpireTimeSpan = TimeSpan.FromHours(desk.Value.SessionHours);
        options.SlidingExpiration = false;
        options.Events.OnValidatePrincipal = EnterAsync;
        options.Events.OnRedirectToLogin = context => AskToSignIn(context.Request).ExecuteAsync(context.HttpContext);
        options.Events.OnRedirectToAccessDenied = context =>
            Forbidden(context.Request).ExecuteAsync(context.HttpContext);
    }

    // The session of before is another's to go on with: whoever signs in gets one that nobody knew.
    private async Task OpenAsync(HttpContext context, NewSession session, IEnumerable<Claim> claims)
    {
        await EndAsync(context);
        var id = await sessions.OpenAsync(session, CancellationToken.None);
        var principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(SessionClaim, id.Value.ToString("D")), .. claims], Scheme));
        await context.SignInAsync(Scheme, principal, new AuthenticationProperties { IsPersistent = true });
    }

    private async Task EndAsync(HttpContext context)
    {
        if (await FindAsync(context) is not null && Caller.OfRequest(context)?.Session is { } id)
        {
            await sessions.EndAsync(id, person: null, CancellationToken.None);
        }
    }

    private async Task<Claim[]> KeyClaimsAsync(CancellationToken ct) =>
        await key.FingerprintAsync(ct) is { } fingerprint ? [new Claim(KeyClaim, fingerprint)] : [];

    private static async Task EnterAsync(CookieValidatePrincipalContext context)
    {
        var desk = context.HttpContext.RequestServices.GetRequiredService<DeskSession>();
        if (context.Principal is { } principal
            && await desk.CallerOfAsync(principal, context.HttpContext.RequestAborted) is { } caller)
        {
            context.ReplacePrincipal(caller.Enter(context.HttpContext, Scheme));
        }
        else
        {
            context.RejectPrincipal();
        }
    }

    // Who is it now: what the cookie said when it was written may be so no more.
    private async Task<Caller?> CallerOfAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (principal.FindFirstValue(OwnClaim) == _own)
        {
            return Caller.OfServerKey(await organizations.DefaultAsync(ct)) with { Right = ActorRight.DeskSession };
        }

        if (!Guid.TryParseExact(principal.FindFirstValue(SessionClaim), "D", out var id))
        {
            // Of a version that kept no sessions.
            return null;
        }

        var hasKey = principal.FindFirstValue(KeyClaim) is { } fingerprint
            && fingerprint == await key.FingerprintAsync(ct);
        return await sessions.FindAsync(new SessionId(id), ct) is { Kind: SessionKind.Desk } session
            && (hasKey || session.Person is not null)
                ? Caller.Of(session)
                : null;
    }

    private static IResult AskToSignIn(HttpRequest request)
    {
        if (!ProblemPages.AreFor(request))
        {
            return AccessRefusals.Unknown(
                request.HttpContext, "Sign in at /desk, or send a key in the header X-Api-Key.");
        }

        // What a form would have changed is asked for again, not carried out after the sign-in.
        return PageForm.SeeOther(SignInPages.UrlFor(
            FormToken.IsNeededFor(request) ? SignInPages.Home : request.GetEncodedPathAndQuery()));
    }

    // Where a sign-in leads is not everybody's; the list of shows is.
    private static IResult Forbidden(HttpRequest request) =>
        !ProblemPages.AreFor(request) ? AccessRefusals.Forbidden(request.HttpContext)
        : HttpMethods.IsGet(request.Method) && request.Path == SignInPages.Home ? PageForm.SeeOther("/desk/shows")
        : DeskNotice.Forbidden(request.HttpContext);
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Usher.Http.Security;

/// <summary>
/// How the framework's handler speaks OpenID Connect: the authorization code with PKCE, state and nonce, answers by the
/// address of a redirect, tokens signed by a key pair of the provider's. Nothing that the provider gives is kept.
/// </summary>
internal sealed class OpenIdSetup(
    IOptions<OpenIdOptions> settings, PublicAddress address, SiteCookies cookies)
{
    public const string CallbackPath = "/desk/sign-in/openid/callback";

    /// <summary>How long somebody may take at the provider.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    // None, and none with a secret that two have.
    private static readonly string[] Algorithms =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public static void AddTo(IServiceCollection services, AuthenticationBuilder authentication)
    {
        authentication.AddOpenIdConnect(Policies.OpenIdScheme, _ => { });
        services.AddSingleton<OpenIdSetup>();
        services.AddSingleton<OpenIdSignIn>();
        services.AddOptions<OpenIdConnectOptions>(Policies.OpenIdScheme).Configure<OpenIdSetup>(
            (options, setup) => setup.Configure(options));
        // After the framework, which makes what reads the provider's document.
        services.AddOptions<OpenIdConnectOptions>(Policies.OpenIdScheme).PostConfigure<OpenIdSetup>(
            (options, setup) => setup.Check(options));
        // What strangers send is a failure to it, with all that it threw; OpenIdSignIn says so in a line.
        services.AddLogging(logging => logging.AddFilter(
            typeof(OpenIdConnectHandler).FullName, LogLevel.None));
    }

    private void Configure(OpenIdConnectOptions options)
    {
        if (!settings.Value.IsOn)
        {
            return;
        }

        options.Authority = settings.Value.Authority;
        options.RequireHttpsMetadata = new Uri(settings.Value.Authority!).Scheme == Uri.UriSchemeHttps;
        options.ClientId = settings.Value.ClientId;
        options.ClientSecret = settings.Value.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("email");
        options.CallbackPath = CallbackPath;
        // It signs nobody in: OpenIdSignIn takes over before.
        options.SignInScheme = Policies.DeskScheme;
        options.SaveTokens = false;
        options.MapInboundClaims = false;
        // All claims of the token stay: who gave it, whose it is, and which question it answers.
        options.ClaimActions.Clear();
        options.DisableTelemetry = true;
        options.BackchannelTimeout = settings.Value.Timeout;
        // Where the provider's own document says, and nowhere that an answer leads to.
        options.BackchannelHttpHandler = new SocketsHttpHandler { AllowAutoRedirect = false };
        options.RemoteAuthenticationTimeout = Length;
        options.ProtocolValidator.NonceLifetime = Length;
        // They come back with a browser that another site sends here, but with nothing that happens inside of its
        // pages.
        cookies.Apply(options.CorrelationCookie, "usher-openid-state.", SameSiteMode.Lax);
        cookies.Apply(options.NonceCookie, "usher-openid-nonce.", SameSiteMode.Lax);
        options.TokenHandler = new SignedTokens { MapInboundClaims = false };
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = Algorithms,
            ValidAudience = settings.Value.ClientId,
            RequireExpirationTime = true,
            ClockSkew = Skew,
            NameClaimType = "sub",
        };
        options.Events = new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = context =>
            {
                context.ProtocolMessage.RedirectUri = address.UrlOf(context.Request, CallbackPath);
                return Task.CompletedTask;
            },
            OnTicketReceived = context => Take(
                context, new OpenIdAnswer(context.Principal, context.ReturnUri, Failure: null)),
            OnRemoteFailure = context => Take(
                context, new OpenIdAnswer(Principal: null, ReturnUrl: null, context.Failure)),
        };
    }

    private void Check(OpenIdConnectOptions options)
    {
        if (settings.Value.IsOn && options.ConfigurationManager is { } documents)
        {
            options.ConfigurationManager = new OwnDocument(documents, settings.Value.Authority!);
        }
    }

    private static Task Take(HandleRequestContext<RemoteAuthenticationOptions> context, OpenIdAnswer answer)
    {
        context.HttpContext.Features.Set(answer);
        context.HandleResponse();
        return Task.CompletedTask;
    }

    // A document that says it is another provider's has that one's tokens believed (OpenID Connect Discovery §4.3). A
    // slash at the end of the setting makes no other provider of it.
    private sealed class OwnDocument(
        IConfigurationManager<OpenIdConnectConfiguration> documents, string authority)
        : IConfigurationManager<OpenIdConnectConfiguration>
    {
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
        {
            var document = await documents.GetConfigurationAsync(cancel);
            return document.Issuer?.TrimEnd('/') == authority.TrimEnd('/')
                ? document
                : throw new InvalidOperationException(
                    $"its document is of the issuer '{document.Issuer}', which is not Auth__OpenIdConnect__Authority");
        }

        public void RequestRefresh() => documents.RequestRefresh();
    }

    // The framework's handler believes a token without a signature where it came from the provider itself, as the
    // specification lets it (OpenID Connect Core §3.1.3.7). Ours are signed.
    private sealed class SignedTokens : JsonWebTokenHandler
    {
        public override Task<TokenValidationResult> ValidateTokenAsync(
            string token, TokenValidationParameters validationParameters)
        {
            validationParameters.RequireSignedTokens = true;
            return base.ValidateTokenAsync(token, validationParameters);
        }
    }
}

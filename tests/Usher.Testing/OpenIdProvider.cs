using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Usher.Testing;

/// <summary>
/// A provider of OpenID Connect on a port of its own: discovery, keys, authorization code with PKCE, RS256. Whoever
/// comes is signed in there at once, as what <see cref="Claims"/> says. A test can have it lie.
/// </summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string Client = "usher-test";
    public const string Secret = "a-secret-of-the-provider-for-usher";
    public const string KeyId = "key-1";
    public const string SignInPath = "/desk/sign-in/openid";

    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, IQueryCollection> _codes = [];

    private OpenIdProvider(WebApplication app) => _app = app;

    public string Address { get; private set; } = "";

    /// <summary>What its token says beside what every token does.</summary>
    public JsonObject Claims { get; set; } = [];

    /// <summary>Whose its document says it is; null: its own.</summary>
    public string? Issuer { get; set; }

    /// <summary>Whether its document is said to be elsewhere now, where it is.</summary>
    public bool HasMoved { get; set; }

    /// <summary>Changes all that the token says.</summary>
    public Action<JsonObject>? Payload { get; set; }

    /// <summary>Makes the token of its header and payload, in place of signing it.</summary>
    public Func<string, string, string>? Sign { get; set; }

    /// <summary>Changes what the header says.</summary>
    public Action<JsonObject>? Header { get; set; }

    public static async Task<OpenIdProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new OpenIdProvider(app);
        app.MapGet("/.well-known/openid-configuration", provider.Discover);
        app.MapGet("/moved", provider.Document);
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.GiveTokenAsync);
        await app.StartAsync();
        provider.Address = app.Urls.Single();
        return provider;
    }

    /// <summary>The settings of a server that has it.</summary>
    public (string, string)[] Settings(params (string Name, string Value)[] changes)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Auth:AdminKey"] = TestApi.AdminKey,
            ["Auth:OpenIdConnect:Authority"] = Address,
            ["Auth:OpenIdConnect:ClientId"] = Client,
            ["Auth:OpenIdConnect:ClientSecret"] = Secret,
            ["Auth:OpenIdConnect:Name"] = "Example ID",
        };
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        return [.. settings.Select(setting => (setting.Key, setting.Value))];
    }

    /// <summary>Has somebody at the provider.</summary>
    public void Be(string subject, string? email, JsonNode? isVerified) =>
        Claims = new JsonObject { ["sub"] = subject, ["email"] = email, ["email_verified"] = isVerified };

    /// <summary>Back to telling the truth.</summary>
    public void BeHonest() => (Payload, Sign, Header) = (null, null, null);

    public static string SignWith(RSA key, string text) => $"{text}.{Base64Url.EncodeToString(key.SignData(
        Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";

    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>Has a browser leave for the provider.</summary>
    /// <returns>Where the provider sends it back to.</returns>
    public static async Task<string> LeaveAsync(Organiser person, string returnUrl = "/desk")
    {
        var away = await person.Http.GetPageAsync($"{SignInPath}?return={Uri.EscapeDataString(returnUrl)}");
        away.Status.ShouldBe(HttpStatusCode.Redirect, away.Text);
        var back = await person.Http.GetPageAsync(away.Message.Headers.Location!.ToString());
        back.Status.ShouldBe(HttpStatusCode.Redirect, back.Text);
        return back.Message.Headers.Location!.ToString();
    }

    /// <summary>And back.</summary>
    public static async Task<Answer> ComeAsync(Organiser person, string returnUrl = "/desk") =>
        await person.Http.GetPageAsync(await LeaveAsync(person, returnUrl));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private IResult Discover() => HasMoved ? Results.Redirect($"{Address}/moved") : Document();

    private IResult Document() => Results.Json(new
    {
        issuer = Issuer ?? Address,
        authorization_endpoint = $"{Address}/authorize",
        token_endpoint = $"{Address}/token",
        jwks_uri = $"{Address}/keys",
        response_types_supported = (string[])["code"],
        subject_types_supported = (string[])["public"],
        id_token_signing_alg_values_supported = (string[])["RS256"],
    });

    private IResult Keys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return Results.Json(new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA",
                    use = "sig",
                    alg = "RS256",
                    kid = KeyId,
                    n = Base64Url.EncodeToString(key.Modulus),
                    e = Base64Url.EncodeToString(key.Exponent),
                },
            },
        });
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["client_id"] != Client || query["response_type"] != "code"
            || query["code_challenge_method"] != "S256" || !query["scope"].ToString().Split(' ').Contains("openid")
            || query["nonce"].Count != 1 || query["state"].Count != 1)
        {
            return Results.BadRequest($"not a question of the code flow with PKCE: {request.QueryString}");
        }

        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        _codes[code] = query;
        return Results.Redirect(QueryHelpers.AddQueryString(
            query["redirect_uri"].ToString(),
            new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
    }

    private async Task<IResult> GiveTokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var hash = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        return form["client_id"] != Client || form["client_secret"] != Secret
            || !_codes.TryRemove(form["code"].ToString(), out var asked)
            || asked["redirect_uri"] != form["redirect_uri"] || asked["code_challenge"] != hash
                ? Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest)
                : Results.Json(new
                {
                    access_token = "opens-nothing",
                    token_type = "Bearer",
                    expires_in = 60,
                    id_token = Token(asked["nonce"].ToString()),
                });
    }

    private string Token(string nonce)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = KeyId };
        var payload = new JsonObject
        {
            ["iss"] = Address,
            ["aud"] = Client,
            ["iat"] = now,
            ["exp"] = now + 300,
            ["nonce"] = nonce,
        };
        foreach (var (name, value) in Claims)
        {
            payload[name] = value?.DeepClone();
        }

        Header?.Invoke(header);
        Payload?.Invoke(payload);
        var (first, second) = (Encode(header), Encode(payload));
        return Sign is { } sign ? sign(first, second) : SignWith(_key, $"{first}.{second}");
    }

    private static string Encode(JsonObject json) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Usher.Http.Errors;

namespace Usher.Http.Security;

/// <summary>Configuration section Auth.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";
    public const int AdminKeyCharsMin = 16;

    public string? AdminKey { get; set; }
}

/// <summary>Refuses to start without a key where strangers could reach the organisers' calls.</summary>
public sealed class AuthOptionsCheck(IHostEnvironment environment) : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options) =>
        environment.IsDevelopment() || options.AdminKey is { Length: >= AuthOptions.AdminKeyCharsMin }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Auth:AdminKey {(string.IsNullOrEmpty(options.AdminKey) ? "is not set" : "is too short")}. Outside "
                + $"development it needs at least {AuthOptions.AdminKeyCharsMin} characters: set Auth__AdminKey in the "
                + "environment, for instance to the output of 'usher admin key'.");
}

/// <summary>The one key that opens the organisers' calls and their desk, until there are users with roles.</summary>
public sealed class AdminKey(IOptions<AuthOptions> options)
{
    public const string HeaderName = "X-Api-Key";

    // Longer than any key that somebody would choose; more is not even hashed.
    public const int CharsMax = 1024;

    // Hashes have one length, so comparing them tells nothing about the key's.
    private readonly byte[]? _digest = string.IsNullOrEmpty(options.Value.AdminKey)
        ? null
        : Digest(options.Value.AdminKey);

    public bool IsConfigured => _digest is not null;

    /// <summary>Names the key without telling it; null without one.</summary>
    public byte[]? Mark => _digest is null ? null : SHA256.HashData(_digest);

    public bool CameWith(HttpRequest request) =>
        request.Headers.TryGetValue(HeaderName, out var values) && values is [{ } presented] && Is(presented);

    /// <summary>Whether this is the configured key; it takes the same time for every answer.</summary>
    public bool Is(string presented) => _digest is not null && AreSame(presented, _digest);

    /// <summary>What is kept of a key, to compare others with.</summary>
    public static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public static bool AreSame(string presented, byte[] digest) =>
        presented.Length <= CharsMax && CryptographicOperations.FixedTimeEquals(Digest(presented), digest);

    /// <summary>Without a configured key, which only development allows, everybody may.</summary>
    public bool Opens(HttpRequest request) => _digest is null || CameWith(request);
}

public static class AdminKeyGate
{
    public static void AddAdminKey(this IServiceCollection services)
    {
        services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuthOptions>, AuthOptionsCheck>());
        services.TryAddSingleton<AdminKey>();
    }

    public static RouteGroupBuilder RequireAdminKey(this RouteGroupBuilder group, AdminKey key) =>
        group.AddEndpointFilter((invocation, next) => key.Opens(invocation.HttpContext.Request)
            ? next(invocation)
            : ValueTask.FromResult<object?>(Problems.Of(ProblemType.AdminKeyRequired) with
            {
                Header = ("WWW-Authenticate", $"ApiKey realm=\"usher\", header=\"{AdminKey.HeaderName}\""),
            }));
}

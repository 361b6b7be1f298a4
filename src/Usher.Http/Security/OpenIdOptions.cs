using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.Http.Security;

/// <summary>A provider at which organisers may sign in (OpenID Connect). Configuration section Auth:OpenIdConnect.
/// </summary>
public sealed class OpenIdOptions
{
    public const string Section = "Auth:OpenIdConnect";

    /// <summary>How long <see cref="Name"/> can be, in characters.</summary>
    public const int NameCharsMax = 60;

    /// <summary>The provider's address, below which it has .well-known/openid-configuration: https, or http on this
    /// machine. Without it, nobody signs in by a provider.</summary>
    public string? Authority { get; set; }

    /// <summary>What the provider calls this server.</summary>
    public string? ClientId { get; set; }

    /// <summary>By which the provider knows this server.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What people call the provider: "Sign in with …".</summary>
    public string Name { get; set; } = "single sign-on";

    /// <summary>Whether people with a second factor here are asked for it too. Otherwise that is the provider's
    /// business.</summary>
    public bool AsksSecondFactor { get; set; }

    /// <summary>How long an answer of the provider may take, in seconds.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Whether there is a provider.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Authority);

    internal TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);
}

[OptionsValidator]
internal sealed partial class OpenIdRangesCheck : IValidateOptions<OpenIdOptions>;

/// <summary>Refuses to start with half of a provider, or with one whose word anybody on the way could change.</summary>
internal sealed class OpenIdOptionsCheck : IValidateOptions<OpenIdOptions>
{
    private const string Prefix = "Auth__OpenIdConnect__";

    public ValidateOptionsResult Validate(string? name, OpenIdOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Problems(OpenIdOptions options)
    {
        if (!options.IsOn)
        {
            if (options.ClientId is { Length: > 0 } || options.ClientSecret is { Length: > 0 })
            {
                yield return $"{Prefix}ClientId or {Prefix}ClientSecret is set, but not the provider: set "
                    + $"{Prefix}Authority, such as https://login.example.com.";
            }

            yield break;
        }

        if (!IsAuthority(options.Authority!))
        {
            yield return $"{Prefix}Authority is '{options.Authority}'; it must be the https URL of the provider, such "
                + "as https://login.example.com. Only a provider on this machine may have http.";
        }

        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            yield return $"{Prefix}ClientId is missing: set it to what the provider calls this server.";
        }

        if (string.IsNullOrWhiteSpace(options.ClientSecret))
        {
            yield return $"{Prefix}ClientSecret is missing: set it to the secret that the provider gave this server.";
        }

        if (options.Name.Trim().Length is 0 or > OpenIdOptions.NameCharsMax)
        {
            yield return $"{Prefix}Name must have 1 to {OpenIdOptions.NameCharsMax} characters: it is on the button.";
        }
    }

    private static bool IsAuthority(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { Query: "", Fragment: "", UserInfo: "" }
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}

using Microsoft.Extensions.Options;

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

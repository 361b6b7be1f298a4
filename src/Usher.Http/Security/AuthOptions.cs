using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.Http.Security;

/// <summary>Who is let in. Configuration section Auth.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>Opens the desk and the organisers' calls; <see cref="KeyStrength"/> says what it must be.</summary>
    public string? AdminKey { get; set; }

    /// <summary>How many wrong keys a client may send within <see cref="WrongKeysSeconds"/>, to the desk and to the API
    /// together; further ones are answered 429, and late.</summary>
    [Range(1, 1000)]
    public int WrongKeysPerClientMax { get; set; } = 10;

    /// <summary>Wrong keys from all clients together within <see cref="WrongKeysSeconds"/>, after which each further
    /// one is answered 429, and late.</summary>
    [Range(1, 1_000_000)]
    public int WrongKeysMax { get; set; } = 200;

    /// <summary>How long wrong keys are counted, in seconds, and the longest that a client is told to wait.</summary>
    [Range(1, 86_400)]
    public int WrongKeysSeconds { get; set; } = 60;

    /// <summary>How late the answer to one wrong key too many comes, in milliseconds.</summary>
    [Range(0, 10_000)]
    public int WrongKeyDelayMilliseconds { get; set; } = 1000;
}

[OptionsValidator]
internal sealed partial class AuthRangesCheck : IValidateOptions<AuthOptions>;

/// <summary>Refuses to start with a weak key, and without one where strangers could reach the server.</summary>
internal sealed class AuthOptionsCheck(IHostEnvironment environment) : IValidateOptions<AuthOptions>
{
    private const string Remedy =
        ": set Auth__AdminKey in the environment, for example to the output of 'usher admin key'.";

    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        if (string.IsNullOrEmpty(options.AdminKey))
        {
            return environment.IsDevelopment()
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("Auth:AdminKey is not set. It is required outside development" + Remedy);
        }

        return KeyStrength.Weakness(options.AdminKey) is { } weakness
            ? ValidateOptionsResult.Fail($"Auth:AdminKey {weakness}. Choose one that is hard to guess" + Remedy)
            : ValidateOptionsResult.Success;
    }
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.Http.Security;

/// <summary>Who is let in. Configuration section Auth.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>The server's own key: opens everything, as an OPERATOR. For the first people; optional once somebody
    /// is an OPERATOR. <see cref="KeyStrength"/> says what it must be.</summary>
    public string? AdminKey { get; set; }

    /// <summary>What access tokens are signed with: PEM files of P-256 keys, separated by semicolons, or the PEM text
    /// itself. The first signs, all are believed, so that keys can be changed one after the other. Without it,
    /// development makes a key in its database, and elsewhere no tokens are given.</summary>
    public string? SigningKeys { get; set; }

    /// <summary>How many passwords are hashed at once; 0: as many as half the processors.</summary>
    [Range(0, 64)]
    public int PasswordHashesMax { get; set; }

    /// <summary>How many failed sign-ins a client has at one account before it waits, a second after the first one too
    /// many and twice as long after each further one.</summary>
    [Range(1, 1000)]
    public int SignInAttemptsPerAccount { get; set; } = 3;

    /// <summary>The same at all accounts together.</summary>
    [Range(1, 10_000)]
    public int SignInAttemptsPerClient { get; set; } = 10;

    /// <summary>The longest that a client waits after a failed sign-in, in seconds.</summary>
    [Range(1, 3_600)]
    public int SignInWaitSecondsMax { get; set; } = 60;

    /// <summary>How long failed sign-ins are remembered, in minutes from the last one.</summary>
    [Range(1, 24 * 60)]
    public int SignInMemoryMinutes { get; set; } = 15;

    /// <summary>How many clients and accounts with failed sign-ins are remembered; those that failed longest ago are
    /// forgotten first.</summary>
    [Range(100, 1_000_000)]
    public int SignInRememberedMax { get; set; } = 20_000;

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

/// <summary>Refuses to start with a weak key, or with signing keys that are none.</summary>
internal sealed class AuthOptionsCheck : IValidateOptions<AuthOptions>
{
    public const string Remedy =
        "set Auth__AdminKey in the environment, for example to the output of 'usher admin key'";

    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        List<string> problems = [];
        if (!string.IsNullOrEmpty(options.AdminKey) && KeyStrength.Weakness(options.AdminKey) is { } weakness)
        {
            problems.Add($"Auth:AdminKey {weakness}. Choose one that is hard to guess: {Remedy}.");
        }

        if (!string.IsNullOrWhiteSpace(options.SigningKeys))
        {
            SigningKeyFiles.Read(options.SigningKeys, out var problem);
            problems.AddRange(problem is null ? [] : [problem]);
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}

using System.Security.Cryptography;
using OtpNet;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;

namespace Usher.Http.Security;

/// <summary>
/// Codes of an authenticator app (TOTP, RFC 6238): six digits that hold for half a minute, each taken once, a step
/// early or late for clocks that differ. Recovery codes stand in for a lost app, each once.
/// </summary>
public sealed class SecondFactor(SecondFactors factors, TimeProvider time)
{
    /// <summary>How long a code can be, however it is typed.</summary>
    public const int CodeCharsMax = 64;

    private const int Digits = 6;
    private const int RecoveryCodes = 10;
    // So many bits are guessed by nobody who has read their hashes, and one without a salt will do.
    private const int RecoveryBytes = 15;
    private const int RecoveryGroupChars = 4;

    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>A new secret, as people can type it.</summary>
    public static string MakeSecret() =>
        Base32Encoding.ToString(RandomNumberGenerator.GetBytes(SecondFactors.SecretBytes));

    /// <summary>What an app reads from a QR code.</summary>
    public static string UriOf(string secret, string email, string site) =>
        $"otpauth://totp/{Uri.EscapeDataString(site)}:{Uri.EscapeDataString(email)}?secret={secret}"
        + $"&issuer={Uri.EscapeDataString(site)}";

    /// <summary>Takes a code.</summary>
    /// <returns>False: it is not right, or was taken before.</returns>
    public async Task<bool> IsRightAsync(PersonId person, string code, CancellationToken ct)
    {
        if (code.Length > CodeCharsMax)
        {
            return false;
        }

        var typed = Plain(code);
        if (typed.Length != Digits)
        {
            return await factors.UseRecoveryCodeAsync(person, Token.HashOf(typed), ct);
        }

        return await factors.FindSecretAsync(person, ct) is { } secret
            && StepOf(secret, typed) is { } step
            && await factors.UseStepAsync(person, step, ct);
    }

    /// <summary>Turns it on for somebody whose app shows the right code.</summary>
    /// <returns>The recovery codes, which nobody can be shown again; null: the secret or the code is not right.
    /// </returns>
    public async Task<IReadOnlyList<string>?> TurnOnAsync(
        PersonId person, string secret, string code, CancellationToken ct)
    {
        if (Decode(secret) is not { } bytes || StepOf(bytes, Plain(code)) is not { } step)
        {
            return null;
        }

        var codes = Enumerable.Range(0, RecoveryCodes)
            .Select(_ => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(RecoveryBytes))).ToList();
        return await factors.TurnOnAsync(person, bytes, step, [.. codes.Select(Token.HashOf)], ct)
            ? [.. codes.Select(Grouped)]
            : null;
    }

    private long? StepOf(byte[] secret, string code) =>
        new Totp(secret).VerifyTotp(time.GetUtcNow().UtcDateTime, code, out var step, Window) ? step : null;

    private static byte[]? Decode(string secret)
    {
        try
        {
            return Base32Encoding.ToBytes(Plain(secret)) is { Length: SecondFactors.SecretBytes } bytes ? bytes : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // As it is shown, with or without what parts it.
    private static string Plain(string code) =>
        string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static string Grouped(string code) => string.Join('-', code.Chunk(RecoveryGroupChars).Select(
        group => new string(group)));
}

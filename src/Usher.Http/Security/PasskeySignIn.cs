using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;

namespace Usher.Http.Security;

/// <summary>
/// Signs people in by a passkey. Their device has asked them for a fingerprint, a face or a PIN, so it counts as both
/// factors. Who it is the passkey says itself: nothing has to be typed, and nobody learns who has an account.
/// </summary>
public sealed partial class PasskeySignIn(
    IPasskeyHandler<Person> handler, PasskeyTickets tickets, Passkeys passkeys, SignInDelays delays,
    PublicAddress address, ILogger<PasskeySignIn> logger)
{
    /// <summary>How long the answer of a device can be.</summary>
    public const int CredentialCharsMax = 16 * 1024;

    private const string Purpose = "sign-in";

    /// <summary>Whether this site has a name that passkeys can belong to.</summary>
    public bool IsPossible(HttpRequest request) => address.DomainOf(request) is not null;

    /// <summary>What the browser's device is asked for (PublicKeyCredentialRequestOptions, as JSON).</summary>
    /// <returns>Null: this site has no name that passkeys could belong to.</returns>
    public async Task<string?> AskAsync(HttpContext context)
    {
        if (!IsPossible(context.Request))
        {
            return null;
        }

        var asked = await handler.MakeRequestOptionsAsync(user: null, context);
        tickets.Give(context, Purpose, asked.AssertionState!);
        return asked.RequestOptionsJson;
    }

    /// <summary>Looks at what the device has answered; its session is the caller's to open.</summary>
    /// <param name="credential">PublicKeyCredential, as JSON.</param>
    /// <param name="context">The request.</param>
    public async Task<SignInOutcome> CheckAsync(string credential, HttpContext context)
    {
        var client = context.Connection.RemoteIpAddress;
        var account = $"passkey {NameIn(credential) ?? $"{client}"}";
        if (delays.Begin(client, account) is { } wait)
        {
            return new SignInOutcome.TooMany(wait);
        }

        if (tickets.Take(context, Purpose) is not { } state || credential.Length > CredentialCharsMax
            || !IsPossible(context.Request))
        {
            return new SignInOutcome.Wrong();
        }

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = context,
            CredentialJson = credential,
            AssertionState = state,
        });
        PasskeyHandlers.ThrowIfAway(result.Failure);
        if (!result.Succeeded || !await tickets.SpendAsync(state, CancellationToken.None)
            || !await UseAsync(result.User, result.Passkey) || !result.User.MaySignIn)
        {
            LogRefused(client);
            return new SignInOutcome.Wrong();
        }

        delays.Succeeded(client, account);
        return new SignInOutcome.Right(result.User);
    }

    private async Task<bool> UseAsync(Person person, UserPasskeyInfo passkey)
    {
        var use = await passkeys.UseAsync(
            person.Id, passkey.CredentialId, passkey.SignCount, passkey.IsBackedUp, CancellationToken.None);
        if (use == PasskeyUse.CountedBefore)
        {
            LogClone(person.Id, passkey.SignCount);
        }

        return use == PasskeyUse.Used;
    }

    // Failures are counted by the passkey that was named, as those of passwords are by the account; null: none was.
    private static string? NameIn(string credential)
    {
        try
        {
            using var json = JsonDocument.Parse(
                credential.Length <= CredentialCharsMax ? credential : "", new JsonDocumentOptions { MaxDepth = 8 });
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
                    ? Convert.ToHexString(Token.HashOf(id.GetString()!))
                    : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter of letters that are none.
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "A passkey from {Address} opened nothing.")]
    private partial void LogRefused(System.Net.IPAddress? address);

    [LoggerMessage(
        LogLevel.Warning, "A passkey of person {Person} has counted its sign-ins up to {Count}, which it had reached "
            + "before: somebody may have a copy of it. It was refused. Have the person remove it.")]
    private partial void LogClone(PersonId person, uint count);
}

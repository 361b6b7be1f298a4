using Microsoft.AspNetCore.Identity;
using Usher.BoxOffice.Identity;

namespace Usher.Http.Security;

/// <summary>What came of a new passkey.</summary>
public enum PasskeyAddition
{
    Added,

    /// <summary>What the browser sent is no answer to the challenge of this session.</summary>
    Refused,

    /// <summary>The device's passkey is known already, or the person has as many as one can.</summary>
    NotAdded,
}

/// <summary>Adds passkeys to people who are signed in. Its caller makes sure that it is really them.</summary>
public sealed class PasskeyRegistration(
    IPasskeyHandler<Person> handler, PasskeyTickets tickets, Passkeys passkeys, PublicAddress address)
{
    private const int TransportsMax = 10;
    private const int TransportCharsMax = 32;

    /// <summary>What the browser's device is asked for (PublicKeyCredentialCreationOptions, as JSON).</summary>
    /// <param name="person">Who is signed in.</param>
    /// <param name="session">Where; the answer counts in no other session.</param>
    /// <param name="context">The request.</param>
    /// <returns>Null: this site has no name that passkeys could belong to.</returns>
    public async Task<string?> AskAsync(Person person, SessionId session, HttpContext context)
    {
        if (address.DomainOf(context.Request) is null)
        {
            return null;
        }

        var entity = new PasskeyUserEntity
        {
            Id = person.Id.ToString(),
            Name = person.Email,
            DisplayName = person.Name,
        };
        var asked = await handler.MakeCreationOptionsAsync(entity, context);
        tickets.Give(context, PurposeOf(session), asked.AttestationState!);
        return asked.CreationOptionsJson;
    }

    /// <summary>Takes what the device has answered.</summary>
    /// <param name="person">Who is signed in.</param>
    /// <param name="session">Where.</param>
    /// <param name="name">What the person calls it.</param>
    /// <param name="credential">PublicKeyCredential, as JSON.</param>
    /// <param name="context">The request.</param>
    public async Task<PasskeyAddition> AddAsync(
        PersonId person, SessionId session, string name, string credential, HttpContext context)
    {
        if (tickets.Take(context, PurposeOf(session)) is not { } state
            || credential.Length > PasskeySignIn.CredentialCharsMax || address.DomainOf(context.Request) is null)
        {
            return PasskeyAddition.Refused;
        }

        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = context,
            CredentialJson = credential,
            AttestationState = state,
        });
        PasskeyHandlers.ThrowIfAway(result.Failure);
        if (!result.Succeeded || result.UserEntity.Id != person.ToString()
            || result.Passkey is not
            {
                CredentialId.Length: > 0 and <= Passkey.CredentialBytesMax,
                PublicKey.Length: > 0 and <= Passkey.PublicKeyBytesMax,
            } made
            || !await tickets.SpendAsync(state, CancellationToken.None))
        {
            return PasskeyAddition.Refused;
        }

        var passkey = new Passkey(
            made.CredentialId, made.PublicKey, made.SignCount, Known(made.Transports), made.IsBackupEligible,
            made.IsBackedUp);
        return await passkeys.AddAsync(person, name, passkey, CancellationToken.None)
            ? PasskeyAddition.Added
            : PasskeyAddition.NotAdded;
    }

    private static string PurposeOf(SessionId session) => $"add {session.Value:D}";

    // Words that the browser chooses, and gets back as they are.
    private static string[] Known(string[]? transports) =>
    [
        .. (transports ?? []).Where(word => word.Length <= TransportCharsMax
            && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')).Take(TransportsMax),
    ];
}

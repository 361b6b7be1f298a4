using Microsoft.AspNetCore.Identity;
using Usher.BoxOffice.Identity;

namespace Usher.Http.Security;

/// <summary>
/// Shows the framework's handler of passkeys (<see cref="PasskeyHandler{TUser}"/>) our people and what is stored of
/// their passkeys. It only reads: what the handler has verified, <see cref="PasskeyRegistration"/> and
/// <see cref="PasskeySignIn"/> store themselves.
/// </summary>
internal sealed class PasskeyStore(People people, Passkeys passkeys) : IUserPasskeyStore<Person>
{
    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Email);

    public async Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParseExact(userId, "D", out var id)
            ? await people.FindAsync(new PersonId(id), cancellationToken)
            : null;

    public async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.FindOwnerAsync(credentialId, cancellationToken) is { } owner
            ? await people.FindAsync(owner, cancellationToken)
            : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(
        Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.FindAsync(user.Id, credentialId, cancellationToken) is { } passkey ? InfoOf(passkey) : null;

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken) =>
        [.. (await passkeys.FindAllAsync(user.Id, cancellationToken)).Select(InfoOf)];

    public Task AddOrUpdatePasskeyAsync(
        Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw OnlyReads();

    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw OnlyReads();

    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) =>
        throw OnlyReads();

    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) =>
        throw OnlyReads();

    public Task SetNormalizedUserNameAsync(
        Person user, string? normalizedName, CancellationToken cancellationToken) => throw OnlyReads();

    public Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) => throw OnlyReads();

    public Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) => throw OnlyReads();

    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken) => throw OnlyReads();

    public Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        throw OnlyReads();

    public void Dispose()
    {
        // It has nothing of its own.
    }

    // The counter is left out: it is compared when it is stored, under the lock of its row (Passkeys.UseAsync), or two
    // answers at once could both be compared with the same one.
    private static UserPasskeyInfo InfoOf(Passkey passkey) => new(
        passkey.CredentialId, passkey.PublicKey, createdAt: default, signCount: 0, passkey.Transports,
        isUserVerified: true, passkey.IsBackupEligible, passkey.IsBackedUp, attestationObject: [], clientDataJson: []);

    private static NotSupportedException OnlyReads() => new("The handler of passkeys only reads.");
}

using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Validation;

namespace Usher.BoxOffice.Identity;

/// <summary>A passkey as it is stored: the public half of a key.</summary>
/// <param name="CredentialId">By which its device knows it; at most <see cref="CredentialBytesMax"/> bytes.</param>
/// <param name="PublicKey">As the device wrote it (COSE); at most <see cref="PublicKeyBytesMax"/> bytes.</param>
/// <param name="SignCount">What the device has counted; 0: it does not count.</param>
/// <param name="Transports">How browsers reach the device.</param>
/// <param name="IsBackupEligible">Whether it may be copied to other devices of its owner.</param>
/// <param name="IsBackedUp">Whether it was.</param>
public sealed record Passkey(
    byte[] CredentialId, byte[] PublicKey, long SignCount, string[] Transports, bool IsBackupEligible, bool IsBackedUp)
{
    public const int NameCharsMax = 100;
    public const int CredentialBytesMax = 1023;
    public const int PublicKeyBytesMax = 4096;

    /// <summary>What is wrong with a name, as the end of a sentence that begins with it; null: nothing is.</summary>
    public static string? NameProblem(string name) => name.Trim().Length is 0 or > NameCharsMax
        ? $"must have 1 to {NameCharsMax} characters"
        : VisibleText.Problem(name);
}

/// <summary>A line of the list of somebody's passkeys.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="IsBackedUp">Whether there are copies on other devices of its owner.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="LastUsedAt">When somebody last signed in with it; null: never.</param>
public sealed record PasskeyLine(Guid Id, string Name, bool IsBackedUp, DateTime CreatedAt, DateTime? LastUsedAt);

/// <summary>What came of a passkey's use.</summary>
public enum PasskeyUse
{
    /// <summary>Its device has counted on, or does not count.</summary>
    Used,

    /// <summary>Its device counted this before, or more: there may be two of it.</summary>
    CountedBefore,

    /// <summary>It was removed.</summary>
    Unknown,
}

/// <summary>What is stored of passkeys.</summary>
public sealed class Passkeys(DataSources data)
{
    /// <summary>How many a person can have.</summary>
    public const int PerPersonMax = 20;

    // Together with the check of how many there are; two at once may pass it by one, which harms nobody.
    private const string Insert = """
        insert into passkeys (id, person_id, name, credential_id, public_key, sign_count, transports,
            is_backup_eligible, is_backed_up)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9
        where (select count(*) from passkeys where person_id = $2) < $10
        on conflict (credential_id) do nothing
        """;

    private const string Columns =
        "credential_id, public_key, sign_count, transports, is_backup_eligible, is_backed_up";

    private const string Find = $"select {Columns} from passkeys where person_id = $1 and credential_id = $2";

    private const string FindAll = $"select {Columns} from passkeys where person_id = $1 order by created_at";

    private const string FindOwner = "select person_id from passkeys where credential_id = $1";

    private const string List = """
        select id, name, is_backed_up, created_at, last_used_at from passkeys where person_id = $1 order by created_at
        """;

    // The row is locked while it is compared: of two that count the same, one is first.
    private const string Use = """
        update passkeys set sign_count = $3, is_backed_up = $4, last_used_at = now()
        where person_id = $1 and credential_id = $2 and (sign_count < $3 or (sign_count = 0 and $3 = 0))
        """;

    private const string RemoveOne = "delete from passkeys where person_id = $1 and id = $2";

    private const string RemoveAll = "delete from passkeys where person_id = $1";

    /// <returns>False: it is somebody's already, or the person has too many.</returns>
    public async Task<bool> AddAsync(PersonId person, string name, Passkey passkey, CancellationToken ct)
    {
        await using var command = data.Primary.Command(
            Insert, Guid.NewGuid().Typed(), person.Typed(), name.Trim().Typed(), passkey.CredentialId.Typed(),
            passkey.PublicKey.Typed(), passkey.SignCount.Typed(), passkey.Transports.Typed(),
            People.Flag(passkey.IsBackupEligible), People.Flag(passkey.IsBackedUp), PerPersonMax.Typed());
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Somebody's passkey by what its device calls it; null: the person has none of this name.</summary>
    public async Task<Passkey?> FindAsync(PersonId person, byte[] credentialId, CancellationToken ct)
    {
        await using var command = data.Primary.Command(Find, person.Typed(), credentialId.Typed());
        return (await ReadAsync(command, ct)).FirstOrDefault();
    }

    public async Task<ImmutableArray<Passkey>> FindAllAsync(PersonId person, CancellationToken ct)
    {
        await using var command = data.Primary.Command(FindAll, person.Typed());
        return await ReadAsync(command, ct);
    }

    /// <summary>Whose it is; null: nobody's.</summary>
    public async Task<PersonId?> FindOwnerAsync(byte[] credentialId, CancellationToken ct)
    {
        await using var command = data.Primary.Command(FindOwner, credentialId.Typed());
        return await command.ExecuteScalarAsync(ct) is Guid id ? new PersonId(id) : null;
    }

    /// <summary>In the order in which they were added.</summary>
    public async Task<ImmutableArray<PasskeyLine>> ListAsync(PersonId person, CancellationToken ct)
    {
        await using var command = data.Primary.Command(List, person.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = ImmutableArray.CreateBuilder<PasskeyLine>();
        while (await reader.ReadAsync(ct))
        {
            lines.Add(new PasskeyLine(
                reader.GetGuid(0), reader.GetString(1), reader.GetBoolean(2), reader.GetDateTime(3),
                reader.IsDBNull(4) ? null : reader.GetDateTime(4)));
        }

        return lines.ToImmutable();
    }

    /// <summary>Stores what its device has counted, and that it was used.</summary>
    /// <param name="person">Whose it is.</param>
    /// <param name="credentialId">Which.</param>
    /// <param name="signCount">What its device says now.</param>
    /// <param name="isBackedUp">The same.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<PasskeyUse> UseAsync(
        PersonId person, byte[] credentialId, long signCount, bool isBackedUp, CancellationToken ct)
    {
        await using var command = data.Primary.Command(
            Use, person.Typed(), credentialId.Typed(), signCount.Typed(), People.Flag(isBackedUp));
        return await command.ExecuteNonQueryAsync(ct) == 1 ? PasskeyUse.Used
            : await FindAsync(person, credentialId, ct) is null ? PasskeyUse.Unknown
            : PasskeyUse.CountedBefore;
    }

    /// <returns>False: the person has no such passkey.</returns>
    public async Task<bool> RemoveAsync(PersonId person, Guid id, CancellationToken ct)
    {
        await using var command = data.Primary.Command(RemoveOne, person.Typed(), id.Typed());
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    public async Task RemoveAllAsync(PersonId person, CancellationToken ct)
    {
        await using var command = data.Primary.Command(RemoveAll, person.Typed());
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<ImmutableArray<Passkey>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var passkeys = ImmutableArray.CreateBuilder<Passkey>();
        while (await reader.ReadAsync(ct))
        {
            passkeys.Add(new Passkey(
                reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1), reader.GetInt64(2),
                reader.GetFieldValue<string[]>(3), reader.GetBoolean(4), reader.GetBoolean(5)));
        }

        return passkeys.ToImmutable();
    }
}

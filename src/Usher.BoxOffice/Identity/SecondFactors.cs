using Usher.Engine.Database;
using Usher.Engine.Sealing;

namespace Usher.BoxOffice.Identity;

/// <summary>What is stored of second factors: the secrets of apps sealed under the key ring (ADR 62), or in the clear
/// if an earlier program wrote them; of recovery codes hashes. Each code is taken once, also of two that come at once.
/// </summary>
public sealed class SecondFactors(DataSources data) : ISealedRows
{
    /// <summary>How long a secret is. What is stored sealed is longer.</summary>
    public const int SecretBytes = 20;

    private const int PortionPeople = 1_000;

    private const string Find = "select totp_secret from people where id = $1";

    private const string UseStep = """
        update people set totp_step = $2 where id = $1 and totp_secret is not null and totp_step < $2
        """;

    private const string UseCode = """
        update recovery_codes set used_at = now() where person_id = $1 and code_hash = $2 and used_at is null
        """;

    private const string TurnOn = """
        with changed as (
            update people set totp_secret = $2, totp_step = $3 where id = $1 and totp_secret is null returning id
        ), old as (
            delete from recovery_codes using changed where person_id = changed.id
        ), codes as (
            insert into recovery_codes (person_id, code_hash) select id, unnest($4::bytea[]) from changed
        )
        select count(*) from changed
        """;

    private const string TurnOff = """
        with changed as (update people set totp_secret = null, totp_step = 0 where id = $1 returning id)
        delete from recovery_codes using changed where person_id = changed.id
        """;

    private const string FindSome = """
        select id, totp_secret from people where totp_secret is not null and id > $1 order by id limit $2
        """;

    // Whoever turned it off meanwhile, or on again with another app, is left alone.
    private const string Change = """
        update people p set totp_secret = w.is_now
        from (select unnest($1) as id, unnest($2) as was, unnest($3) as is_now) w
        where p.id = w.id and p.totp_secret = w.was
        """;

    /// <summary>Null: the person has none.</summary>
    public async Task<byte[]?> FindSecretAsync(PersonId id, CancellationToken ct)
    {
        await using var command = data.Primary.Command(Find, id.Typed());
        return await command.ExecuteScalarAsync(ct) switch
        {
            byte[] { Length: SecretBytes } clear => clear,
            byte[] stored => data.Keys.OpenSecret(NameOf(id.Value), stored),
            _ => null,
        };
    }

    /// <summary>Takes the code of a time step.</summary>
    /// <returns>False: it, or a later one, was taken before.</returns>
    public async Task<bool> UseStepAsync(PersonId id, long step, CancellationToken ct)
    {
        await using var command = data.Primary.Command(UseStep, id.Typed(), step.Typed());
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Takes a recovery code.</summary>
    /// <returns>False: there is no such code, or no more.</returns>
    public async Task<bool> UseRecoveryCodeAsync(PersonId id, byte[] hash, CancellationToken ct)
    {
        await using var command = data.Primary.Command(UseCode, id.Typed(), hash.Typed());
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>From now on a password is not enough.</summary>
    /// <returns>False: it was not before.</returns>
    public async Task<bool> TurnOnAsync(
        PersonId id, byte[] secret, long step, byte[][] recoveryHashes, CancellationToken ct)
    {
        await using var command = data.Primary.Command(
            TurnOn, id.Typed(), data.Keys.SealSecret(NameOf(id.Value), secret).Typed(), step.Typed(),
            new Npgsql.NpgsqlParameter<byte[][]> { TypedValue = recoveryHashes });
        return (long)(await command.ExecuteScalarAsync(ct))! == 1;
    }

    /// <summary>A password is enough again.</summary>
    public async Task TurnOffAsync(PersonId id, CancellationToken ct)
    {
        await using var command = data.Primary.Command(TurnOff, id.Typed());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<int> SealAsync(CancellationToken ct)
    {
        var count = 0;
        for (var place = (Guid?)Guid.Empty; place is { } from;)
        {
            (var portionSealed, place) = await SealAsync(from, ct);
            count += portionSealed;
        }

        return count;
    }

    private async Task<(int Sealed, Guid? Next)> SealAsync(Guid from, CancellationToken ct)
    {
        List<(Guid Id, byte[] Was, byte[] IsNow)> changes = [];
        Guid? last = null;
        await using (var find = data.Primary.Command(FindSome, from.Typed(), PortionPeople.Typed()))
        await using (var reader = await find.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var (id, was) = (reader.GetGuid(0), reader.GetFieldValue<byte[]>(1));
                last = id;
                var now = was.Length == SecretBytes
                    ? data.Keys.SealSecret(NameOf(id), was)
                    : data.Keys.ResealSecret(NameOf(id), was);
                if (now is not null)
                {
                    changes.Add((id, was, now));
                }
            }
        }

        if (changes.Count == 0)
        {
            return (0, last);
        }

        await using var change = data.Primary.Command(
            Change, changes.ArrayOf(one => one.Id), changes.ArrayOf(one => one.Was), changes.ArrayOf(one => one.IsNow));
        return (await change.ExecuteNonQueryAsync(ct), last);
    }

    private static string NameOf(Guid person) => $"people/{person:D}";
}

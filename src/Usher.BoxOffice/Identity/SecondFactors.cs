using Usher.Engine.Database;

namespace Usher.BoxOffice.Identity;

/// <summary>What is stored of second factors. Each code is taken once, also of two that come at once.</summary>
public sealed class SecondFactors(DataSources data)
{
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

    /// <summary>Null: the person has none.</summary>
    public async Task<byte[]?> FindSecretAsync(PersonId id, CancellationToken ct)
    {
        await using var command = data.Primary.Command(Find, id.Typed());
        return await command.ExecuteScalarAsync(ct) as byte[];
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
            TurnOn, id.Typed(), secret.Typed(), step.Typed(),
            new Npgsql.NpgsqlParameter<byte[][]> { TypedValue = recoveryHashes });
        return (long)(await command.ExecuteScalarAsync(ct))! == 1;
    }

    /// <summary>A password is enough again.</summary>
    public async Task TurnOffAsync(PersonId id, CancellationToken ct)
    {
        await using var command = data.Primary.Command(TurnOff, id.Typed());
        await command.ExecuteNonQueryAsync(ct);
    }
}

using Npgsql;
using Usher.Engine.Database;

namespace Usher.BoxOffice.Identity;

/// <summary>
/// Somebody must stay who can manage an organization, and somebody who can manage everything. Whatever takes that from
/// a person takes turns by one lock first and decides in one statement, which sees what the turn before it left.
/// Whoever has not chosen a password yet, or is disabled, is not counted as somebody.
/// </summary>
internal static class LastOnes
{
    // Any number that nothing else locks; batches of bookings lock what has a show's id in its upper half.
    private const string TakeTurns = "select pg_advisory_xact_lock(-47)";

    /// <summary>True where the person p does not matter, or is not the last OPERATOR.</summary>
    public const string AnotherOperator = """
        (not p.is_operator or p.password_hash is null or p.disabled_at is not null or exists (
            select from people o
            where o.is_operator and o.id <> p.id and o.disabled_at is null and o.password_hash is not null))
        """;

    /// <summary>True where the membership m of the person p does not matter, or is not of the last ADMIN.</summary>
    public const string AnotherAdmin = """
        (m.role <> 'ADMIN' or p.password_hash is null or p.disabled_at is not null or exists (
            select from memberships n join people o on o.id = n.person_id
            where n.organization_id = m.organization_id and n.role = 'ADMIN' and n.person_id <> p.id
                and o.disabled_at is null and o.password_hash is not null))
        """;

    /// <summary>Carries a change out in its turn, and what follows from it in the same transaction.</summary>
    /// <returns>How many rows the change itself changed.</returns>
    public static async Task<int> ChangeAsync(
        DataSources data, string sql, NpgsqlParameter[] parameters, CancellationToken ct,
        (string Sql, NpgsqlParameter Parameter)? then = null)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(TakeTurns);
        batch.Add(sql, parameters);
        if (then is var (follows, parameter))
        {
            batch.Add(follows, parameter);
        }

        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return batch.BatchCommands[1].RecordsAffected;
    }
}

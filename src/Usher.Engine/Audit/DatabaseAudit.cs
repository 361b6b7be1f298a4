using System.Collections.Immutable;
using System.Data;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Audit;

/// <summary>
/// Checks the invariants on a database that may be busy: one read-only snapshot, no lock that could block a buyer.
/// While it runs, that snapshot keeps the database from removing old row versions.
/// </summary>
public sealed class DatabaseAudit(
    DataSources data, IOptions<SweepOptions> sweep, IOptions<AuditOptions> audit)
{
    private const string CountRows = """
        select now(), (select count(*) from shows), (select count(*) from seats), (select count(*) from bookings)
        """;

    private const string FindRenamings = """
        select show_id, at, actor, (before -> 'plan_version')::int, (after -> 'plan_version')::int,
               (select count(*) from jsonb_object_keys(before -> 'seats'))::int
        from show_changes where kind = 'PLAN_VERSION' and before ? 'seats'
        order by id desc limit $1
        """;

    private const string CountUnsealed = """
        select count(*) from (
            select b.show_id, b.id from bookings b where b.email is not null or b.note is not null
            union
            select e.show_id, e.booking_id from booking_events e
            where (e.detail is not null and e.to_status <> 'PENDING') or e.public_reason is not null
        ) unsealed
        """;

    /// <summary>Runs every invariant of <see cref="Invariant.All"/> on the primary.</summary>
    /// <param name="starting">Gets each invariant when its check begins.</param>
    /// <param name="ct">Ends the audit without a report.</param>
    /// <exception cref="NpgsqlException">The database is away, not migrated, or a check took longer than
    /// <see cref="AuditOptions.CheckSecondsMax"/>.</exception>
    public async Task<AuditReport> RunAsync(IProgress<Invariant>? starting, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await PrepareAsync(connection, ct);
        var (asOf, shows, seats, bookings) = await CountAsync(connection, ct);
        var findings = ImmutableArray.CreateBuilder<Finding>(Invariant.All.Length);
        foreach (var invariant in Invariant.All)
        {
            starting?.Report(invariant);
            findings.Add(await CheckAsync(connection, invariant, ct));
        }

        return new AuditReport(asOf, shows, seats, bookings, findings.MoveToImmutable())
        {
            Renamings = await FindRenamingsAsync(connection, ct),
            UnsealedBookings = await CountUnsealedAsync(connection, ct),
        };
    }

    private async Task PrepareAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // The limit on a check is the client's; one that the server sets for buyers' statements would be too short.
        await using var command = Command(connection, $"""
            set transaction read only;
            set local statement_timeout = 0;
            set local work_mem = '{audit.Value.WorkMemoryMegabytes}MB'
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<(DateTime AsOf, long Shows, long Seats, long Bookings)> CountAsync(
        NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = Command(connection, CountRows);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetDateTime(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    private async Task<long> CountUnsealedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = Command(connection, CountUnsealed);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<ImmutableArray<Renaming>> FindRenamingsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = Command(connection, FindRenamings);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = audit.Value.ViolationsMax });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var renamings = ImmutableArray.CreateBuilder<Renaming>();
        while (await reader.ReadAsync(ct))
        {
            renamings.Add(new Renaming(
                reader.GetInt64(0), reader.GetDateTime(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt32(4),
                reader.GetInt32(5)));
        }

        return renamings.DrainToImmutable();
    }

    private async Task<Finding> CheckAsync(NpgsqlConnection connection, Invariant invariant, CancellationToken ct)
    {
        await using var command = Command(connection, $"""
            -- Invariant {invariant.Number}: {invariant.Name}
            select v.show_id, v.seat_number, v.booking_id, v.problem, count(*) over ()
            from ({invariant.Sql}) v
            order by v.show_id, v.seat_number, v.booking_id
            limit $1
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = audit.Value.ViolationsMax });
        command.Parameters.Add(new NpgsqlParameter<double>
        {
            TypedValue = sweep.Value.SweepSeconds + audit.Value.SweepGraceSeconds,
        });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var violations = ImmutableArray.CreateBuilder<Violation>();
        var count = 0L;
        while (await reader.ReadAsync(ct))
        {
            violations.Add(new Violation(
                ShowId: reader.IsDBNull(0) ? null : reader.GetInt64(0),
                SeatNumber: reader.IsDBNull(1) ? null : reader.GetInt32(1),
                BookingId: reader.IsDBNull(2) ? null : reader.GetGuid(2),
                Problem: reader.GetString(3)));
            count = reader.GetInt64(4);
        }

        return new Finding(invariant, count, violations.DrainToImmutable());
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql) =>
        new(sql, connection) { CommandTimeout = audit.Value.CheckSecondsMax };
}

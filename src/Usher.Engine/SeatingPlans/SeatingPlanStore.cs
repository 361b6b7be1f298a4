using System.Collections.Immutable;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Engine.SeatingPlans;

/// <summary>A version of a stored plan, without its seats.</summary>
/// <param name="Id">The plan.</param>
/// <param name="Version">The version, from 1.</param>
/// <param name="Name">What people call the hall.</param>
/// <param name="TotalSeats">How many seats that version has.</param>
/// <param name="CreatedAt">When that version was stored, UTC.</param>
public sealed record StoredPlan(PlanId Id, int Version, string Name, int TotalSeats, DateTime CreatedAt);

/// <summary>Keeps seating plans. A version never changes once it is stored, but for a guess of its stage, which
/// somebody may confirm: then it is none any more, and all else is as before.</summary>
public sealed class SeatingPlanStore(DataSources data)
{
    /// <summary>The most plans of one list.</summary>
    public const int ListMax = 1_000;

    private const string InsertPlan = $"""
        insert into seating_plans (organization_id, name) values (coalesce($2, {Tenant.Default}), $1) returning id
        """;

    // The plan's row is locked, so versions follow each other without gaps or rivals.
    private const string NextVersion = """
        with plan as (
            select id from seating_plans where id = $1 and ($2 is null or organization_id = $2) for update
        )
        select coalesce((select max(version) from seating_plan_versions where plan_id = $1), 0) + 1 from plan
        """;

    private const string InsertVersion = """
        insert into seating_plan_versions (plan_id, version, total_seats, layout, extras)
        values ($1, $2, $3, $4, $5)
        """;

    private const string UpdateName = "update seating_plans set name = $2 where id = $1";

    private const string FindVersion = """
        select layout::text, extras::text from seating_plan_versions where plan_id = $1 and version = $2
        """;

    private const string ConfirmStage = $"""
        update seating_plan_versions set extras = extras - '{PlanExtras.GuessedField}'
        where plan_id = $1 and version = $2 and ($3 is null or exists (
            select from seating_plans p where p.id = plan_id and p.organization_id = $3))
        returning version
        """;

    private const string List = """
        select p.id, v.version, p.name, v.total_seats, v.created_at
        from seating_plans p
        join lateral (
            select version, total_seats, created_at from seating_plan_versions
            where plan_id = p.id order by version desc limit 1
        ) v on true
        where p.id = coalesce($1, p.id) and p.id > coalesce($3, 0) and ($4 is null or p.organization_id = $4)
        order by p.id limit $2
        """;

    private const string ListVersions = """
        select p.id, v.version, p.name, v.total_seats, v.created_at
        from seating_plans p join seating_plan_versions v on v.plan_id = p.id
        where p.id = $1 and ($3 is null or p.organization_id = $3)
        order by v.version desc limit $2
        """;

    /// <summary>Reads a version with all its seats; null if there is none.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    /// <exception cref="InvalidDataException">Somebody has changed what is stored, and it is no plan any more.
    /// </exception>
    public async Task<SeatingPlan?> FindAsync(PlanId planId, int version, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        return await FindAsync(connection, planId, version, ct);
    }

    /// <summary>The latest version of a plan, without its seats; null if there is no such plan.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<StoredPlan?> FindLatestAsync(PlanId planId, CancellationToken ct)
    {
        await using var batch = data.Primary.Scoped(List, Latest(planId));
        return await ReadAsync(batch, ct) is [var plan] ? plan : null;
    }

    /// <summary>The latest versions of the first <see cref="ListMax"/> plans, in order of their ids.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public Task<ImmutableArray<StoredPlan>> ListAsync(CancellationToken ct) => ListAsync(ListMax, after: null, ct);

    /// <summary>The latest versions of plans, in order of their ids.</summary>
    /// <param name="limit">The most plans of the list, 1..<see cref="ListMax"/>.</param>
    /// <param name="after">The last plan of the list before; null: from the first.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<StoredPlan>> ListAsync(int limit, PlanId? after, CancellationToken ct)
    {
        await using var batch = data.Primary.Scoped(
            List, Id(null), limit.Typed(), Id(after), Tenant.Parameter());
        return await ReadAsync(batch, ct);
    }

    /// <summary>The latest <see cref="ListMax"/> versions of a plan, the newest first; none if there is no such plan.
    /// </summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<StoredPlan>> VersionsAsync(PlanId planId, CancellationToken ct)
    {
        await using var batch = data.Primary.Scoped(
            ListVersions, planId.Typed(), ListMax.Typed(), Tenant.Parameter());
        return await ReadAsync(batch, ct);
    }

    /// <summary>Stores a plan as a part of an organiser's write.</summary>
    /// <param name="write">The write.</param>
    /// <param name="plan">What to store.</param>
    /// <param name="versionOf">The plan of which it is the next version; null: it is a new one.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The plan with its id and version; null if there is no plan <paramref name="versionOf"/>.</returns>
    public static async Task<SeatingPlan?> StoreAsync(
        OrganiserWrite write, SeatingPlan plan, PlanId? versionOf, CancellationToken ct)
    {
        var stored = versionOf is { } id
            ? await AddVersionAsync(write.Connection, id, plan, ct)
            : await CreateAsync(write.Connection, plan, ct);
        if (stored is not null)
        {
            write.Done();
        }

        return stored;
    }

    /// <summary>Stores the latest version of a plan once more, with its stage elsewhere or of another kind, as its
    /// next version.</summary>
    /// <param name="write">The write.</param>
    /// <param name="planId">The plan.</param>
    /// <param name="stage">Where its stage is; null: as before.</param>
    /// <param name="kind">What its places are; null: as before.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The plan with its new version; null if there is no such plan.</returns>
    public static async Task<SeatingPlan?> ChangeAsync(
        OrganiserWrite write, PlanId planId, StageSide? stage, PlanKind? kind, CancellationToken ct)
    {
        if (await FindLatestAsync(write.Connection, planId, ct) is not { } latest
            || await FindAsync(write.Connection, planId, latest.Version, ct) is not { } plan)
        {
            return null;
        }

        plan = stage is { } side ? plan.Facing(side) : plan;
        return await StoreAsync(write, kind is { } some ? plan.OfKind(some) : plan, planId, ct);
    }

    /// <summary>Keeps that the stage of a version is where it was guessed to be.</summary>
    public static async Task ConfirmStageAsync(
        OrganiserWrite write, PlanId planId, int version, CancellationToken ct)
    {
        if (await ScalarAsync(
            write.Connection, ConfirmStage, ct, planId.Typed(), version.Typed(), Tenant.Parameter()) is not null)
        {
            write.Done();
        }
    }

    /// <summary>The latest version of a plan as a write has left it so far; null if there is no such plan.</summary>
    public static Task<StoredPlan?> FindLatestAsync(OrganiserWrite write, PlanId planId, CancellationToken ct) =>
        FindLatestAsync(write.Connection, planId, ct);

    /// <summary>Within a transaction of the caller's.</summary>
    internal static async Task<SeatingPlan> CreateAsync(
        NpgsqlConnection connection, SeatingPlan plan, CancellationToken ct)
    {
        var id = (long)(await ScalarAsync(connection, InsertPlan, ct, Text(plan.Name), Tenant.Parameter()))!;
        await InsertVersionAsync(connection, new PlanId(id), version: 1, plan, ct);
        return plan.Stored(new PlanId(id), version: 1);
    }

    private static async Task<SeatingPlan?> AddVersionAsync(
        NpgsqlConnection connection, PlanId planId, SeatingPlan plan, CancellationToken ct)
    {
        if (await ScalarAsync(connection, NextVersion, ct, planId.Typed(), Tenant.Parameter()) is not int version)
        {
            return null;
        }

        await ScalarAsync(connection, UpdateName, ct, planId.Typed(), Text(plan.Name));
        await InsertVersionAsync(connection, planId, version, plan, ct);
        return plan.Stored(planId, version);
    }

    /// <summary>On a connection of the caller's.</summary>
    internal static async Task<StoredPlan?> FindLatestAsync(
        NpgsqlConnection connection, PlanId planId, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(List, Latest(planId));
        return await ReadAsync(batch, ct) is [var plan] ? plan : null;
    }

    /// <summary>On a connection of the caller's.</summary>
    internal static async Task<SeatingPlan?> FindAsync(
        NpgsqlConnection connection, PlanId planId, int version, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(FindVersion, connection);
        command.Parameters.Add(planId.Typed());
        command.Parameters.Add(version.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var layout = Encoding.UTF8.GetBytes(reader.GetString(0));
        var extras = Encoding.UTF8.GetBytes(reader.GetString(1));
        return PlanJson.Read(layout, extras, nameDefault: null) switch
        {
            { Plan: { } plan } => plan.Stored(planId, version),
            { Problems: [var first, ..] } => throw new InvalidDataException(
                $"The seating plan {planId}, version {version}, is not as it was stored: {first}"),
            _ => null,
        };
    }

    private static NpgsqlParameter[] Latest(PlanId id) =>
        [id.Typed(), 1.Typed(), Id(null), Tenant.Parameter()];

    private static async Task<ImmutableArray<StoredPlan>> ReadAsync(NpgsqlBatch batch, CancellationToken ct)
    {
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var plans = ImmutableArray.CreateBuilder<StoredPlan>();
        while (await reader.ReadAsync(ct))
        {
            plans.Add(new StoredPlan(
                new PlanId(reader.GetInt64(0)), reader.GetInt32(1), reader.GetString(2), reader.GetInt32(3),
                reader.GetDateTime(4)));
        }

        return plans.DrainToImmutable();
    }

    private static Task<object?> InsertVersionAsync(
        NpgsqlConnection connection, PlanId planId, int version, SeatingPlan plan, CancellationToken ct) =>
        ScalarAsync(
            connection, InsertVersion, ct, planId.Typed(), version.Typed(), plan.Seats.Length.Typed(),
            Json(PlanJson.Write(plan)), Json(PlanJson.WriteExtras(plan)));

    private static async Task<object?> ScalarAsync(
        NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync(ct);
    }

    private static NpgsqlParameter Id(PlanId? id) =>
        new() { Value = (object?)id?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };

    private static NpgsqlParameter<byte[]> Json(byte[] json) =>
        new() { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Jsonb };
}

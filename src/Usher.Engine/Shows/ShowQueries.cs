using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;

namespace Usher.Engine.Shows;

/// <summary>A show and how many of its seats can be booked now.</summary>
public sealed record ShowListing(Show Show, int AvailableSeats)
{
    /// <summary>Whether no seat can be booked now, and some may soon, as they are only held; false where nobody looked.
    /// </summary>
    public bool IsTakenForNow { get; init; }
}

/// <summary>
/// One page of shows, in order of start; <paramref name="Next"/> is where the next page begins, or null.
/// </summary>
public sealed record ShowPage(ImmutableArray<ShowListing> Shows, ShowCursor? Next);

/// <summary>What a show is called, and when it begins.</summary>
/// <param name="Id">The show.</param>
/// <param name="Name">What people call it.</param>
/// <param name="StartsAt">UTC.</param>
/// <param name="TimeZone">The time zone of its venue.</param>
public sealed record ShowName(ShowId Id, string Name, DateTime StartsAt, string TimeZone);

/// <summary>The last show of a page: its start and id.</summary>
public sealed record ShowCursor(DateTime StartsAt, ShowId Id);

/// <summary>Reads shows, from a replica where one is configured: what it tells may lag by a moment.</summary>
public sealed class ShowQueries(DataSources data, IOptions<ShowTimeOptions> options)
{
    /// <summary>The most shows of one page.</summary>
    public const int PageMax = 200;

    private const string Columns = """
        s.id, s.organization_id, s.name, s.starts_at, s.total_seats, s.hold_seconds, s.sales_open_at,
        s.extension_allowed, s.created_at, s.plan_id, s.plan_version, s.currency, s.prices::text,
        s.seats_per_booking_max, s.no_orphans, s.time_zone, s.seats_per_person_max,
        (select slug from organizations o where o.id = s.organization_id)
        """;

    private const string AvailableSeats = """
        (select count(*)::int from seats
         where seats.show_id = s.id and (seats.booking_id is null or seats.held_until <= now()))
        """;

    private const string FindShow = $"select {Columns}, {AvailableSeats} from shows s {OfTenant}";

    private const string LockShow = $"{FindShowWithoutSeats} for no key update of s";

    private const string FindShowWithoutSeats = $"select {Columns}, 0 from shows s {OfTenant}";

    private const string OfTenant = "where s.id = $1 and ($2 is null or s.organization_id = $2)";

    private const string ListShows = $"select {Columns}, {AvailableSeats} {FromShows}";

    private const string ListWithoutSeats = $"select {Columns}, 0 {FromShows}";

    private const string FindNames = """
        select id, name, starts_at, time_zone from shows
        where id = any ($1) and ($2 is null or organization_id = $2)
        """;

    private const string ExistsNamed = "select exists (select from shows where name = $1)";

    private const string OfSeller = """
        case when $6 is null then organization_id in (select id from organizations where suspended_at is null)
            else organization_id = $6 end
        """;

    private const string FromShows = $"""
        from (
            -- Bounds that are never null let the index on (starts_at, id) begin at the page; seats are counted for
            -- the page's own shows only.
            select * from shows
            where starts_at >= coalesce($1, '-infinity')
              and (starts_at, id) > (coalesce($2, '-infinity'), coalesce($3, 0))
              and name ilike coalesce($4, '%')
              and {OfSeller}
            order by starts_at, id
            limit $5
        ) s
        order by s.starts_at, s.id
        """;

    // Seats are not counted: most of these are over.
    private const string ListBegun = $"""
        select {Columns}, 0 from shows s
        where s.starts_at >= $1 and s.starts_at < $7 and s.plan_id is not null and {OfSeller}
          and (s.starts_at, s.id) > (coalesce($2, '-infinity'), coalesce($3, 0))
          and s.name ilike coalesce($4, '%')
        order by s.starts_at, s.id
        limit $5
        """;

    /// <summary>The show, or null if there is none.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public Task<ShowListing?> FindAsync(ShowId id, CancellationToken ct) => FindAsync(FindShow, id, ct);

    /// <summary>The show without a look at its seats, or null if there is none.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<Show?> FindWithoutSeatsAsync(ShowId id, CancellationToken ct) =>
        (await FindAsync(FindShowWithoutSeats, id, ct))?.Show;

    /// <summary>The same from the primary: it never lags behind what was written before.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<Show?> FindNowAsync(ShowId id, CancellationToken ct) =>
        (await FindAsync(
            data.Primary.Scoped(), FindShowWithoutSeats, id, options.Value.TimeZone, ct))?.Show;

    /// <summary>Whether there is a show of exactly this name.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<bool> ExistsAsync(string name, CancellationToken ct)
    {
        await using var command = data.Primary.CreateCommand(ExistsNamed);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>The show as a write has left it so far; null if there is none.</summary>
    /// <param name="connection">The write's.</param>
    /// <param name="id">The show.</param>
    /// <param name="zone">The time zone of a show that says nothing.</param>
    /// <param name="ct">Ends it.</param>
    internal static Task<ShowListing?> FindAsync(
        NpgsqlConnection connection, ShowId id, string zone, CancellationToken ct) =>
        FindAsync(new NpgsqlBatch(connection), FindShow, id, zone, ct);

    /// <summary>The show without a look at its seats; nobody else changes it until the transaction ends.</summary>
    /// <inheritdoc cref="FindAsync(NpgsqlConnection, ShowId, string, CancellationToken)"/>
    internal static async Task<Show?> LockAsync(
        NpgsqlConnection connection, ShowId id, string zone, CancellationToken ct) =>
        (await FindAsync(new NpgsqlBatch(connection), LockShow, id, zone, ct))?.Show;

    private Task<ShowListing?> FindAsync(string sql, ShowId id, CancellationToken ct) =>
        FindAsync(data.Replica.Scoped(), sql, id, options.Value.TimeZone, ct);

    private static async Task<ShowListing?> FindAsync(
        NpgsqlBatch query, string sql, ShowId id, string zone, CancellationToken ct)
    {
        await using var batch = query;
        batch.Add(sql, id.Typed(), Tenant.Parameter());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? ReadListing(reader, zone) : null;
    }

    /// <summary>
    /// Shows that start at or after <paramref name="from"/> and whose name contains <paramref name="text"/>, whatever
    /// its case, in order of start: the tenant's, or without one those of all organizations that sell. Pages follow
    /// each other without gaps or repeats while shows are added.
    /// </summary>
    /// <param name="from">UTC; null means from the first.</param>
    /// <param name="text">Taken literally; null or empty means any name.</param>
    /// <param name="limit">1..<see cref="PageMax"/>.</param>
    /// <param name="after">The <see cref="ShowPage.Next"/> of the page before; null for the first page.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of range.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public Task<ShowPage> ListAsync(
        DateTime? from, string? text, int limit, ShowCursor? after, CancellationToken ct) =>
        ListAsync(ListShows, from, text, limit, after, ct);

    /// <summary>The same shows without a look at their seats.</summary>
    /// <inheritdoc cref="ListAsync(DateTime?, string?, int, ShowCursor?, CancellationToken)"/>
    public Task<ShowPage> ListWithoutSeatsAsync(
        DateTime? from, string? text, int limit, ShowCursor? after, CancellationToken ct) =>
        ListAsync(ListWithoutSeats, from, text, limit, after, ct);

    /// <summary>Shows with a plan that begin less than a day before a moment, without a look at their seats: among them
    /// are those whose slots are not over by then. A page has <see cref="PageMax"/>.</summary>
    internal Task<ShowPage> ListBegunAsync(
        DateTime moment, string? text, ShowCursor? after, CancellationToken ct) =>
        ListAsync(
            ListBegun, moment.Ticks < SlotStarts.SpanMax.Ticks ? moment : moment - SlotStarts.SpanMax, text, PageMax,
            after, ct, moment);

    private async Task<ShowPage> ListAsync(
        string sql, DateTime? from, string? text, int limit, ShowCursor? after, CancellationToken ct,
        DateTime? before = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, PageMax);
        // One more than asked for tells whether there is a next page.
        NpgsqlParameter[] parameters =
        [
            from.Typed(), (after?.StartsAt).Typed(), Nullable(after?.Id.Value, NpgsqlDbType.Bigint),
            Containing(text).Typed(), (limit + 1).Typed(), Tenant.Parameter(),
        ];
        await using var command = data.Replica.Scoped(
            sql, before is null ? parameters : [.. parameters, before.Typed()]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var shows = ImmutableArray.CreateBuilder<ShowListing>(limit);
        while (shows.Count < limit && await reader.ReadAsync(ct))
        {
            shows.Add(ReadListing(reader, options.Value.TimeZone));
        }

        var isMore = shows.Count == limit && await reader.ReadAsync(ct);
        var last = isMore ? shows[^1].Show : null;
        return new ShowPage(shows.DrainToImmutable(), last is null ? null : new ShowCursor(last.StartsAt, last.Id));
    }

    /// <summary>What these shows are called, by their ids; those that do not exist are left out.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<IReadOnlyDictionary<ShowId, ShowName>> FindNamesAsync(
        IEnumerable<ShowId> ids, CancellationToken ct)
    {
        await using var command = data.Replica.Scoped(
            FindNames, ids.Distinct().Select(id => id.Value).ToArray().Typed(), Tenant.Parameter());
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<ShowId, ShowName> names = [];
        while (await reader.ReadAsync(ct))
        {
            var id = new ShowId(reader.GetInt64(0));
            names.Add(id, new ShowName(
                id, reader.GetString(1), reader.GetDateTime(2),
                reader.IsDBNull(3) ? options.Value.TimeZone : TimeZones.Present(reader.GetString(3))));
        }

        return names;
    }

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static string? Containing(string? text) => string.IsNullOrEmpty(text)
        ? null
        : $"%{text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";

    private static ShowListing ReadListing(NpgsqlDataReader row, string zone) => new(
        new Show
        {
            Id = new ShowId(row.GetInt64(0)),
            OrganizationId = new OrganizationId(row.GetInt64(1)),
            Name = row.GetString(2),
            StartsAt = row.GetDateTime(3),
            TotalSeats = row.GetInt32(4),
            HoldSeconds = row.IsDBNull(5) ? null : row.GetInt32(5),
            SalesOpenAt = row.IsDBNull(6) ? null : row.GetDateTime(6),
            ExtensionAllowed = row.GetBoolean(7),
            CreatedAt = row.GetDateTime(8),
            PlanId = row.IsDBNull(9) ? null : new PlanId(row.GetInt64(9)),
            PlanVersion = row.IsDBNull(10) ? null : row.GetInt32(10),
            Currency = row.IsDBNull(11) ? null : row.GetString(11),
            Prices = PriceJson.Read(row.GetString(12)),
            SeatsPerBookingMax = row.GetInt32(13),
            NoOrphans = row.GetBoolean(14),
            TimeZone = row.IsDBNull(15) ? zone : row.GetString(15),
            OwnTimeZone = row.IsDBNull(15) ? null : row.GetString(15),
            SeatsPerPersonMax = row.IsDBNull(16) ? null : row.GetInt32(16),
            Organization = row.GetString(17),
        },
        AvailableSeats: row.GetInt32(18));
}

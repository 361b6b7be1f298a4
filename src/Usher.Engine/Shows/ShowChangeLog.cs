using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;

namespace Usher.Engine.Shows;

/// <summary>A show that moved to another version of its plan.</summary>
/// <param name="ShowId">The show.</param>
/// <param name="Id">Grows with each change of any show.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="FromVersion">The version it had.</param>
/// <param name="ToVersion">The version it has since.</param>
/// <param name="Renamed">The seats that somebody had at that moment and that read otherwise since, in order of their
/// numbers.</param>
public sealed record PlanVersionChange(
    ShowId ShowId, long Id, DateTime At, string Actor, int FromVersion, int ToVersion,
    ImmutableArray<RenamedSeat> Renamed)
{
    /// <summary>How many seats were renamed for somebody; more than <see cref="Renamed"/> has where only some are told.
    /// </summary>
    public int RenamedCount { get; init; } = Renamed.Length;
}

/// <summary>
/// What was changed of shows that their buyers may have to be told of. Each entry is written in the transaction of the
/// change itself, and none is ever changed.
/// </summary>
public sealed class ShowChangeLog(DataSources data)
{
    /// <summary>The most changes that are told at once.</summary>
    public const int PageMax = 100;

    private const string PlanVersion = "PLAN_VERSION";
    private const string TimesKind = "TIMES";
    private const string NameKind = "NAME";
    private const string JourneyKind = "JOURNEY";

    // Behind the others, where not all of them are read.
    private const int CountColumn = 6;

    private const string Insert = """
        insert into show_changes (show_id, actor, kind, before, after) values ($1, $2, $3, $4, $5)
        """;

    private const string Columns = "c.show_id, c.id, c.at, c.actor, c.before::text, c.after::text";

    private const string OfShow = $"""
        select {Columns} from show_changes c
        where c.kind = '{PlanVersion}' and c.show_id = $1 order by c.id desc limit $2
        """;

    private const string Count = "select count(*)::int from show_changes where show_id = $1";

    private const string OfAll = $"""
        select {Columns} from show_changes c
        where c.kind = '{PlanVersion}'
            and ($1 is null or c.show_id in (select id from shows where organization_id = $1))
        order by c.id desc limit $2
        """;

    // Only what is asked for leaves the database: a change may have renamed a whole stadium.
    private const string OfSeats = $"""
        select {Columns} from (
            select c.show_id, c.id, c.at, c.actor,
                   jsonb_build_object('plan_version', c.before -> 'plan_version',
                                      'seats', jsonb_object_agg(n.number, c.before -> 'seats' -> n.number)) as before,
                   jsonb_build_object('plan_version', c.after -> 'plan_version',
                                      'seats', jsonb_object_agg(n.number, c.after -> 'seats' -> n.number)) as after
            from show_changes c join (select unnest($2) as number) n on c.before -> 'seats' ? n.number
            where c.show_id = $1 and c.kind = '{PlanVersion}' and c.at >= $3
            group by c.show_id, c.id
            order by c.id desc limit $4) c
        order by c.id
        """;

    private const string Earlier = $"""
        select {Columns}, c.renamed
        from (
            select c.show_id, c.id, c.at, c.actor, n.renamed,
                   jsonb_build_object('plan_version', c.before -> 'plan_version', 'seats', n.before) as before,
                   jsonb_build_object('plan_version', c.after -> 'plan_version', 'seats', n.after) as after
            from (
                select * from show_changes
                where kind = '{PlanVersion}' and ($1 is null or show_id = $1)
                    and ($2 is null or at < $2 or (at = $2 and $3))
                    and ($6 is null or show_id in (select id from shows where organization_id = $6))
                order by at desc, id desc limit $4) c
            cross join lateral (
                select count(*)::int as renamed,
                       coalesce(jsonb_object_agg(s.number, c.before -> 'seats' -> s.number)
                           filter (where s.place <= $5), jsonb_build_object()) as before,
                       coalesce(jsonb_object_agg(s.number, c.after -> 'seats' -> s.number)
                           filter (where s.place <= $5), jsonb_build_object()) as after
                from (select number, row_number() over (order by number::int) as place
                      from jsonb_object_keys(coalesce(c.before -> 'seats', jsonb_build_object())) number) s) n) c
        order by c.at desc, c.id desc
        """;

    /// <summary>The changes before a moment, the newest first.</summary>
    /// <param name="showId">The show; null: all shows.</param>
    /// <param name="until">The moment, UTC, and whether changes of that very moment are wanted too; null: the latest.
    /// </param>
    /// <param name="limit">1..<see cref="PageMax"/> + 1, for whoever looks whether there are more.</param>
    /// <param name="seatsMax">How many renamed seats of each are told, the first ones.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of range.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<PlanVersionChange>> ListAsync(
        ShowId? showId, (DateTime At, bool IsIncluded)? until, int limit, int seatsMax, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, PageMax + 1);
        await using var command = data.Replica.Scoped(
            Earlier,
            new NpgsqlParameter
            {
                Value = showId is { } id ? id.Value : (object)DBNull.Value,
                NpgsqlDbType = NpgsqlDbType.Bigint,
            },
            (until?.At).Typed(), new NpgsqlParameter<bool> { TypedValue = until?.IsIncluded == true }, limit.Typed(),
            seatsMax.Typed(), Tenant.Parameter());
        return await ReadAsync(command, ct);
    }

    /// <summary>The changes since a moment that renamed any of these seats for whoever had them, the oldest first, with
    /// no other seats than these; at most the latest <see cref="PageMax"/>.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<PlanVersionChange>> FindAsync(
        ShowId showId, ImmutableArray<int> seatNumbers, DateTime since, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(
            OfSeats, showId.Typed(), seatNumbers.ArrayOf(number => number.ToString(CultureInfo.InvariantCulture)),
            ((DateTime?)since).Typed(), PageMax.Typed());
        return await ReadAsync(command, ct);
    }

    /// <summary>The latest changes of a show, the newest first.</summary>
    /// <param name="showId">The show; null: all shows.</param>
    /// <param name="limit">1..<see cref="PageMax"/>.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of range.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<PlanVersionChange>> FindAsync(ShowId? showId, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, PageMax);
        await using var command = showId is { } id
            ? data.Primary.Scoped(OfShow, id.Typed(), limit.Typed())
            : data.Primary.Scoped(OfAll, Tenant.Parameter(), limit.Typed());
        return await ReadAsync(command, ct);
    }

    /// <summary>How often the name of a show, its times, its plan or its journey were changed: a number that only
    /// grows, and with everything that a calendar has to be told of.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<int> CountAsync(ShowId showId, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(Count, showId.Typed());
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<ImmutableArray<PlanVersionChange>> ReadAsync(NpgsqlBatch command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var changes = ImmutableArray.CreateBuilder<PlanVersionChange>();
        while (await reader.ReadAsync(ct))
        {
            var (from, before) = Read(reader.GetString(4));
            var (to, after) = Read(reader.GetString(5));
            changes.Add(new PlanVersionChange(
                new ShowId(reader.GetInt64(0)), reader.GetInt64(1), reader.GetDateTime(2), reader.GetString(3), from,
                to,
                [
                    .. before.OrderBy(seat => seat.Key)
                        .Select(seat => new RenamedSeat(seat.Key, seat.Value, after.GetValueOrDefault(seat.Key, ""))),
                ])
            {
                RenamedCount = reader.FieldCount > CountColumn ? reader.GetInt32(CountColumn) : before.Count,
            });
        }

        return changes.DrainToImmutable();
    }

    internal static Task AddAsync(
        NpgsqlConnection connection, ShowId showId, Actor actor, int fromVersion, int toVersion,
        ImmutableArray<RenamedSeat> renamed, CancellationToken ct) => AddAsync(
            connection, showId, actor, PlanVersion,
            json => Write(json, fromVersion, renamed, seat => seat.Before),
            json => Write(json, toVersion, renamed, seat => seat.After), ct);

    /// <summary>The show is called otherwise than before, or begins or goes on sale at another time, or on another
    /// clock.</summary>
    internal static Task AddAsync(
        NpgsqlConnection connection, ShowId showId, Actor actor, ShowChange before, ShowChange after,
        CancellationToken ct) => AddAsync(
            connection, showId, actor, after.HasTimesOf(before) ? NameKind : TimesKind, json => Write(json, before),
            json => Write(json, after), ct);

    /// <summary>The coach goes elsewhere than before; null: nobody said, or says any more, where.</summary>
    internal static Task AddAsync(
        NpgsqlConnection connection, ShowId showId, Actor actor, Journey? before, Journey? after,
        CancellationToken ct) => AddAsync(
            connection, showId, actor, JourneyKind, json => Write(json, before), json => Write(json, after), ct);

    private static async Task AddAsync(
        NpgsqlConnection connection, ShowId showId, Actor actor, string kind, Action<Utf8JsonWriter> before,
        Action<Utf8JsonWriter> after, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Insert, connection);
        command.Parameters.Add(showId.Typed());
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = actor.Name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        command.Parameters.Add(Json(before));
        command.Parameters.Add(Json(after));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static void Write(
        Utf8JsonWriter json, int version, ImmutableArray<RenamedSeat> renamed, Func<RenamedSeat, string> nameOf)
    {
        json.WriteNumber("plan_version", version);
        if (!renamed.IsEmpty)
        {
            json.WriteStartObject("seats");
            foreach (var seat in renamed)
            {
                json.WriteString(seat.Number.ToString(CultureInfo.InvariantCulture), nameOf(seat));
            }

            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, ShowChange times)
    {
        json.WriteString("name", times.Name);
        json.WriteString("starts_at", times.StartsAt);
        json.WriteString("time_zone", times.TimeZone);
        if (times.SalesOpenAt is { } opening)
        {
            json.WriteString("sales_open_at", opening);
        }
    }

    private static void Write(Utf8JsonWriter json, Journey? journey)
    {
        json.WriteString("from", journey?.From);
        json.WriteString("to", journey?.To);
    }

    private static NpgsqlParameter Json(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return new NpgsqlParameter
        {
            Value = Encoding.UTF8.GetString(bytes.WrittenSpan),
            NpgsqlDbType = NpgsqlDbType.Jsonb,
        };
    }

    private static (int Version, Dictionary<int, string> Seats) Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        var version = json.RootElement.GetProperty("plan_version").GetInt32();
        return json.RootElement.TryGetProperty("seats", out var seats)
            ? (version, seats.EnumerateObject().ToDictionary(
                seat => int.Parse(seat.Name, CultureInfo.InvariantCulture), seat => seat.Value.GetString() ?? ""))
            : (version, []);
    }
}

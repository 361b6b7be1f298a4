using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;

namespace Usher.Engine.Seats;

/// <summary>How the seats of a show stand.</summary>
/// <param name="Free">Nobody has them; <see cref="WithBegun"/> leaves those that can be sold.</param>
/// <param name="Held">Somebody holds them.</param>
/// <param name="Sold">They are sold; as counted here also those that are blocked, which seats alone do not tell
/// apart.</param>
/// <param name="Blocked">The organiser has blocked them; see <see cref="WithBlocked"/>.</param>
public readonly record struct SeatCounts(int Free, int Held, int Sold, int Blocked = 0)
{
    /// <summary>Slots that have begun, which nobody has or gets any more; see <see cref="WithBegun"/>.</summary>
    public int Begun { get; private init; }

    /// <summary>All seats.</summary>
    public int Total => Free + Held + Sold + Blocked + Begun;

    /// <summary>The same with so many of the free ones told apart as slots that have begun.</summary>
    public SeatCounts WithBegun(int begun)
    {
        // Counted at another moment than the others.
        var known = Math.Min(begun, Free);
        return this with { Free = Free - known, Begun = known };
    }

    /// <summary>The same with so many of the sold ones told apart as blocked.</summary>
    public SeatCounts WithBlocked(int blocked)
    {
        // Counted at another moment than the others.
        var known = Math.Min(blocked, Sold);
        return this with { Sold = Sold - known, Blocked = known };
    }

    /// <summary>Counts the seats of a map.</summary>
    public static SeatCounts Of(SeatMap map)
    {
        var (free, held) = (0, 0);
        foreach (var seat in map.Seats)
        {
            free += seat.Status == SeatStatus.Available ? 1 : 0;
            held += seat.Status == SeatStatus.Held ? 1 : 0;
        }

        return new SeatCounts(free, held, map.Seats.Length - free - held);
    }
}

/// <summary>Counts seats of several shows: from the maps in memory where they are, else in the database.</summary>
public sealed class SeatCounting(SeatMaps maps, DataSources data)
{
    // A show with nothing held or sold costs as much as any other: its seats are counted along their key.
    private const string Count = """
        select show_id, (count(*) filter (where booking_id is null or held_until <= now()))::int,
               (count(*) filter (where held_until > now()))::int, count(*)::int
        from seats where show_id = any($1) group by show_id
        """;

    /// <summary>The counts of those shows that exist.</summary>
    /// <exception cref="NpgsqlException">Not all are in memory and the database is away.</exception>
    public async Task<Dictionary<ShowId, SeatCounts>> CountAsync(ImmutableArray<ShowId> showIds, CancellationToken ct)
    {
        var counts = new Dictionary<ShowId, SeatCounts>();
        foreach (var id in showIds)
        {
            if (maps.Known(id) is { } map)
            {
                counts[id] = SeatCounts.Of(map);
            }
        }

        var unknown = showIds.Where(id => !counts.ContainsKey(id)).Select(id => id.Value).ToArray();
        if (unknown.Length == 0)
        {
            return counts;
        }

        await using var command = data.Replica.CreateCommand(Count);
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = unknown,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (free, held) = (reader.GetInt32(1), reader.GetInt32(2));
            counts[new ShowId(reader.GetInt64(0))] = new SeatCounts(free, held, reader.GetInt32(3) - free - held);
        }

        return counts;
    }
}

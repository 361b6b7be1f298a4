using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Selling;

/// <summary>Which seats the organiser has blocked.</summary>
public static class BlockedSeats
{
    /// <summary>The most seats that can be blocked, or put on sale again, at once.</summary>
    public const int SeatsMax = 1_000;

    private const string Find = """
        select s.seat_number, s.booking_id
        from seats s join bookings b on b.show_id = s.show_id and b.id = s.booking_id
        where s.show_id = $1 and s.seat_number = any ($2) and b.kind = 'HOUSE'
        """;

    /// <summary>Of these seats, those that are blocked now, with the booking that blocks each.</summary>
    internal static async Task<Dictionary<int, BookingId>> FindAsync(
        DataSources data, ShowId showId, ImmutableArray<int> seatNumbers, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        return await FindAsync(connection, showId, seatNumbers, ct);
    }

    /// <summary>The same on a connection of the caller's.</summary>
    internal static async Task<Dictionary<int, BookingId>> FindAsync(
        NpgsqlConnection connection, ShowId showId, ImmutableArray<int> seatNumbers, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Find, connection);
        command.Parameters.Add(showId.Typed());
        command.Parameters.Add(seatNumbers.ToArray().Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<int, BookingId> found = [];
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetInt32(0), new BookingId(reader.GetGuid(1)));
        }

        return found;
    }

    /// <summary>Tells seats that were blocked before from those that buyers have bought.</summary>
    internal static BlockOutcome.Blocked Split(
        BlockOutcome.Blocked blocked, Dictionary<int, BookingId> before) => blocked with
        {
            SoldSeats = blocked.SoldSeats.RemoveAll(before.ContainsKey),
            Before = [.. blocked.SoldSeats.Where(before.ContainsKey)],
        };
}

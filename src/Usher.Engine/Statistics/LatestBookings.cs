using Usher.Engine.Database;

namespace Usher.Engine.Statistics;

/// <summary>The bookings that were made last.</summary>
public sealed class LatestBookings(DataSources data)
{
    private const int Count = 8;

    private const string OfAll = """
        select show_id, booking_id from booking_events
        where from_status is null and ($2 is null or show_id in (select id from shows where organization_id = $2))
        order by at desc limit $1
        """;

    // One index has pending bookings, another settled ones (ADR 19).
    private const string OfShow = """
        select show_id, id from (
            (select show_id, id, created_at from bookings
             where show_id = $2 and status = 'PENDING' order by created_at desc limit $1)
            union all
            (select show_id, id, created_at from bookings
             where show_id = $2 and status <> 'PENDING' order by created_at desc limit $1)) b
        order by created_at desc limit $1
        """;

    /// <summary>At most eight, the latest first.</summary>
    /// <param name="showId">The show; null: all shows of the tenant.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<IReadOnlyList<BookingId>> FindAsync(ShowId? showId, CancellationToken ct)
    {
        await using var command = showId is { } id
            ? data.Primary.Scoped(OfShow, Count.Typed(), id.Typed())
            : data.Primary.Scoped(OfAll, Count.Typed(), Tenant.Parameter());

        await using var reader = await command.ExecuteReaderAsync(ct);
        var ids = new List<BookingId>(Count);
        while (await reader.ReadAsync(ct))
        {
            ids.Add(new BookingId(reader.GetGuid(1)));
        }

        return ids;
    }
}

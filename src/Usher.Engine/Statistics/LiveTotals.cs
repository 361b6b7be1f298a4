using Usher.Engine.Database;


namespace Usher.Engine.Statistics;

/// <summary>The present figures of all shows of the tenant.</summary>
/// <param name="BookingsHeld">Bookings whose hold has not ended.</param>
/// <param name="SeatsHeld">Their seats.</param>
/// <param name="OnSale">Shows whose sale is open and that have not begun; days of slots under way are counted from
/// their plans, which no statement knows.</param>
/// <param name="OpenLater">Shows whose sale opens later.</param>
public sealed record LiveTotals(long BookingsHeld, long SeatsHeld, long OnSale, long OpenLater)
{
    // The pending bookings have an index of their own, and shows one by their start.
    private const string Select = """
        select (select count(*) from bookings
                where status = 'PENDING' and expires_at > now() and ($1 is null or organization_id = $1)),
               (select coalesce(sum(cardinality(seat_numbers)), 0) from bookings
                where status = 'PENDING' and expires_at > now() and ($1 is null or organization_id = $1)),
               count(*) filter (where sales_open_at is null or sales_open_at <= now()),
               count(*) filter (where sales_open_at > now())
        from shows where starts_at > now() and ($1 is null or organization_id = $1)
        """;

    /// <summary>Reads it from the database.</summary>
    public static async Task<LiveTotals> FindAsync(DataSources data, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(Select, Tenant.Parameter());
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new LiveTotals(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }
}

using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Server.Bookings;
using Usher.Server.Pages.Pictures;

namespace Usher.Server.Desk.Activity;

/// <summary>A booking as a line of a list.</summary>
/// <param name="Booking">As it stands.</param>
/// <param name="ShowName">What it is for.</param>
/// <param name="ShowStartsAt">UTC.</param>
/// <param name="Seats">Its seats in words.</param>
/// <param name="Buyer">Enough of an e-mail for its owner to know it.</param>
public sealed record LatestBooking(
    Booking Booking, string ShowName, DateTime ShowStartsAt, string Seats, string Buyer);

/// <summary>The bookings that were made last.</summary>
internal sealed class LatestBookings(DataSources data, BookingQueries bookings, ShowCatalog shows, Halls halls)
{
    private const int Count = 8;

    private const string OfAll = """
        select show_id, booking_id from booking_events where from_status is null order by at desc limit $1
        """;

    // One index has what is pending, another what is settled (ADR 19).
    private const string OfShow = """
        select show_id, id from (
            (select show_id, id, created_at from bookings
             where show_id = $2 and status = 'PENDING' order by created_at desc limit $1)
            union all
            (select show_id, id, created_at from bookings
             where show_id = $2 and status <> 'PENDING' order by created_at desc limit $1)) b
        order by created_at desc limit $1
        """;

    /// <param name="showId">The show; null: all shows.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<IReadOnlyList<LatestBooking>> FindAsync(ShowId? showId, CancellationToken ct)
    {
        var found = new List<LatestBooking>(Count);
        foreach (var id in await IdsAsync(showId, ct))
        {
            if (await bookings.FindAsync(id, ct) is { } booking
                && await halls.FindShowAsync(id.ShowId, ct) is { } show
                && await shows.FindAsync(id.ShowId, ct) is { } terms)
            {
                var plan = await shows.PlanAsync(terms, ct);
                found.Add(new LatestBooking(
                    booking, show.Name, show.StartsAt, Words(plan, booking.SeatNumbers),
                    booking.Email is { } email ? EmailAddress.Mask(email) : ""));
            }
        }

        return found;
    }

    private static string Words(SeatingPlan plan, ImmutableArray<int> seats) => SeatWords.InSections(plan, seats);

    private async Task<List<BookingId>> IdsAsync(ShowId? showId, CancellationToken ct)
    {
        await using var command = data.Primary.CreateCommand(showId is null ? OfAll : OfShow);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Count });
        if (showId is { } id)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id.Value });
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        var ids = new List<BookingId>(Count);
        while (await reader.ReadAsync(ct))
        {
            ids.Add(new BookingId(reader.GetGuid(1)));
        }

        return ids;
    }
}

using Usher.Engine.Seats;
using Usher.Engine.Shows;
using Usher.Http.Fields;

namespace Usher.Api.Shows;

/// <summary>Reads shows with the seats that they have left, for a document of whoever asks.</summary>
internal sealed class ShowReads(
    ShowQueries shows, OpenSlots open, SeatCounting counting, SeatMaps seats, TimeProvider time)
{
    /// <summary>A show, how many of its seats are free, and the moment.</summary>
    public delegate T Write<out T>(Show show, int availableSeats, DateTimeOffset now);

    /// <summary>A page, and where the next one begins; null: there is none.</summary>
    public async Task<(T[] Shows, string? Next)> ListAsync<T>(
        ShowListRequest wanted, Write<T> write, CancellationToken ct)
    {
        var (page, next) = await open.ListWithoutSeatsAsync(wanted.From, wanted.Text, wanted.Limit, wanted.After, ct);
        // What is being sold is in memory; a crowd that asks for it costs the database nothing.
        var counts = await counting.CountAsync([.. page.Select(listing => listing.Show.Id)], ct);
        var now = time.GetUtcNow();
        return (
            [
                .. page.Select(listing => write(
                    listing.Show,
                    listing.Show.LastSlotAt is null
                        ? counts.GetValueOrDefault(listing.Show.Id).Free
                        : listing.AvailableSeats,
                    now)),
            ],
            next is null ? null : ShowListRequest.Write(next));
    }

    /// <summary>One show; null if there is none.</summary>
    public async Task<T?> FindAsync<T>(string id, Write<T> write, CancellationToken ct)
        where T : class =>
        ShowIdField.Read(id) is { } showId
        && await shows.FindWithoutSeatsAsync(showId, ct) is { } show
        && await seats.FindAsync(showId, ct) is { } map
        && await open.OfAsync(new ShowListing(show, SeatCounts.Of(map).Free), ct) is var (now, available)
            ? write(now, available, time.GetUtcNow())
            : null;
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Usher.Bench.Http;

namespace Usher.Bench.Proof;

/// <summary>The server would not show what it has stored.</summary>
internal sealed class UnreadableException(string message) : Exception(message);

/// <summary>Reads seats and bookings back as any buyer can, over one connection.</summary>
internal sealed class HttpReadBack(HttpTarget target, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private const int TriesMax = 6;

    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromSeconds(1);

    private readonly HttpConnection connection = new(target, timeout);
    private readonly RequestWriter requests = new(target);

    /// <exception cref="UnreadableException">The seat map cannot be had.</exception>
    public async Task<IReadOnlyList<StoredSeat>> ReadSeatsAsync(long showId)
    {
        var map = await ReadAsync($"/api/shows/{showId}/seats", WireJson.Default.SeatMapDocument)
            ?? throw new UnreadableException("GET …/seats answers 404");
        return map.Seats is { } seats && map.ShowId == showId
            ? [.. seats.Select(seat => new StoredSeat(seat.SeatNumber, seat.Status))]
            : throw new UnreadableException("GET …/seats returned something other than this show's seat map");
    }

    /// <exception cref="UnreadableException">The plan cannot be had.</exception>
    public async Task<IReadOnlyCollection<PlanRow>> ReadRowsAsync(long showId) =>
        (await ReadAsync($"/api/shows/{showId}/plan", WireJson.Default.PlanDocument))?.Rows
        ?? throw new UnreadableException("GET …/plan returned something other than this show's plan");

    /// <summary>Those of the bookings that exist.</summary>
    /// <exception cref="UnreadableException">A booking cannot be had.</exception>
    public async Task<IReadOnlyDictionary<Guid, StoredBooking>> ReadBookingsAsync(IEnumerable<Guid> ids)
    {
        var found = new Dictionary<Guid, StoredBooking>();
        foreach (var id in ids)
        {
            var document = await ReadAsync($"/api/bookings/{id:D}", WireJson.Default.BookingDocument);
            if (document is { BookingId: { } stored, SeatNumbers: { } seats, Status: { } status } && stored == id)
            {
                found[id] = new StoredBooking(id, seats, status, document.Reason);
            }
            else if (document is not null)
            {
                throw new UnreadableException($"GET /api/bookings/{id:D} returned something other than this booking");
            }
        }

        return found;
    }

    public void Dispose() => connection.Dispose();

    // Null: 404.
    private async Task<T?> ReadAsync<T>(string path, JsonTypeInfo<T> type) where T : class
    {
        HttpReply reply = default;
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            reply = await connection.SendAsync(requests.Get(path));
            if (reply.Status == 404)
            {
                return null;
            }

            if (reply.Status == 200)
            {
                return Parse(path, reply, type);
            }

            await Task.Delay(PauseBetweenTries, time);
        }

        var what = reply.Status == 0 ? $"fails ({reply.Failure})" : $"answers {reply.Status}";
        throw new UnreadableException($"GET {path} {what}, {TriesMax} times");
    }

    private static T Parse<T>(string path, HttpReply reply, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(reply.Body.Span, type)
                ?? throw new UnreadableException($"GET {path} answers null");
        }
        catch (JsonException e)
        {
            throw new UnreadableException($"GET {path} answers JSON that breaks the contract: {e.Message}");
        }
    }
}

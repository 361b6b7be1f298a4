using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Shows;

namespace Usher.Api.Shows;

/// <summary>
/// The seat maps of shows as replies. Each is kept as long as its map is in memory, and as long as a slow reader has
/// not taken it whole. While the seats of a large show change, readers that come one after the other could each hold
/// another map of it; so while one is held, those who come soon after get the same.
/// </summary>
internal sealed class SeatMapReplies(TimeProvider time)
{
    // Smaller maps are read at once, or cost next to nothing.
    private const int LargeSeatsMin = 2000;

    private static readonly TimeSpan SharedFor = TimeSpan.FromMilliseconds(500);

    // The bytes live exactly as long as the snapshot they were made from.
    private readonly ConditionalWeakTable<SeatMap, SeatMapReply> _made = [];
    private readonly ConcurrentDictionary<ShowId, SeatMapReply> _held = new();

    /// <param name="map">The map.</param>
    /// <param name="plan">The plan of its show.</param>
    /// <param name="slots">When its slots begin: those that have cannot be had any more; null: they begin with the
    /// show.</param>
    public SeatMapReply Of(SeatMap map, SeatingPlan plan, SlotStarts? slots)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var begun = slots?.LastBegun(now);
        if (!_held.IsEmpty && _held.TryGetValue(map.ShowId, out var held) && held.IsOf(plan, begun)
            && time.GetElapsedTime(held.MadeAt) < SharedFor)
        {
            return held;
        }

        var reply = _made.GetValue(map, _ => New());
        if (reply.IsOf(plan, begun))
        {
            return reply;
        }

        // The show has moved to another version of its plan, or a slot has begun; its seats may not have changed since.
        reply = New();
        _made.AddOrUpdate(map, reply);
        return reply;

        SeatMapReply New() => new(
            this, begun is null ? map : slots!.Close(map, now), plan, begun, time.GetTimestamp());
    }

    /// <summary>Waits for a slow reader.</summary>
    public async Task HoldAsync(SeatMapReply reply, Task sending)
    {
        if (reply.Seats >= LargeSeatsMin)
        {
            _held.AddOrUpdate(
                reply.ShowId, static (_, reply) => reply,
                static (_, held, reply) => reply.MadeAt > held.MadeAt ? reply : held, reply);
        }

        try
        {
            await sending;
        }
        finally
        {
            // Another reader may hold it still; then the next one gets a map of its own, and that is shared in turn.
            _held.TryRemove(KeyValuePair.Create(reply.ShowId, reply));
        }
    }
}

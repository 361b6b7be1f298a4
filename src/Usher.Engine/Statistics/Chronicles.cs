using Usher.Engine.Seats;
using Usher.Engine.Statistics;


namespace Usher.Engine.Statistics;

/// <summary>Puts what the database has added up and what this process counts side by side.</summary>
public sealed class Chronicles(BookingMinutes minutes, Refusals refusals, TimeProvider time)
{
    /// <summary>Of all shows: seats taken count from the beginning of the period.</summary>
    public Task<Chronicle> OfAllAsync(Period period, CancellationToken ct) => FindAsync(null, period, null, ct);

    /// <summary>Of one show whose seats stand so now.</summary>
    public Task<Chronicle> OfAsync(ShowId showId, SeatCounts now, Period period, CancellationToken ct) =>
        FindAsync(showId, period, now, ct);

    private async Task<Chronicle> FindAsync(ShowId? showId, Period period, SeatCounts? now, CancellationToken ct)
    {
        var from = period.From(time.GetUtcNow().UtcDateTime);
        var told = (await minutes.FromAsync(showId, from, period.Stretch, ct)).ToDictionary(stretch => stretch.At);
        var refused = refusals.From(showId, from)
            .GroupBy(minute => From(minute.At, period))
            .ToDictionary(group => group.Key, group => group.Sum(minute => minute.Count));
        // What is taken now is known: whatever happened since the period began is taken back from it.
        var taken = now is { } counts ? counts.Total - counts.Free - told.Values.Sum(stretch => stretch.Seats) : 0;
        var steps = new List<ChronicleStep>();
        for (var at = from; at < from + period.Length; at += period.Stretch)
        {
            var stretch = told.GetValueOrDefault(at) ?? new ActivityStretch(at, 0, 0, 0, 0, 0);
            taken += stretch.Seats;
            steps.Add(new ChronicleStep(
                at, stretch.Held, refused.GetValueOrDefault(at), stretch.Confirmed, stretch.Expired, taken));
        }

        return new Chronicle(period, refusals.Since, steps, now?.Total);
    }

    private static DateTime From(DateTime at, Period period) =>
        new(at.Ticks - at.Ticks % period.Stretch.Ticks, DateTimeKind.Utc);
}

using Usher.Engine.Seats;


namespace Usher.Engine.Statistics;

/// <summary>Puts what the database has added up and what this process counts side by side.</summary>
public sealed class SalesTimelines(BookingMinutes minutes, RefusalCounts refusals, TimeProvider time)
{
    /// <summary>Of all shows: seats taken count from the beginning of the period.</summary>
    public Task<SalesTimeline> OfAllAsync(Period period, CancellationToken ct) => FindAsync(null, period, null, ct);

    /// <summary>Of one show whose seats stand so now.</summary>
    public Task<SalesTimeline> OfAsync(ShowId showId, SeatCounts now, Period period, CancellationToken ct) =>
        FindAsync(showId, period, now, ct);

    private async Task<SalesTimeline> FindAsync(ShowId? showId, Period period, SeatCounts? now, CancellationToken ct)
    {
        var from = period.From(time.GetUtcNow().UtcDateTime);
        var told = (await minutes.FromAsync(showId, from, period.Bucket, ct)).ToDictionary(bucket => bucket.At);
        var refused = refusals.From(showId, from)
            .GroupBy(minute => From(minute.At, period))
            .ToDictionary(group => group.Key, group => group.Sum(minute => minute.Count));
        // What is taken now is known: whatever happened since the period began is taken back from it.
        var taken = now is { } counts ? counts.Total - counts.Free - told.Values.Sum(bucket => bucket.Seats) : 0;
        var steps = new List<SalesBucket>();
        for (var at = from; at < from + period.Length; at += period.Bucket)
        {
            var bucket = told.GetValueOrDefault(at) ?? new ActivityBucket(at, 0, 0, 0, 0, 0);
            taken += bucket.Seats;
            steps.Add(new SalesBucket(
                at, bucket.Held, refused.GetValueOrDefault(at), bucket.Confirmed, bucket.Expired, taken));
        }

        return new SalesTimeline(period, refusals.Since, steps, now?.Total);
    }

    private static DateTime From(DateTime at, Period period) =>
        new(at.Ticks - at.Ticks % period.Bucket.Ticks, DateTimeKind.Utc);
}

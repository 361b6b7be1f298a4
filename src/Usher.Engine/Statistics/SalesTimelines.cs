using Usher.Engine.Database;
using Usher.Engine.Seats;

namespace Usher.Engine.Statistics;

/// <summary>Merges what the database has added up with what this process counts.</summary>
public sealed class SalesTimelines(BookingMinutes minutes, RefusalCounts refusals, TimeProvider time)
{
    /// <summary>For all shows of the tenant: seats taken count from the beginning of the period.</summary>
    public Task<SalesTimeline> OfAllAsync(Period period, CancellationToken ct) => FindAsync(null, period, null, ct);

    /// <summary>For one show with these present counts.</summary>
    public Task<SalesTimeline> OfAsync(ShowId showId, SeatCounts now, Period period, CancellationToken ct) =>
        FindAsync(showId, period, now, ct);

    private async Task<SalesTimeline> FindAsync(ShowId? showId, Period period, SeatCounts? now, CancellationToken ct)
    {
        var from = period.From(time.GetUtcNow().UtcDateTime);
        var told = (await minutes.FromAsync(showId, from, period.Bucket, ct)).ToDictionary(bucket => bucket.At);
        var noted = showId is null && Tenant.Current is { } tenant
            ? refusals.From(tenant, from)
            : refusals.From(showId, from);
        var refused = noted
            .GroupBy(minute => From(minute.At, period))
            .ToDictionary(group => group.Key, group => group.Sum(minute => minute.Count));
        // The seats taken now are known: the changes since the beginning of the period are subtracted from them.
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

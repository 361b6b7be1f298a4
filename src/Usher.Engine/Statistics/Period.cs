namespace Usher.Engine.Statistics;

/// <summary>How far back a chart reaches, and in which steps.</summary>
public sealed record Period(string Name, string Words, TimeSpan Length, TimeSpan Bucket, string BucketWords)
{
    /// <summary>An hour, by minutes.</summary>
    public static readonly Period Hour = new(
        "hour", "Hour", TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), "minute");

    /// <summary>All there are, the shortest first.</summary>
    public static readonly IReadOnlyList<Period> All =
    [
        Hour,
        new("day", "Day", TimeSpan.FromDays(1), TimeSpan.FromMinutes(15), "quarter of an hour"),
        new("week", "Week", TimeSpan.FromDays(7), TimeSpan.FromHours(2), "two hours"),
    ];

    /// <summary>The period of that name; an hour where there is none.</summary>
    public static Period Of(string? name) => All.FirstOrDefault(period => period.Name == name) ?? Hour;

    /// <summary>The beginning of its first step, so that the last one is under way now.</summary>
    public DateTime From(DateTime now)
    {
        var last = now.Ticks - now.Ticks % Bucket.Ticks;
        return new DateTime(last - Length.Ticks + Bucket.Ticks, DateTimeKind.Utc);
    }
}

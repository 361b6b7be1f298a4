namespace Usher.Engine.Statistics;

/// <summary>What happened in a period, step by step without gaps.</summary>
/// <param name="Period">Which.</param>
/// <param name="RefusalsSince">Refusals are counted since then, UTC.</param>
/// <param name="Steps">In order of time.</param>
/// <param name="TotalSeats">The seats of the show; null for many shows, where only the change counts.
/// </param>
public sealed record SalesTimeline(
    Period Period, DateTime RefusalsSince, IReadOnlyList<SalesBucket> Steps, int? TotalSeats)
{
    /// <summary>How many requests were refused in it.</summary>
    public int Refused => Steps.Sum(step => step.Refused);
}

/// <summary>One step of a period.</summary>
/// <param name="At">Its beginning, UTC.</param>
/// <param name="Held">Bookings that were made.</param>
/// <param name="Refused">Requests refused because seats were taken.</param>
/// <param name="Confirmed">Bookings that were confirmed.</param>
/// <param name="Expired">Bookings whose hold ended.</param>
/// <param name="Taken">Seats taken at its end; of many shows: since the period began.</param>
public sealed record SalesBucket(DateTime At, int Held, int Refused, int Confirmed, int Expired, int Taken);

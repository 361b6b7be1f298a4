using Usher.Bench.Machine;

namespace Usher.Bench.Reports;

/// <summary>Processor time in microseconds for each booking; null where it is not known, or there is no such one.
/// </summary>
/// <param name="Per">"booking", or "request" where a benchmark books nothing.</param>
/// <param name="GeneratorUs">Of who puts the load on.</param>
/// <param name="ServerUs">Of who is under load, without PostgreSQL.</param>
/// <param name="PostgresUs">Of all processes of its PostgreSQL.</param>
internal sealed record ProcessorCost(string Per, double? GeneratorUs, double? ServerUs, double? PostgresUs)
{
    public const string Booking = "booking", Request = "request";

    /// <summary>Of all of them; null where PostgreSQL's share is not known.</summary>
    public double? TotalUs => PostgresUs + (ServerUs ?? 0) + (GeneratorUs ?? 0);

    /// <summary>Null if there was neither a booking nor a request.</summary>
    public static ProcessorCost? Of(ProcessorTimes spent, long bookings, long requests = 0) =>
        bookings > 0 ? Of(spent, Booking, bookings) : requests > 0 ? Of(spent, Request, requests) : null;

    /// <summary>The median of each part.</summary>
    public static ProcessorCost Median(IReadOnlyCollection<ProcessorCost> costs)
    {
        double? Of(Func<ProcessorCost, double?> part) =>
            costs.Select(part).OfType<double>().ToArray() is [_, ..] known ? Medians.Of(known) : null;
        return new ProcessorCost(
            costs.First().Per, Of(cost => cost.GeneratorUs), Of(cost => cost.ServerUs), Of(cost => cost.PostgresUs));
    }

    private static ProcessorCost Of(ProcessorTimes spent, string per, long count) => new(
        per, spent.Generator?.TotalMicroseconds / count, spent.Server?.TotalMicroseconds / count,
        spent.Postgres?.TotalMicroseconds / count);
}

using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;

namespace Usher.Api.Bookings;

/// <summary>What the places of shows are called. What is being sold is in memory.</summary>
internal sealed class PlaceNames(ShowCatalog shows)
{
    /// <summary>What the places of a show are; seats where there is no such show.</summary>
    public async ValueTask<PlanKind> KindAsync(ShowId id, CancellationToken ct) =>
        await shows.FindAsync(id, ct) is { } show ? show.Kind : PlanKind.Seats;

    /// <summary>The plan of a show; null if there is no such show.</summary>
    /// <param name="id">The show.</param>
    /// <param name="version">A version that it had; null: the one that it has now.</param>
    /// <param name="ct">Ends it.</param>
    public async ValueTask<SeatingPlan?> PlanAsync(ShowId id, int? version, CancellationToken ct) =>
        await shows.FindAsync(id, ct) is { } show ? await shows.PlanAsync(show, version, ct) : null;

    /// <summary>What the seats of a booking were called when it ended; null while it has not.</summary>
    public async ValueTask<string[]?> OfEndedAsync(Booking booking, BookingEnd? end, CancellationToken ct) =>
        end is not null && await PlanAsync(booking.ShowId, end.PlanVersion, ct) is { } plan ? Of(booking, plan) : null;

    public static string[] Of(Booking booking, SeatingPlan plan) =>
        [.. booking.SeatNumbers.Select(plan.WholeNameOf)];
}

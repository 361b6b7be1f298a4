using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Validation;

namespace Usher.Engine.Shows;

/// <summary>What an organiser says to put a show on sale.</summary>
/// <param name="Name">What people will call it: 1..<see cref="ShowLimits.NameLengthMax"/> characters.</param>
/// <param name="StartsAt">When it begins, UTC.</param>
/// <param name="TotalSeats">1..<see cref="ShowLimits.TotalSeatsMax"/>; with a plan, as many as it has.</param>
/// <param name="HoldSeconds">1..<see cref="ShowLimits.HoldSecondsMax"/>, or null for the server's default.</param>
/// <param name="SalesOpenAt">When its sale opens, UTC; null means at once.</param>
public sealed record NewShow(
    string Name, DateTime StartsAt, int TotalSeats, int? HoldSeconds = null, DateTime? SalesOpenAt = null)
{
    /// <summary>The time zone of its venue, a name of the IANA database; null: the server's. A former name becomes the
    /// present one (<see cref="TimeZones.Present"/>).</summary>
    public string? TimeZone { get; init => field = TimeZones.Present(value); }

    /// <summary>Whether a buyer may extend a hold once.</summary>
    public bool ExtensionAllowed { get; init; } = true;

    /// <summary>Where its seats are; stored with the show unless it is stored already. Null: the show has nothing but
    /// a number of seats.</summary>
    public SeatingPlan? Plan { get; init; }

    /// <summary>A stored plan, in its latest version, instead of <see cref="Plan"/>: <see cref="ShowService"/> finds
    /// it. The number of seats may then be 0: as many as the plan has.</summary>
    public PlanId? PlanId { get; init; }

    /// <summary>The currency of its prices (ISO 4217). Without prices it is not kept.</summary>
    public string? Currency { get; init; }

    /// <summary>One for each category of its plan, or just one where there is no plan. Empty: the show is free.
    /// </summary>
    public ImmutableArray<Price> Prices { get; init; } = [];

    /// <summary>The most seats one booking may have: 1..<see cref="ShowLimits.SeatsPerBookingMax"/>.</summary>
    public int SeatsPerBookingMax { get; init; } = ShowLimits.SeatsPerBookingMax;

    /// <summary>The most seats one person may hold or have bought, in all bookings together, by e-mail address:
    /// 1..<see cref="ShowLimits.SeatsPerPersonMax"/>; null: as many as it likes.</summary>
    public int? SeatsPerPersonMax { get; init; }

    /// <summary>Whether a booking is refused that leaves a single seat between taken ones, unless that cannot be
    /// helped.</summary>
    public bool NoOrphans { get; init; }

    /// <summary>A show in a hall with a plan.</summary>
    public static NewShow In(SeatingPlan plan, string name, DateTime startsAt) =>
        new(name, startsAt, plan.Seats.Length) { Plan = plan };

    /// <summary>Everything that would be wrong with it at any time, field by field.</summary>
    public IEnumerable<FieldProblem> Problems() => NewShowValidator.Lasting.Problems(this);

    /// <summary>Everything that is wrong with it, field by field; nothing if it can be put on sale now.</summary>
    /// <param name="now">The present moment, UTC.</param>
    public IEnumerable<FieldProblem> Problems(DateTime now) => new NewShowValidator(now).Problems(this);
}

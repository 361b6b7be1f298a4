using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>What the engine must know of a show to sell its seats.</summary>
/// <param name="Id">The show.</param>
/// <param name="OrganizationId">The tenant that sells it.</param>
/// <param name="TotalSeats">Its seat numbers run 1..TotalSeats.</param>
/// <param name="HoldSeconds">The length of a hold, the server's default already filled in.</param>
/// <param name="SalesOpenAt">When its sale opens, UTC; null means it is open.</param>
/// <param name="ExtensionAllowed">Whether a hold may be extended once.</param>
public sealed record ShowTerms(
    ShowId Id, OrganizationId OrganizationId, int TotalSeats, int HoldSeconds, DateTime? SalesOpenAt,
    bool ExtensionAllowed)
{
    /// <summary>When it begins, UTC.</summary>
    public DateTime StartsAt { get; init; } = DateTime.MaxValue;

    /// <summary>What its places are.</summary>
    public PlanKind Kind { get; init; }

    /// <summary>When each of its slots begins; null: all its places begin with the show.</summary>
    public SlotStarts? Slots { get; init; }

    /// <summary>When its sale ends, UTC: nobody gets a hold then. Of slots, the last one's.</summary>
    public DateTime SalesCloseAt => Slots?.Last ?? StartsAt;

    /// <summary>The time zone of its venue, on whose clock its times are told.</summary>
    public string TimeZone { get; init => field = TimeZones.Present(value); } = TimeZones.Utc;

    /// <summary>The stored seating plan of its seats; null: it has nothing but a number of seats.</summary>
    public PlanId? PlanId { get; init; }

    /// <summary>The version of the plan, from 1.</summary>
    public int PlanVersion { get; init; }

    /// <summary>What a price calls the seats of a show without a plan; null if it is free.</summary>
    public string? PlainCategory { get; init; }

    /// <summary>What its seats cost; null if they are free.</summary>
    public PriceList? Prices { get; init; }

    /// <summary>The most seats one booking may have.</summary>
    public int SeatsPerBookingMax { get; init; } = ShowLimits.SeatsPerBookingMax;

    /// <summary>The most seats one person may hold or have bought, in all bookings together; null: as many as it likes.
    /// </summary>
    public int? SeatsPerPersonMax { get; init; }

    /// <summary>Whether its organization is suspended: nothing new of it is sold.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>Whether no booking may leave a single seat between taken ones.</summary>
    public bool NoOrphans { get; init; }

    /// <summary>When the sale of these seats ends, UTC: no hold of them is given a time beyond it.</summary>
    public DateTime SalesCloseAtOf(ImmutableArray<int> seatNumbers) => Slots?.First(seatNumbers) ?? StartsAt;
}

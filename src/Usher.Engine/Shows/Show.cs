using System.Collections.Immutable;

namespace Usher.Engine.Shows;

/// <summary>One performance, trip or slot list. Times are UTC.</summary>
public sealed record Show
{
    /// <summary>Its id, 1..2^40 − 1.</summary>
    public required ShowId Id { get; init; }

    /// <summary>The tenant that sells it.</summary>
    public required OrganizationId OrganizationId { get; init; }

    /// <summary>The slug of the tenant.</summary>
    public string Organization { get; init; } = "default";

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>When it begins.</summary>
    public required DateTime StartsAt { get; init; }

    /// <summary>When the last of its slots begins, where somebody looked (<see cref="OpenSlots"/>); null: it is sold
    /// until it begins.</summary>
    public DateTime? LastSlotAt { get; init; }

    /// <summary>The time zone of its venue, on whose clock its times are told: a name of the IANA database, the
    /// present one also where a former one is stored.</summary>
    public string TimeZone { get; init => field = TimeZones.Present(value); } = TimeZones.Utc;

    /// <summary>What it says of its time zone itself; null: it has the server's.</summary>
    public string? OwnTimeZone { get; init => field = TimeZones.Present(value); }

    /// <summary>How many seats it has; their numbers run from 1.</summary>
    public required int TotalSeats { get; init; }

    /// <summary>The length of a hold in seconds; null means the server's default.</summary>
    public int? HoldSeconds { get; init; }

    /// <summary>When its sale opens; null means it is open.</summary>
    public DateTime? SalesOpenAt { get; init; }

    /// <summary>Whether a buyer may extend a hold once.</summary>
    public bool ExtensionAllowed { get; init; } = true;

    /// <summary>The stored seating plan of its seats; null: it has nothing but a number of seats.</summary>
    public PlanId? PlanId { get; init; }

    /// <summary>The version of the plan, from 1; null without a plan.</summary>
    public int? PlanVersion { get; init; }

    /// <summary>The currency of its prices (ISO 4217); null where it is free.</summary>
    public string? Currency { get; init; }

    /// <summary>What its seats cost; empty where it is free.</summary>
    public ImmutableArray<Price> Prices { get; init; } = [];

    /// <summary>The most seats one booking may have.</summary>
    public int SeatsPerBookingMax { get; init; } = ShowLimits.SeatsPerBookingMax;

    /// <summary>The most seats one person may hold or have bought, in all bookings together; null: as many as it likes.
    /// </summary>
    public int? SeatsPerPersonMax { get; init; }

    /// <summary>Whether no booking may leave a single seat between taken ones.</summary>
    public bool NoOrphans { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTime CreatedAt { get; init; }
}

using System.Collections.Immutable;

namespace Usher.Engine.Bookings;

/// <summary>Where a booking stands. States only move forward, from top to bottom.</summary>
public enum BookingStatus
{
    /// <summary>Accepted for later; no seat is held yet.</summary>
    Queued,

    /// <summary>Its seats are held until <see cref="Booking.ExpiresAt"/>.</summary>
    Pending,

    /// <summary>Its seats are sold.</summary>
    Confirmed,

    /// <summary>It holds nothing any more; <see cref="Booking.Reason"/> tells why.</summary>
    Failed,
}

/// <summary>Why a booking failed.</summary>
public enum FailureReason
{
    /// <summary>Someone else holds or owns at least one of its seats.</summary>
    SeatsTaken,

    /// <summary>Nobody confirmed it before its hold ended.</summary>
    Expired,

    /// <summary>The payment was declined or never arrived.</summary>
    PaymentFailed,

    /// <summary>Its buyer or the organiser gave it up.</summary>
    Cancelled,
}

/// <summary>For whom a booking is.</summary>
public enum BookingKind
{
    /// <summary>For a buyer.</summary>
    Sale,

    /// <summary>For the house: seats that the organiser keeps back. No sale, no money.</summary>
    House,
}

/// <summary>
/// A request for one or more seats of one show, all or nothing, as the database knows it. A value: what changes a
/// booking makes a new one. Times are UTC with PostgreSQL's microseconds.
/// </summary>
public sealed record Booking
{
    /// <summary>Its name; it contains the show's id.</summary>
    public required BookingId Id { get; init; }

    /// <summary>The tenant that sells the show.</summary>
    public required OrganizationId OrganizationId { get; init; }

    /// <summary>For whom it is.</summary>
    public BookingKind Kind { get; init; }

    /// <summary>The buyer's address; null until known, never null once confirmed. The house has none.</summary>
    public string? Email { get; init; }

    /// <summary>The seats it asked for, in the buyer's order; never changes.</summary>
    public required ImmutableArray<int> SeatNumbers { get; init; }

    /// <summary>Where it stands.</summary>
    public required BookingStatus Status { get; init; }

    /// <summary>Why it failed; null unless <see cref="Status"/> is <see cref="BookingStatus.Failed"/>.</summary>
    public FailureReason? Reason { get; init; }

    /// <summary>The length of its hold, and of its one extension, in seconds.</summary>
    public required int HoldSeconds { get; init; }

    /// <summary>When its seats were held.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When others may take its seats over, unless it is confirmed by then.</summary>
    public required DateTime ExpiresAt { get; init; }

    /// <summary>When it was confirmed; null if it was not.</summary>
    public DateTime? ConfirmedAt { get; init; }

    /// <summary>What it costs, in minor units; 0 is free. Fixed when it is made, whatever becomes of prices.</summary>
    public long Amount { get; init; }

    /// <summary>The currency of the amount (ISO 4217); null where the show was free.</summary>
    public string? Currency { get; init; }

    /// <summary>Why the house keeps its seats; null for a buyer's booking.</summary>
    public string? Note { get; init; }

    /// <summary>The number of its latest event, counting from 1.</summary>
    public required int Sequence { get; init; }

    /// <summary>
    /// Of the request that made it, where that came with an idempotency key: equal payloads have equal ones.
    /// </summary>
    public long? RequestFingerprint { get; init; }

    /// <summary>The show it belongs to.</summary>
    public ShowId ShowId => Id.ShowId;

    /// <summary>Whether its hold has been extended; that is possible once.</summary>
    public bool IsExtended => ExpiresAt > CreatedAt.AddSeconds(HoldSeconds);

    /// <summary>The booking as it was answered when it was made, whatever became of it since.</summary>
    public Booking AsMade() => this with
    {
        Status = BookingStatus.Pending,
        Reason = null,
        ExpiresAt = CreatedAt.AddSeconds(HoldSeconds),
        ConfirmedAt = null,
        Sequence = 1,
    };
}

using System.Collections.Immutable;
using Usher.Engine.Sealing;

namespace Usher.Engine.Bookings;

/// <summary>The status of a booking. It only moves forward, from top to bottom.</summary>
public enum BookingStatus
{
    /// <summary>Accepted for later; no seat is held yet.</summary>
    Queued,

    /// <summary>Its seats are held until <see cref="Booking.ExpiresAt"/>.</summary>
    Pending,

    /// <summary>Its seats are sold.</summary>
    Confirmed,

    /// <summary>It holds nothing any more; <see cref="Booking.Reason"/> says why.</summary>
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

    /// <summary>Its buyer or the organiser cancelled it.</summary>
    Cancelled,
}

/// <summary>For whom a booking is.</summary>
public enum BookingKind
{
    /// <summary>For a buyer.</summary>
    Sale,

    /// <summary>Seats that the organiser has blocked. No sale, no money.</summary>
    House,
}

/// <summary>
/// A request for one or more seats of one show, all or nothing, as stored. Immutable: a change makes a new value. Times
/// are UTC with PostgreSQL's microseconds.
/// </summary>
public sealed record Booking
{
    /// <summary>Its id; it contains the show's id.</summary>
    public required BookingId Id { get; init; }

    /// <summary>The tenant that sells the show.</summary>
    public required OrganizationId OrganizationId { get; init; }

    /// <summary>For whom it is.</summary>
    public BookingKind Kind { get; init; }

    /// <summary>The buyer's e-mail address; null until known, and once <see cref="IsErased"/>. Blocked seats have
    /// none. It is opened when it is asked for.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Somebody changed what is stored.
    /// </exception>
    public string? Email
    {
        get => field ?? (Kind == BookingKind.Sale ? Unopened?.Value : null);
        init;
    }

    /// <summary>Whether it is not known any more whose it was.</summary>
    public bool IsErased { get; init; }

    /// <summary>The address as it was read, of blocked seats the note; null where it has none, or one that is not
    /// sealed yet.</summary>
    internal UnopenedText? Unopened { get; init; }

    /// <summary>The address as it is to be written; null where it stays what it was.</summary>
    internal SealedEmail? Sealed { get; init; }

    /// <summary>Whether it has an address, without opening it.</summary>
    internal bool HasEmail => (Kind == BookingKind.Sale && Unopened is not null) || Email is not null;

    /// <summary>The requested seats, in the buyer's order; never changes.</summary>
    public required ImmutableArray<int> SeatNumbers { get; init; }

    /// <summary>Its status.</summary>
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

    /// <summary>What it costs, in minor units; 0 is free. Fixed when it is made, also if prices change later.</summary>
    public long Amount { get; init; }

    /// <summary>The currency of the amount (ISO 4217); null where the show was free.</summary>
    public string? Currency { get; init; }

    /// <summary>Why its seats are blocked; null for a buyer's booking, and once <see cref="IsErased"/>. It is opened
    /// when it is asked for.</summary>
    /// <inheritdoc cref="Email" path="/exception"/>
    public string? Note
    {
        get => field ?? (Kind == BookingKind.House ? Unopened?.Value : null);
        init;
    }

    /// <summary>The number of its latest event, counting from 1.</summary>
    public required int Sequence { get; init; }

    /// <summary>
    /// The fingerprint of the request that made it, if that came with an idempotency key: equal payloads have equal
    /// fingerprints.
    /// </summary>
    public long? RequestFingerprint { get; init; }

    /// <summary>By what its confirmation is known again, if that came under an idempotency key.</summary>
    public ConfirmKey? ConfirmKey { get; init; }

    /// <summary>The show it belongs to.</summary>
    public ShowId ShowId => Id.ShowId;

    /// <summary>Whether its hold has been extended; that is possible once.</summary>
    public bool IsExtended => ExpiresAt > CreatedAt.AddSeconds(HoldSeconds);

    /// <summary>Whether its buyer has a ticket: it is sold, and not blocked by the organiser.</summary>
    public bool HasTicket => Status == BookingStatus.Confirmed && Kind == BookingKind.Sale;

    /// <summary>The booking as it was when it was made, for the answer to a repeated request.</summary>
    public Booking AsMade() => this with
    {
        Status = BookingStatus.Pending,
        Reason = null,
        ExpiresAt = CreatedAt.AddSeconds(HoldSeconds),
        ConfirmedAt = null,
        Sequence = 1,
    };

    /// <summary>The booking as it was when it was confirmed, for the answer to a repeated confirmation.</summary>
    public Booking AsConfirmed() => this with { Status = BookingStatus.Confirmed, Reason = null };
}

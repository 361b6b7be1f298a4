using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Selling;

/// <summary>
/// What became of a command. An expected refusal is a value, not an exception; an exception out of the engine is a
/// defect or a cancelled wait. Every outcome that speaks of a change is given after the change is durable.
/// </summary>
public abstract record BookingOutcome
{
    private BookingOutcome()
    {
    }

    /// <summary>
    /// The seats are held. Also the answer to a repeated idempotency key: the booking as it was made.
    /// </summary>
    public sealed record Held(Booking Booking) : BookingOutcome;

    /// <summary>
    /// Extended, confirmed, cancelled or expired as asked, now or (where repeating is harmless) before.
    /// </summary>
    public sealed record Done(Booking Booking) : BookingOutcome;

    /// <summary>These of the wanted seats belong to someone else. Nothing was written.</summary>
    public sealed record SeatsTaken(ImmutableArray<int> SeatNumbers) : BookingOutcome;

    /// <summary>The booking exists but does not allow this change. Nothing was written.</summary>
    public sealed record Refused(Booking Booking, RefusalReason Reason) : BookingOutcome;

    /// <summary>A confirmation needs an e-mail address and neither it nor the booking has one.</summary>
    public sealed record EmailRequired(Booking Booking) : BookingOutcome;

    /// <summary>The first of these seats are kept back for the house now; the others belong to buyers.</summary>
    /// <param name="SeatNumbers">Those kept back by this command.</param>
    /// <param name="HeldSeats">Those that somebody holds.</param>
    /// <param name="SoldSeats">Those that are sold.</param>
    public sealed record Blocked(
        ImmutableArray<int> SeatNumbers, ImmutableArray<int> HeldSeats, ImmutableArray<int> SoldSeats) : BookingOutcome
    {
        /// <summary>Those that the house kept back before.</summary>
        public ImmutableArray<int> Before { get; init; } = [];
    }

    /// <summary>These seats are for sale again; the others were not kept back.</summary>
    public sealed record Unblocked(ImmutableArray<int> SeatNumbers, ImmutableArray<int> NotBlocked) : BookingOutcome;

    /// <summary>No show has this id.</summary>
    public sealed record ShowNotFound : BookingOutcome;

    /// <summary>The show has no such seats.</summary>
    public sealed record SeatsNotFound(ImmutableArray<int> SeatNumbers, int TotalSeats) : BookingOutcome;

    /// <summary>The show lets nobody have so many seats in one booking. Nothing was written.</summary>
    public sealed record TooManySeats(int SeatsMax) : BookingOutcome;

    /// <summary>So many seats are not free together, or, where the group may be split, not free at all. Nothing was
    /// written.</summary>
    /// <param name="SeatCount">How many were asked for.</param>
    /// <param name="Category">Of which category; null: of any.</param>
    /// <param name="IsSplit">Whether the group may be split.</param>
    /// <param name="PossibleCount">How many seats together, or with a split free, there are instead; 0: none.</param>
    public sealed record NoneTogether(int SeatCount, string? Category, bool IsSplit, int PossibleCount)
        : BookingOutcome;

    /// <summary>The seats are free, but without them others would be left alone between taken ones, which the show
    /// does not allow. Nothing was written.</summary>
    /// <param name="LoneSeats">At least one. Whoever takes them too is not refused for it.</param>
    /// <param name="Plan">What the seats are called.</param>
    public sealed record LeavesSingleSeat(ImmutableArray<int> LoneSeats, SeatingPlan Plan) : BookingOutcome
    {
        /// <summary>As many seats nearby that would be allowed, as far as is known; the nearest first.</summary>
        public ImmutableArray<ImmutableArray<int>> Alternatives { get; init; } = [];

        /// <summary>Whether one booking may have the seats and those they would leave alone.</summary>
        public bool MayTakeAll { get; init; }
    }

    /// <summary>The show has no such category; these it has.</summary>
    public sealed record CategoryNotFound(ImmutableArray<string> Categories) : BookingOutcome;

    /// <summary>No booking has this id.</summary>
    public sealed record BookingNotFound : BookingOutcome;

    /// <summary>The idempotency key was used before, with another payload.</summary>
    public sealed record KeyReused : BookingOutcome;

    /// <summary>Sales open at a later time, by the database's clock.</summary>
    public sealed record SalesNotOpen(DateTime OpensAt) : BookingOutcome;

    /// <summary>The queue is full; the command was not taken. Try again after the given time.</summary>
    public sealed record Overloaded(TimeSpan RetryAfter) : BookingOutcome;

    /// <summary>
    /// The database is away. The command was most likely not carried out; if the connection broke during the commit
    /// it may have been, and repeating it with the same idempotency key or booking id tells.
    /// </summary>
    public sealed record Unavailable(TimeSpan RetryAfter) : BookingOutcome;

    /// <summary>The seats that were planned for the wish have gone: the batch chooses again. Never leaves it.</summary>
    internal sealed record ChooseAgain : BookingOutcome;
}

/// <summary>Why a booking does not allow a change.</summary>
public enum RefusalReason
{
    /// <summary>Its hold ended and its seats went back.</summary>
    Expired,

    /// <summary>Its seats belong to someone else.</summary>
    SeatsTaken,

    /// <summary>Its payment failed.</summary>
    PaymentFailed,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It is confirmed already.</summary>
    AlreadyConfirmed,

    /// <summary>Its hold was extended before; once is what everybody gets.</summary>
    AlreadyExtended,

    /// <summary>The show does not let holds be extended.</summary>
    ExtensionForbidden,

    /// <summary>Its hold has not ended yet.</summary>
    NotExpired,

    /// <summary>It still waits in the queue.</summary>
    StillQueued,
}

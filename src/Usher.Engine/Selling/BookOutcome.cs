using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Selling;

/// <summary>What became of the request to hold seats.</summary>
public abstract record BookOutcome : CommandOutcome
{
    private BookOutcome()
    {
    }

    /// <summary>What the places of the show are, for the words of a refusal.</summary>
    public PlanKind Kind { get; init; }

    /// <summary>
    /// The seats are held. Also the answer to a repeated idempotency key: the booking as it was made.
    /// </summary>
    public sealed record Held(Booking Booking) : BookOutcome;

    /// <summary>These of the wanted seats belong to someone else. Nothing was written.</summary>
    public sealed record SeatsTaken(ImmutableArray<int> SeatNumbers) : BookOutcome;

    /// <summary>No show has this id.</summary>
    public sealed record ShowNotFound : BookOutcome;

    /// <summary>The show has no such seats.</summary>
    public sealed record SeatsNotFound(ImmutableArray<int> SeatNumbers, int TotalSeats) : BookOutcome;

    /// <summary>The show lets nobody have so many seats in one booking. Nothing was written.</summary>
    public sealed record TooManySeats(int SeatsMax) : BookOutcome;

    /// <summary>So many seats are not free together, or, where the group may be split, not free at all. Nothing was
    /// written.</summary>
    /// <param name="SeatCount">How many were asked for.</param>
    /// <param name="Category">Of which category; null: of any.</param>
    /// <param name="IsSplit">Whether the group may be split.</param>
    /// <param name="PossibleCount">How many seats together, or with a split free, there are instead; 0: none.</param>
    public sealed record NoneTogether(int SeatCount, string? Category, bool IsSplit, int PossibleCount)
        : BookOutcome
    {
        /// <summary>Where the group may not be split: as many seats in parts near each other that it could have had
        /// instead, as far as is known; the largest part first. Empty if there are none.</summary>
        public ImmutableArray<ImmutableArray<int>> Split { get; init; } = [];
    }

    /// <summary>The seats are free, but without them others would be left alone between taken ones, which the show
    /// does not allow. Nothing was written.</summary>
    /// <param name="LoneSeats">At least one. Whoever takes them too is not refused for it.</param>
    /// <param name="Plan">What the seats are called.</param>
    public sealed record LeavesSingleSeat(ImmutableArray<int> LoneSeats, SeatingPlan Plan) : BookOutcome
    {
        /// <summary>As many seats nearby that would be allowed, as far as is known; the nearest first.</summary>
        public ImmutableArray<ImmutableArray<int>> Alternatives { get; init; } = [];

        /// <summary>Whether one booking may have the seats and those they would leave alone.</summary>
        public bool MayTakeAll { get; init; }
    }

    /// <summary>The client holds as many seats of the show as one client may, or asks for more than that. Nothing was
    /// written. What is confirmed or given up no longer counts.</summary>
    /// <param name="SeatsMax">How many it may hold at a time.</param>
    /// <param name="SeatsHeld">How many it holds.</param>
    /// <param name="TryAgainAt">When the first of its holds ends, UTC; null: waiting does not help, fewer seats
    /// do.</param>
    public sealed record LimitReached(int SeatsMax, int SeatsHeld, DateTime? TryAgainAt) : BookOutcome
    {
        /// <summary>The time zone of the show's venue.</summary>
        public string TimeZone { get; init; } = TimeZones.Utc;
    }

    /// <summary>The person has as many seats of the show as one person may have, or would have more. Nothing was
    /// written. Held and sold seats count, in all bookings with the person's e-mail address.</summary>
    /// <param name="SeatsMax">How many a person may have.</param>
    /// <param name="SeatsHad">How many it has; 0 also where the request alone asks for more than that.</param>
    public sealed record PersonLimitReached(int SeatsMax, int SeatsHad) : BookOutcome;

    /// <summary>The show has no such category; these it has.</summary>
    public sealed record CategoryNotFound(ImmutableArray<string> Categories) : BookOutcome;

    /// <summary>The idempotency key was used before, with another payload.</summary>
    public sealed record KeyReused : BookOutcome;

    /// <summary>Sales open at a later time, by the database's clock.</summary>
    public sealed record SalesNotOpen(DateTime OpensAt) : BookOutcome
    {
        /// <summary>The time zone of the show's venue.</summary>
        public string TimeZone { get; init; } = TimeZones.Utc;
    }

    /// <summary>The organization of the show is suspended. Nothing was written.</summary>
    public sealed record NotSelling : BookOutcome;

    /// <summary>These of the wanted slots have begun, by the database's clock, or do so within a second; later ones of
    /// the show are still to be had. Nothing was written.</summary>
    public sealed record SlotsBegun(ImmutableArray<int> SeatNumbers) : BookOutcome
    {
        /// <summary>What they are called; there once the outcome is told.</summary>
        public SeatingPlan? Plan { get; init; }
    }

    /// <summary>The show has begun, by the database's clock, or does so within a second. Nothing was written.</summary>
    /// <param name="StartsAt">When it began, UTC; of slots, the last one.</param>
    public sealed record ShowOver(DateTime StartsAt) : BookOutcome
    {
        /// <summary>The time zone of the show's venue.</summary>
        public string TimeZone { get; init; } = TimeZones.Utc;
    }

    /// <summary>The queue is full; the command was not taken. Try again after the given time.</summary>
    public sealed record Overloaded(TimeSpan RetryAfter) : BookOutcome;

    /// <summary>
    /// The database is away. The command was most likely not carried out; if the connection broke during the commit
    /// it may have been, and repeating it with the same idempotency key or booking id tells.
    /// </summary>
    public sealed record Unavailable(TimeSpan RetryAfter) : BookOutcome;

    /// <summary>The seats that were planned for the request have gone: the batch chooses again. Never leaves it.
    /// </summary>
    internal sealed record ChooseAgain : BookOutcome;

    /// <summary>The show has another currency than the terms that the request was priced by: the engine reads them and
    /// tries again. Never leaves it. Nothing was written.</summary>
    internal sealed record TermsChanged : BookOutcome;
}

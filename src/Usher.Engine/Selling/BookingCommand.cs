using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Sealing;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling;

/// <summary>
/// One request that a batch carries out or refuses. Its form has been checked; its fate is for the rules.
/// </summary>
/// <param name="Id">The booking that it is about; of several the first.</param>
/// <param name="Actor">Who gives it.</param>
internal abstract record BookingCommand(BookingId Id, Actor Actor)
{
    /// <summary>The show that it is about; all of its bookings belong to it.</summary>
    public ShowId ShowId => Id.ShowId;

    /// <summary>How its batch ends.</summary>
    public BatchMode Mode { get; init; } = BatchMode.Commit;

    /// <summary>Hold seats. <paramref name="Fingerprint"/> is set where an idempotency key made the id.</summary>
    public sealed record Book(
        BookingId Id, Actor Actor, ShowTerms Show, string? Email, ImmutableArray<int> SeatNumbers, long? Fingerprint)
        : BookingCommand<BookOutcome>(Id, Actor)
    {
        /// <summary>The address as it is to be stored; there where there is one and the request is not refused.
        /// </summary>
        public SealedEmail? Sealed { get; init; }

        /// <summary>What the seats cost together, in minor units of the show's currency.</summary>
        public long Amount { get; init; }

        /// <summary>Set instead of seat numbers: the seats are chosen inside the lock.</summary>
        public BestAvailableRequest? Best { get; init; }

        /// <summary>Set instead of seats: the request is refused, by the terms of the show or because its seats are
        /// known to be taken, unless its key has a booking already.</summary>
        public BookOutcome? Refusal { get; init; }

        /// <summary>What was sent, for the fingerprints of earlier programs.</summary>
        public BookRequest? Request { get; init; }

        /// <summary>Whose held seats are counted and limited; null: nobody's.</summary>
        public ClientAddress? Client { get; init; }

        /// <summary>Set where the show limits how many seats a person may have.</summary>
        public PersonTerms? Persons { get; init; }

        /// <summary>How many seats it asks for.</summary>
        public int SeatsWanted => Best?.SeatCount ?? SeatNumbers.Length;

        /// <summary>Where the seats are; there if seats are chosen or <see cref="ShowTerms.NoOrphans"/> holds.
        /// </summary>
        public SeatingPlan? Plan { get; init; }

        /// <summary>The same request for the seats that were chosen for it.</summary>
        public Book For(ImmutableArray<int> chosen) => this with
        {
            SeatNumbers = chosen,
            Amount = Show.Prices is not { } prices ? 0
                : prices.IsUniform ? prices.AmountOf(chosen.Length)
                : prices.AmountOf(chosen, Plan!),
        };

        public override BookOutcome Overloaded(TimeSpan retryAfter) => new BookOutcome.Overloaded(retryAfter);

        public override BookOutcome Unavailable(TimeSpan retryAfter) => new BookOutcome.Unavailable(retryAfter);
    }

    /// <summary>Give a hold its length once more.</summary>
    public sealed record Extend(BookingId Id, Actor Actor, bool Allowed) : BookingCommand<ExtendOutcome>(Id, Actor)
    {
        /// <summary>When the sale of the show ends, and every hold with it.</summary>
        public DateTime SalesCloseAt { get; init; } = DateTime.MaxValue;

        /// <summary>Set where its slots begin one after the other, and their holds end with them.</summary>
        public SlotStarts? Slots { get; init; }

        public override ExtendOutcome Overloaded(TimeSpan retryAfter) => new ExtendOutcome.Overloaded(retryAfter);

        public override ExtendOutcome Unavailable(TimeSpan retryAfter) => new ExtendOutcome.Unavailable(retryAfter);
    }

    /// <summary>Turn a hold into a sale; an <paramref name="Email"/> replaces the booking's.</summary>
    public sealed record Confirm(BookingId Id, Actor Actor, string? Email) : BookingCommand<ConfirmOutcome>(Id, Actor)
    {
        /// <summary>The address as it is to be stored; there where there is one.</summary>
        public SealedEmail? Sealed { get; init; }

        /// <summary>Set where it came under an idempotency key.</summary>
        public ConfirmKey? Key { get; init; }

        /// <summary>Set where the show limits how many seats a person may have.</summary>
        public PersonTerms? Persons { get; init; }

        public override ConfirmOutcome Overloaded(TimeSpan retryAfter) => new ConfirmOutcome.Overloaded(retryAfter);

        public override ConfirmOutcome Unavailable(TimeSpan retryAfter) => new ConfirmOutcome.Unavailable(retryAfter);
    }

    /// <summary>Give a hold up; by staff, a sale too, with a <paramref name="Note"/> why.</summary>
    public sealed record Cancel(BookingId Id, Actor Actor, bool IsByStaff = false, StaffNote? Note = null)
        : BookingCommand<CancelOutcome>(Id, Actor)
    {
        public override CancelOutcome Overloaded(TimeSpan retryAfter) => new CancelOutcome.Overloaded(retryAfter);

        public override CancelOutcome Unavailable(TimeSpan retryAfter) => new CancelOutcome.Unavailable(retryAfter);
    }

    /// <summary>
    /// Block seats, each by a booking of its own: those that are free, whatever the others are.
    /// </summary>
    public sealed record Block(
        ShowTerms Show, ImmutableArray<int> SeatNumbers, ImmutableArray<BookingId> Ids, Actor Actor, string? Note)
        : BookingCommand<BlockOutcome>(Ids[0], Actor)
    {
        public override BlockOutcome Overloaded(TimeSpan retryAfter) => new BlockOutcome.Overloaded(retryAfter);

        public override BlockOutcome Unavailable(TimeSpan retryAfter) => new BlockOutcome.Unavailable(retryAfter);
    }

    /// <summary>Put blocked seats on sale again.</summary>
    public sealed record Unblock(ImmutableArray<BookingId> Ids, Actor Actor, string? Note)
        : BookingCommand<UnblockOutcome>(Ids[0], Actor)
    {
        public override UnblockOutcome Overloaded(TimeSpan retryAfter) => new UnblockOutcome.Overloaded(retryAfter);

        public override UnblockOutcome Unavailable(TimeSpan retryAfter) => new UnblockOutcome.Unavailable(retryAfter);
    }

    /// <summary>End a hold whose time is over.</summary>
    public sealed record Expire(BookingId Id, Actor Actor) : BookingCommand<ExpireOutcome>(Id, Actor)
    {
        public override ExpireOutcome Overloaded(TimeSpan retryAfter) => new ExpireOutcome.Overloaded(retryAfter);

        public override ExpireOutcome Unavailable(TimeSpan retryAfter) => new ExpireOutcome.Unavailable(retryAfter);
    }
}

/// <summary>A command that ends in one of the outcomes of one union, also where no batch carries it out.</summary>
/// <param name="Id">The booking that it is about; of several the first.</param>
/// <param name="Actor">Who gives it.</param>
internal abstract record BookingCommand<TOutcome>(BookingId Id, Actor Actor) : BookingCommand(Id, Actor)
    where TOutcome : CommandOutcome
{
    /// <summary>It was not taken, or has waited too long.</summary>
    public abstract TOutcome Overloaded(TimeSpan retryAfter);

    /// <summary>The database was away however often it was tried.</summary>
    public abstract TOutcome Unavailable(TimeSpan retryAfter);
}

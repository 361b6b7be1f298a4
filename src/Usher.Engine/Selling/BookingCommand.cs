using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling;

/// <summary>
/// One wish that a batch carries out or refuses. Its form has been checked; its fate is for the rules.
/// </summary>
internal abstract record BookingCommand(BookingId Id)
{
    /// <summary>The show that it is about; all of its bookings belong to it.</summary>
    public ShowId ShowId => Id.ShowId;

    /// <summary>Hold seats. <paramref name="Fingerprint"/> is set where an idempotency key made the id.</summary>
    public sealed record Book(
        BookingId Id, ShowTerms Show, string? Email, ImmutableArray<int> SeatNumbers, long? Fingerprint)
        : BookingCommand(Id)
    {
        /// <summary>What the seats cost together, in minor units of the show's currency.</summary>
        public long Amount { get; init; }

        /// <summary>Set instead of seat numbers: the seats are chosen inside the lock.</summary>
        public BestAvailableRequest? Best { get; init; }

        /// <summary>Set instead of seats: the wish is refused, by the terms of the show or because its seats are known
        /// to be taken, unless its key has a booking already.</summary>
        public BookingOutcome? Refusal { get; init; }

        /// <summary>Where the seats are; there if seats are chosen or <see cref="ShowTerms.NoOrphans"/> holds.
        /// </summary>
        public SeatingPlan? Plan { get; init; }

        /// <summary>The same wish for the seats that were chosen for it.</summary>
        public Book For(ImmutableArray<int> chosen) => this with
        {
            SeatNumbers = chosen,
            Amount = Show.Prices is not { } prices ? 0
                : prices.IsUniform ? prices.AmountOf(chosen.Length)
                : prices.AmountOf(chosen, Plan!),
        };
    }

    /// <summary>Give a hold its length once more.</summary>
    public sealed record Extend(BookingId Id, bool Allowed) : BookingCommand(Id);

    /// <summary>Turn a hold into a sale; an <paramref name="Email"/> replaces the booking's.</summary>
    public sealed record Confirm(BookingId Id, string? Email) : BookingCommand(Id);

    /// <summary>Give a hold up; by staff, a sale too, with a <paramref name="Note"/> why.</summary>
    public sealed record Cancel(BookingId Id, string Actor, bool IsByStaff = false, string? Note = null)
        : BookingCommand(Id);

    /// <summary>
    /// Keep seats back for the house, each in a booking of its own: those that are free, whatever the others are.
    /// </summary>
    public sealed record Block(
        ShowTerms Show, ImmutableArray<int> SeatNumbers, ImmutableArray<BookingId> Ids, string Actor, string? Note)
        : BookingCommand(Ids[0]);

    /// <summary>Give back what the house keeps.</summary>
    public sealed record Unblock(ImmutableArray<BookingId> Ids, string Actor, string? Note) : BookingCommand(Ids[0]);

    /// <summary>End a hold whose time is over.</summary>
    public sealed record Expire(BookingId Id) : BookingCommand(Id);

    /// <summary>Equal payloads have equal fingerprints; different ones differ but for one case in 2^64.</summary>
    public static long FingerprintOf(BookRequest request)
    {
        // The length keeps a category apart from what follows it, whatever signs it has.
        var wish = request.SeatCount is { } count
            ? $"best {count} {request.MayBeSplit} {request.Category?.Length}:{request.Category}"
            : string.Join(',', request.SeatNumbers);
        var payload = Encoding.UTF8.GetBytes($"{wish};{request.Email}");
        return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(payload));
    }
}

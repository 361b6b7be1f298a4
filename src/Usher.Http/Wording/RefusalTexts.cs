using System.Collections.Immutable;
using System.Diagnostics;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;

namespace Usher.Http.Wording;

/// <summary>Why a request or a change is refused, for machines and for people.</summary>
public static class RefusalTexts
{
    /// <summary>What helps whoever holds as much as one client may; a time follows.</summary>
    public const string LimitRemedy = "Confirm or give up what is held, or try again at";

    /// <summary>"No 4 seats together are free in Stalls; 3 together are."; "…; 2 + 2 near each other are."</summary>
    public static string NoneTogether(BookOutcome.NoneTogether none)
    {
        var where = none.Category is { } category ? $" in {category}" : "";
        if (!none.Split.IsEmpty)
        {
            return $"No {none.SeatCount} seats together are free{where}; {Parts(none.Split)} near each other are.";
        }

        return (none.SeatCount, none.IsSplit, none.PossibleCount) switch
        {
            (1, _, _) or (_, _, 0) => $"No seat is free{where}.",
            (var count, true, var free) => $"No {count} seats are free{where}; {free} {(free == 1 ? "is" : "are")}.",
            (var count, _, 1) => $"No {count} seats together are free{where}; single seats are.",
            (var count, _, var together) => $"No {count} seats together are free{where}; {together} together are.",
        };
    }

    /// <summary>"2 + 1".</summary>
    public static string Parts(IReadOnlyCollection<ImmutableArray<int>> parts) =>
        string.Join(" + ", parts.Select(part => part.Length));

    /// <summary>"That leaves J 15 alone. Take it too, or move along by one."</summary>
    public static string LeavesSingleSeat(BookOutcome.LeavesSingleSeat lone)
    {
        var takeToo = !lone.MayTakeAll ? "" : lone.LoneSeats.Length == 1 ? "Take it too, or " : "Take them too, or ";
        var other = lone.Alternatives.IsEmpty ? "choose other seats" : "move along by one";
        var remedy = takeToo + other;
        return $"That leaves {SeatNames.Each(lone.Plan, lone.LoneSeats)} alone. "
            + $"{char.ToUpperInvariant(remedy[0])}{remedy[1..]}.";
    }

    /// <summary>"Your internet address holds 98 seats of this show; 100 are the most at a time. Confirm or give up what
    /// is held, or try again at 09:02:00 UTC, when the first of those holds ends."</summary>
    public static string LimitReached(BookOutcome.LimitReached limit) => limit.TryAgainAt is { } at
        ? $"{HeldByClient(limit)} {LimitRemedy} {at:HH:mm:ss} UTC, when the first of those holds ends."
        : HeldByClient(limit);

    /// <summary>How much is held, and how much may be; where waiting does not help, with what does.</summary>
    public static string HeldByClient(BookOutcome.LimitReached limit) => limit.TryAgainAt is null
        ? $"One internet address may hold at most {SeatNames.Count(limit.SeatsMax)} of this show at a time. Ask for "
            + "fewer."
        : $"Your internet address holds {SeatNames.Count(limit.SeatsHeld)} of this show; {limit.SeatsMax} are the most "
            + "at a time.";

    public static string NoSuchCategory(IReadOnlyCollection<string> categories) => categories.Count == 0
        ? "must be left out: the seats of this show have no categories"
        : $"must be one of this show's categories, which are {string.Join(", ", categories)}";

    public static (string Reason, string Message) Words(RefusalReason reason) => reason switch
    {
        RefusalReason.Expired => ("EXPIRED", "The hold ended before the booking was confirmed; book again"),
        RefusalReason.SeatsTaken => ("SEATS_TAKEN", "The seats belong to someone else now; book others"),
        RefusalReason.PaymentFailed => ("PAYMENT_FAILED", "The payment failed; book again"),
        RefusalReason.Cancelled => ("CANCELLED", "The booking was cancelled; book again"),
        RefusalReason.AlreadyConfirmed => ("ALREADY_CONFIRMED", "The booking is confirmed already"),
        RefusalReason.AlreadyExtended => ("ALREADY_EXTENDED", "The hold was extended before; that is possible once"),
        RefusalReason.ExtensionForbidden => ("EXTENSION_FORBIDDEN", "This show does not let holds be extended"),
        RefusalReason.StillQueued => ("STILL_QUEUED", "The booking still waits for its turn; try again in a moment"),
        _ => throw new UnreachableException($"No buyer is refused with {reason}."),
    };
}

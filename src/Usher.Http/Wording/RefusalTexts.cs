using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;

namespace Usher.Http.Wording;

/// <summary>Why a request or a change is refused, for machines and for people.</summary>
public static class RefusalTexts
{
    /// <summary>Why nothing can be done about a booking that the organiser cancelled.</summary>
    public const string CancelledByOrganiser = "The organiser cancelled the booking";

    /// <summary>"Seats already booked".</summary>
    public static string SeatsTaken(PlanKind kind) => $"{SeatNames.Heading(kind)} already booked";

    /// <summary>"There are no 4 seats together in Stalls; the most together is 2."; "…, but 2 + 2 close to each
    /// other."</summary>
    public static string NoneTogether(BookOutcome.NoneTogether none)
    {
        var where = none.Category is { } category ? $" in {category}" : "";
        var many = SeatNames.Noun(none.Kind, 2);
        if (!none.Split.IsEmpty)
        {
            return $"There are no {none.SeatCount} {many} together{where}, but {Parts(none.Split)} close to each "
                + "other.";
        }

        return (none.SeatCount, none.IsSplit, none.PossibleCount) switch
        {
            (1, _, _) or (_, _, 0) => $"No {many} are available{where}.",
            (var count, true, var free) => $"There are not {count} {many} available{where}, only {free}.",
            (var count, _, 1) => $"There are no {count} {many} together{where}, only single {many}.",
            (var count, _, var most) => $"There are no {count} {many} together{where}; the most together is {most}.",
        };
    }

    /// <summary>"2 + 1".</summary>
    public static string Parts(IReadOnlyCollection<ImmutableArray<int>> parts) =>
        string.Join(" + ", parts.Select(part => part.Length));

    /// <summary>"This would leave J 15 as a single seat. Take it too, or move your seats along by one."</summary>
    public static string LeavesSingleSeat(BookOutcome.LeavesSingleSeat lone)
    {
        var takeToo = !lone.MayTakeAll ? "" : lone.LoneSeats.Length == 1 ? "Take it too, or " : "Take them too, or ";
        var (one, many) = (SeatNames.Noun(lone.Plan.Kind, 1), SeatNames.Noun(lone.Plan.Kind, 2));
        var other = lone.Alternatives.IsEmpty ? $"choose other {many}" : $"move your {many} along by one";
        var remedy = takeToo + other;
        var singles = lone.LoneSeats.Length == 1 ? $"a single {one}" : $"single {many}";
        return $"This would leave {SeatNames.Each(lone.Plan, lone.LoneSeats)} as {singles}. "
            + $"{char.ToUpperInvariant(remedy[0])}{remedy[1..]}.";
    }

    /// <summary>"You already hold 98 seats for this show from your internet address; the limit is 100 at a time.
    /// Confirm or release some of your seats, or try again at 10:02:00 Europe/Berlin, when the first of these
    /// holds ends."
    /// </summary>
    public static string LimitReached(BookOutcome.LimitReached limit) => limit.TryAgainAt is { } at
        ? $"{HeldByClient(limit)} {LimitRemedy(limit.Kind)} {ZonedTimes.Moment(at, limit.TimeZone)}, when the first of "
            + "these holds ends."
        : HeldByClient(limit);

    /// <summary>How much is held, and how much may be; where waiting does not help, with what does.</summary>
    public static string HeldByClient(BookOutcome.LimitReached limit) =>
        limit.TryAgainAt is null
            ? $"You can hold at most {SeatNames.Count(limit.Kind, limit.SeatsMax)} for this show at a time from one "
                + "internet address. Choose fewer."
            : $"You already hold {SeatNames.Count(limit.Kind, limit.SeatsHeld)} for this show from your internet "
                + $"address; the limit is {limit.SeatsMax} at a time.";

    /// <summary>What helps whoever holds as much as one client may; a time follows.</summary>
    public static string LimitRemedy(PlanKind kind) =>
        $"Confirm or release some of your {SeatNames.Noun(kind, 2)}, or try again at";

    /// <summary>"Too many bookings were requested from your internet address: the limit is 100 in 15 minutes. Try again
    /// in 9 seconds."</summary>
    /// <param name="max">How many requests are allowed.</param>
    /// <param name="window">In which time.</param>
    /// <param name="wait">When the next one is.</param>
    public static string TooManyBookings(int max, TimeSpan window, TimeSpan wait)
    {
        var forms = CultureInfo.InvariantCulture;
        return string.Create(
            forms,
            $"Too many bookings were requested from your internet address: the limit is {max:N0} in "
            + $"{CountTexts.Wait(window, forms)}. Try again in {CountTexts.Wait(wait, forms)}.");
    }

    /// <summary>"This API key was used too often: the limit is 3,000 requests in 1 minute. Try again in 20 seconds."
    /// </summary>
    public static string TooManyRequests(int max, TimeSpan window, TimeSpan wait)
    {
        var forms = CultureInfo.InvariantCulture;
        return string.Create(
            forms,
            $"This API key was used too often: the limit is {max:N0} requests in {CountTexts.Wait(window, forms)}. "
            + $"Try again in {CountTexts.Wait(wait, forms)}.");
    }

    /// <summary>"You already have 3 seats for this show with this e-mail address; the limit is 4 per person. Choose at
    /// most 1 more, or let someone else book with their own address."</summary>
    public static string PersonLimit(BookOutcome.PersonLimitReached limit) =>
        $"{HadByPerson(limit.Kind, limit.SeatsMax, limit.SeatsHad)} " + (limit.SeatsHad == 0 ? "Choose fewer."
            : limit.SeatsHad >= limit.SeatsMax ? "Someone else can book with their own address."
            : $"Choose at most {limit.SeatsMax - limit.SeatsHad} more, or let someone else book with their own "
                + "address.");

    /// <summary>"You already have 3 seats for this show with this e-mail address; the limit is 4 per person. Enter the
    /// address of the person these seats are for, or release them and choose fewer."</summary>
    public static string PersonLimit(ConfirmOutcome.PersonLimitReached limit, PlanKind kind) =>
        $"{HadByPerson(kind, limit.SeatsMax, limit.SeatsHad)} " + (limit.SeatsHad == 0
            ? $"Release these {SeatNames.Noun(kind, 2)} and choose fewer."
            : $"Enter the address of the person these {SeatNames.Noun(kind, 2)} are for, or release them and choose "
                + "fewer.");

    private static string HadByPerson(PlanKind kind, int seatsMax, int seatsHad) => seatsHad == 0
        ? $"One person can have at most {SeatNames.Count(kind, seatsMax)} for this show."
        : $"You already have {SeatNames.Count(kind, seatsHad)} for this show with this e-mail address; the limit is "
            + $"{seatsMax} per person.";

    /// <summary>"Booking has ended. Start of the show: Sunday 14 March 2027, 19:30 Europe/Berlin."</summary>
    public static string ShowOver(BookOutcome.ShowOver over) =>
        $"Booking has ended. {(over.Kind == PlanKind.Slots ? "Last slot" : "Start of the show")}: "
        + $"{ZonedTimes.Full(over.StartsAt, over.TimeZone)}.";

    /// <summary>"Desk 1 08:20 has already begun. Choose a later slot."</summary>
    public static string SlotsBegun(BookOutcome.SlotsBegun begun) =>
        $"{SeatNames.Each(begun.Plan!, begun.SeatNumbers)} "
        + $"{(begun.SeatNumbers.Length == 1 ? "has" : "have")} already begun. "
        + $"Choose {(begun.SeatNumbers.Length == 1 ? "a later slot" : "later slots")}.";

    public static string NoSuchCategory(IReadOnlyCollection<string> categories) => categories.Count == 0
        ? "must be left out: this show has no categories"
        : $"must be one of this show's categories: {string.Join(", ", categories)}";

    /// <param name="reason">Why a booking is refused a change.</param>
    /// <param name="kind">What the places of its show are.</param>
    public static (string Reason, string Message) Words(RefusalReason reason, PlanKind kind) => reason switch
    {
        RefusalReason.Expired => ("EXPIRED", "The hold ended before the booking was confirmed; book again"),
        RefusalReason.SeatsTaken => (
            "SEATS_TAKEN",
            $"The {SeatNames.Noun(kind, 2)} are no longer available; choose other {SeatNames.Noun(kind, 2)}"),
        RefusalReason.PaymentFailed => ("PAYMENT_FAILED", "The payment failed; book again"),
        RefusalReason.Cancelled => ("CANCELLED", "The booking was cancelled; book again"),
        RefusalReason.AlreadyConfirmed => ("ALREADY_CONFIRMED", "The booking is already confirmed"),
        RefusalReason.AlreadyExtended =>
            ("ALREADY_EXTENDED", "The hold was already extended; it can be extended only once"),
        RefusalReason.ExtensionForbidden => ("EXTENSION_FORBIDDEN", "Holds for this show cannot be extended"),
        RefusalReason.ShowOver => (
            "SHOW_OVER",
            $"A hold ends when the {(kind == PlanKind.Slots ? "slot" : "show")} starts, so this one cannot be "
            + "extended"),
        RefusalReason.StillQueued => ("STILL_QUEUED", "The booking is still in the queue; try again in a moment"),
        _ => throw new UnreachableException($"No buyer is refused with {reason}."),
    };
}

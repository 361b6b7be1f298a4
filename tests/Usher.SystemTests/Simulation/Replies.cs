using System.Globalization;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.SystemTests.Simulation;

/// <summary>What a buyer hears, in words that the model and the engine's outcomes share.</summary>
internal static class Replies
{
    public const string NoBooking = "no such booking";
    public const string KeyReused = "key used for something else";
    public const string NotOpen = "sales are not open";
    public const string ShowOver = "the show has begun";
    public const string NoEmail = "an e-mail address is missing";
    public const string NoShow = "no such show";
    public const string Overloaded = "overloaded";
    public const string Unavailable = "unavailable";
    public const string GivenUp = "given up";

    /// <summary>The request never reached the engine.</summary>
    public const string NeverAsked = "given up before it was asked";

    public const string NoCategory = "no such category";
    public const string NoneTogether = "none together";
    public const string LimitReached = "limit reached";

    /// <summary>A person has so many seats, and may not have so many more.</summary>
    public static string PersonLimit(int seatsHad, int seatsMax) => $"the person has {seatsHad} of {seatsMax}";

    /// <summary>What no engine says: the seats that are stored for the request were not free.</summary>
    public const string ChosenWereTaken = "seats were chosen that were taken";

    private const string TakenPrefix = "taken ";

    public static string Held(ModelBooking booking, PlannedShow terms) =>
        Text("held", "PENDING", booking.Seats, terms.HeldUntil(booking.MadeAt, terms.HoldSeconds));

    public static string Done(ModelBooking booking) => Text("done", booking.Status, booking.Seats, booking.Until);

    public static string Refused(string why) => $"refused {why}";

    public static string Taken(IEnumerable<int> seats) => TakenPrefix + string.Join('+', seats);

    public static string LeavesSingle(IEnumerable<int> seats) => $"leaves alone {string.Join('+', seats)}";

    /// <summary>What was blocked, what buyers hold, what they have bought, and what the house has already.</summary>
    public static string Blocked(
        IEnumerable<int> blocked, IEnumerable<int> held, IEnumerable<int> sold, IEnumerable<int> before) =>
        $"blocked {Sorted(blocked)} held {Sorted(held)} sold {Sorted(sold)} before {Sorted(before)}";

    public static string Unblocked(IEnumerable<int> freed, IEnumerable<int> others) =>
        $"unblocked {Sorted(freed)} others {Sorted(others)}";

    public static bool IsFreshlyHeld(string reply) => reply.StartsWith("held ", StringComparison.Ordinal);

    /// <summary>The numbers behind the words of an answer, word by word.</summary>
    public static IReadOnlyDictionary<string, int[]> Lists(string reply) => reply.Split(' ').Chunk(2)
        .Where(pair => pair.Length == 2).ToDictionary(
            pair => pair[0],
            pair => pair[1].Split('+', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray());

    private static string Sorted(IEnumerable<int> seats) => string.Join('+', seats.Order());

    public static string NoSeats(IEnumerable<int> seats) => $"no seats {string.Join('+', seats)}";

    public static bool IsUnknown(string reply) => reply is Unavailable or GivenUp;

    /// <summary>Refused without a trace.</summary>
    public static bool IsNothingDone(string reply) => reply is Overloaded or NeverAsked;

    public static IEnumerable<int> SeatsTaken(string reply) => reply.StartsWith(TakenPrefix, StringComparison.Ordinal)
        ? reply[TakenPrefix.Length..].Split('+').Select(int.Parse)
        : [];

    public static string Of(CommandOutcome outcome, DateTime opening) => outcome switch
    {
        BookOutcome.Held(var booking) => Text("held", booking, opening),
        BookOutcome.SeatsTaken(var seats) => Taken(seats),
        BookOutcome.LeavesSingleSeat(var seats, _) => LeavesSingle(seats),
        BookOutcome.NoneTogether => NoneTogether,
        BookOutcome.CategoryNotFound => NoCategory,
        BookOutcome.LimitReached => LimitReached,
        BookOutcome.PersonLimitReached(var max, var had) => PersonLimit(had, max),
        ConfirmOutcome.PersonLimitReached(_, var max, var had) => PersonLimit(had, max),
        BookOutcome.KeyReused => KeyReused,
        BookOutcome.SalesNotOpen => NotOpen,
        BookOutcome.ShowOver => ShowOver,
        BlockOutcome.Blocked blocked =>
            Blocked(blocked.SeatNumbers, blocked.HeldSeats, blocked.SoldSeats, blocked.Before),
        UnblockOutcome.Unblocked(var seats, var others) => Unblocked(seats, others),
        ConfirmOutcome.EmailRequired => NoEmail,
        ConfirmOutcome.KeyReused => KeyReused,
        BookOutcome.SeatsNotFound(var seats, _) => NoSeats(seats),
        BlockOutcome.SeatsNotFound(var seats, _) => NoSeats(seats),
        BookOutcome.ShowNotFound or BlockOutcome.ShowNotFound or UnblockOutcome.ShowNotFound => NoShow,
        _ when outcome.Changed() is { } booking => Text("done", booking, opening),
        _ when outcome.Refusal() is (_, var reason) => Refused($"{reason}"),
        _ when outcome.IsBookingNotFound() => NoBooking,
        _ when outcome.IsOverloaded() => Overloaded,
        _ when outcome.IsUnavailable() => Unavailable,
        _ => outcome.ToString(),
    };

    private static string Text(string verb, Booking booking, DateTime opening) => Text(
        verb,
        booking.Reason is null ? booking.Status.ToText() : $"{booking.Status.ToText()} {booking.Reason.ToText()}",
        booking.SeatNumbers,
        (booking.ExpiresAt - opening).TotalSeconds);

    private static string Text(string verb, string status, IEnumerable<int> seats, double until) => string.Create(
        CultureInfo.InvariantCulture, $"{verb} {status} {string.Join('+', seats)} until {until}");
}

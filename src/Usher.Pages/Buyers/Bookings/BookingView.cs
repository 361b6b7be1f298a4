using Usher.BoxOffice.Organizations;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.Replies;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Bookings;

/// <summary>A booking as its buyer sees it.</summary>
public sealed record BookingView
{
    public required Booking Booking { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public BookingEnd? End { get; init; }

    public required SeatingView SeatingView { get; init; }

    public required ShowTerms Terms { get; init; }

    /// <summary>Whose show it is; null: not known at present.</summary>
    public Organization? Seller { get; init; }

    /// <summary>Where it goes, if it is a coach.</summary>
    public Journey? Journey { get; init; }

    /// <summary>The server's clock when the page was made.</summary>
    public required DateTime Now { get; init; }

    /// <summary>The page's absolute address, with the buyer's link if it was opened by that.</summary>
    public required string Url { get; init; }

    /// <summary>What makes the buyer's link signed, by which the page was opened; null: by the id alone.</summary>
    public string? Ticket { get; init; }

    /// <summary>Until when that link works. UTC.</summary>
    public DateTime? TicketEndsAt { get; init; }

    /// <summary>Whether it was opened by something that is no link of this booking, or not any more.</summary>
    public bool IsTicketWrong { get; init; }

    /// <summary>The key of a form: one that confirms, or one that requests the same seats again.</summary>
    public required string FormKey { get; init; }

    /// <summary>What was typed as the e-mail address and was refused.</summary>
    public string? WrongEmail { get; init; }

    /// <summary>Why it was refused; null: it is no e-mail address.</summary>
    public string? EmailProblem { get; init; }

    /// <summary>What was typed as the e-mail address when another button was pressed.</summary>
    public string? TypedEmail { get; init; }

    public Show Show => SeatingView.Show;

    public SeatingPlan Plan => SeatingView.Plan;

    /// <summary>When its buyer has to be there: the start of the show, or the time of the appointment. UTC.</summary>
    public DateTime StartsAt => AppointmentTimes.Of(Plan, Booking.SeatNumbers, Show.StartsAt, Show.TimeZone);

    public string Path => TicketAddress.PathOf(Booking.Id);

    /// <summary>Where its event for a calendar is, which leads back to this page.</summary>
    public string CalendarPath => $"{Path}/show.ics{(Ticket is null ? "" : $"?{TicketAddress.Field}={Ticket}")}";

    public int Count => Booking.SeatNumbers.Length;

    public bool IsHeld => Booking.Status == BookingStatus.Pending && Booking.ExpiresAt > Now;

    public bool IsConfirmed => Booking.Status == BookingStatus.Confirmed;

    /// <summary>Whether the page is the ticket, with its code.</summary>
    public bool IsTicket => IsConfirmed && Ticket is not null;

    /// <summary>Whether it was a ticket once, which a calendar may have.</summary>
    public bool WasConfirmed => Booking.ConfirmedAt is not null;

    public bool IsCancelledByOrganiser =>
        Booking.Reason == FailureReason.Cancelled && End is { IsByOrganiser: true };

    private DateTime SalesCloseAt => Terms.SalesCloseAtOf(Booking.SeatNumbers);

    public bool CanExtend => Terms.ExtensionAllowed && !Booking.IsExtended && ExtensionSeconds > 0;

    /// <summary>How much longer its seats may be held: no longer than the show is sold.</summary>
    public int ExtensionSeconds => HoldLength.Seconds(Booking.ExpiresAt, Booking.HoldSeconds, SalesCloseAt);

    /// <summary>Whether anybody gets seats of the show once these are not held any more: not when it has begun by then.
    /// </summary>
    public bool CanTryAgain =>
        HoldLength.Seconds(IsHeld ? Booking.ExpiresAt : Now, secondsWanted: 1, SalesCloseAt) > 0;

    /// <summary>What is true once the hold has ended, as sentences.</summary>
    public string AfterHold => CanTryAgain
        ? $"Nothing was charged. The {Noun} may still be free."
        : $"Nothing was charged. Booking for this {(Plan.Kind == PlanKind.Slots ? Noun : "show")} has ended.";

    /// <summary>"the same 3 seats", "the same seat".</summary>
    public string SameSeats => Count == 1 ? $"the same {Noun}" : $"the same {Count} {Noun}";

    /// <summary>"seat", "seats", "slot": what the booking is of.</summary>
    public string Noun => SeatNames.Noun(Plan.Kind, Count);

    /// <summary>"Where your seats are", "Where your slot is".</summary>
    public string Where => $"Where your {Noun} {(Count == 1 ? "is" : "are")}";

    /// <summary>"seats", "slots": what else there is.</summary>
    public string Others => SeatNames.Noun(Plan.Kind, 2);

    /// <summary>The fraction of the hold that is left: 1 at its beginning.</summary>
    public double Share => Math.Clamp(
        (Booking.ExpiresAt - Now).TotalSeconds / Math.Max(1, (Booking.ExpiresAt - Booking.CreatedAt).TotalSeconds),
        0,
        1);
}

using Usher.BoxOffice.Tickets;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Pages.Kit.Pictures;


namespace Usher.Pages.Desk.Bookings;

/// <summary>A booking as the desk lists it.</summary>
/// <param name="Booking">Its present state.</param>
/// <param name="ShowName">What it is for.</param>
/// <param name="ShowStartsAt">When that begins, UTC.</param>
/// <param name="TimeZone">The time zone of its venue.</param>
/// <param name="Seats">Its seats in words.</param>
public sealed record BookingLine(
    Booking Booking, string ShowName, DateTime ShowStartsAt, string TimeZone, string Seats)
{
    /// <summary>Its seats for the columns of a table.</summary>
    public required SeatColumns Columns { get; init; }

    /// <summary>When its appointment is, UTC; null: it has none but the start of the show.</summary>
    public DateTime? AppointmentAt { get; init; }

    /// <summary>When its buyer has to be there, UTC.</summary>
    public DateTime StartsAt => AppointmentAt ?? ShowStartsAt;
}

/// <summary>A page of bookings, and the search.</summary>
public sealed record BookingListView
{
    public required BookingQuery Query { get; init; }

    public required IReadOnlyList<BookingLine> Lines { get; init; }

    /// <summary>The address of the next page; null on the last one.</summary>
    public string? NextUrl { get; init; }

    /// <summary>Whether it is not the first page.</summary>
    public required bool IsLater { get; init; }

    /// <summary>The show that is searched; null: all.</summary>
    public ShowName? Show { get; init; }

    /// <summary>What is wrong with what was typed.</summary>
    public string? Problem { get; init; }

    /// <summary>The server's clock.</summary>
    public required DateTime Now { get; init; }
}

/// <summary>The link of a ticket, to hand over.</summary>
/// <param name="Url">Absolute.</param>
/// <param name="EndsAt">Until when it works. UTC.</param>
public sealed record ShownTicketLink(string Url, DateTime EndsAt);

/// <summary>A booking with its history.</summary>
public sealed record BookingDetailView
{
    public required Booking Booking { get; init; }

    public required SeatingView SeatingView { get; init; }

    public required IReadOnlyList<BookingStep> Steps { get; init; }

    /// <summary>When its seats were renamed while they were its own.</summary>
    public required IReadOnlyList<PlanVersionChange> Renamings { get; init; }

    /// <summary>When links of its ticket were ended before their time.</summary>
    public required IReadOnlyList<LinkEnd> LinkEnds { get; init; }

    /// <summary>The server's clock.</summary>
    public required DateTime Now { get; init; }

    /// <summary>A link that was made for the buyer just now.</summary>
    public ShownTicketLink? Link { get; init; }

    public Show Show => SeatingView.Show;

    public SeatingPlan Plan => SeatingView.Plan;

    public string Seats => SeatNames.Brief(Plan, Booking.SeatNumbers);

    /// <summary>When its buyer has to be there: the start of the show, or the time of the appointment. UTC.</summary>
    public DateTime StartsAt => AppointmentTimes.Of(Plan, Booking.SeatNumbers, Show.StartsAt, Show.TimeZone);

    public bool CanCancel => Booking.Status is BookingStatus.Pending or BookingStatus.Confirmed;
}

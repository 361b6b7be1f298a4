using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>When somebody has to be there: for a show when it begins, at a desk at the time of the appointment.
/// </summary>
public static class AppointmentTimes
{
    /// <summary>
    /// When a booking begins. In a plan of slots that is the earliest of its times, on the clock of the venue: on the
    /// day of the show, or on the next one where the time is earlier than the show's start, as of a service that runs
    /// past midnight. In any other plan, or where no slot is called by a time, it is the start of the show.
    /// </summary>
    /// <param name="plan">The plan of the show.</param>
    /// <param name="seats">The numbers of the booking's seats.</param>
    /// <param name="startsAt">When the show begins, UTC.</param>
    /// <param name="zone">The time zone of its venue.</param>
    /// <returns>UTC.</returns>
    public static DateTime Of(SeatingPlan plan, IReadOnlyCollection<int> seats, DateTime startsAt, string zone) =>
        plan.Kind != PlanKind.Slots
            ? startsAt
            : seats.Min(seat => TimeOf(plan, seat) is { } time ? On(startsAt, time, zone) : (DateTime?)null)
                ?? startsAt;

    /// <summary>The time of a slot as it is written on it, or on its row; the name of the slot where neither is one.
    /// </summary>
    public static string TextOf(SeatingPlan plan, int seatNumber)
    {
        var seat = plan.Seats[seatNumber - 1];
        return IsTimeInRow(plan, seat) ? plan.Rows[seat.Row].Label : seat.Number;
    }

    /// <summary>What the desk of a slot is called, beside its time.</summary>
    public static string DeskOf(SeatingPlan plan, int seatNumber)
    {
        var seat = plan.Seats[seatNumber - 1];
        var row = plan.Rows[seat.Row];
        return IsTimeInRow(plan, seat) ? PlaceWords.Seat(plan.SeatTemplateOf(row), seat.Number) : plan.NameOf(row);
    }

    /// <summary>Whether a slot of a show that starts then is on the day after it, by the clock of the venue.</summary>
    public static bool IsNextDay(DateTime slotAt, DateTime startsAt, string zone) =>
        TimeZones.ToLocal(slotAt, zone).Date > TimeZones.ToLocal(startsAt, zone).Date;

    private static bool IsTimeInRow(SeatingPlan plan, PlanSeat seat) =>
        PlanKinds.TimeOfDay(seat.Number) is null && PlanKinds.TimeOfDay(plan.Rows[seat.Row].Label) is not null;

    // Desks may be rows and times seats, or the other way round.
    internal static TimeOnly? TimeOf(SeatingPlan plan, int seatNumber)
    {
        var seat = plan.Seats[seatNumber - 1];
        return PlanKinds.TimeOfDay(seat.Number) ?? PlanKinds.TimeOfDay(plan.Rows[seat.Row].Label);
    }

    internal static DateTime On(DateTime startsAt, TimeOnly time, string zone)
    {
        var start = TimeZones.ToLocal(startsAt, zone);
        var first = new TimeOnly(start.Hour, start.Minute);
        if (time == first)
        {
            return startsAt;
        }

        // No slot is before the start: such a time is the next day's.
        var local = start.Date.AddDays(time < first ? 1 : 0) + time.ToTimeSpan();
        return TimeZones.ToUtc(local, zone) switch
        {
            // The clock shows it twice that night: no appointment is before the start.
            [var once, var again] => once < startsAt ? again : once,
            [var only] => only,
            // The clock is put forward over it: then it is as much later.
            _ => DateTime.SpecifyKind(local, DateTimeKind.Utc) - OffsetBefore(local, zone),
        };
    }

    private static TimeSpan OffsetBefore(DateTime local, string zone) =>
        TimeZones.OffsetAt(DateTime.SpecifyKind(local, DateTimeKind.Utc).AddDays(-1), zone);
}

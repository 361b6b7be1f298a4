using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>When somebody has to be there: for a show when it begins, at a desk at the time of the appointment.
/// </summary>
public static class AppointmentTimes
{
    /// <summary>
    /// When a booking begins. In a plan of slots that is the earliest of its times, on the day of the show and on the
    /// clock of the venue. In any other plan, or where no slot is called by a time, it is the start of the show.
    /// </summary>
    /// <param name="plan">The plan of the show.</param>
    /// <param name="seats">The numbers of the booking's seats.</param>
    /// <param name="startsAt">When the show begins, UTC.</param>
    /// <param name="zone">The time zone of its venue.</param>
    /// <returns>UTC.</returns>
    public static DateTime Of(SeatingPlan plan, IReadOnlyCollection<int> seats, DateTime startsAt, string zone) =>
        plan.Kind == PlanKind.Slots && seats.Min(seat => TimeOf(plan, seat)) is { } time
            ? On(startsAt, time, zone)
            : startsAt;

    // Desks may be rows and times seats, or the other way round.
    internal static TimeOnly? TimeOf(SeatingPlan plan, int seatNumber)
    {
        var seat = plan.Seats[seatNumber - 1];
        return PlanKinds.TimeOfDay(seat.Number) ?? PlanKinds.TimeOfDay(plan.Rows[seat.Row].Label);
    }

    internal static DateTime On(DateTime startsAt, TimeOnly time, string zone)
    {
        var start = TimeZones.ToLocal(startsAt, zone);
        if (TimeOnly.FromDateTime(start) is var clock && (clock.Hour, clock.Minute) == (time.Hour, time.Minute))
        {
            return startsAt;
        }

        var local = start.Date + time.ToTimeSpan();
        return TimeZones.ToUtc(local, zone) switch
        {
            // The clock shows it twice that night: no appointment is before the start.
            [var first, var second] => first < startsAt ? second : first,
            [var only] => only,
            // The clock is put forward over it: then it is as much later.
            _ => DateTime.SpecifyKind(local, DateTimeKind.Utc) - OffsetBefore(local, zone),
        };
    }

    private static TimeSpan OffsetBefore(DateTime local, string zone) =>
        TimeZones.OffsetAt(DateTime.SpecifyKind(local, DateTimeKind.Utc).AddDays(-1), zone);
}

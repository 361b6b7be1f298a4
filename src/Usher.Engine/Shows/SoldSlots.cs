using System.Globalization;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>
/// Holds a change of a day of appointments to what was sold of it. A slot that is earlier than the start is the next
/// day's (ADR 61), so another start or time zone could put an appointment on another day than its neighbours, and its
/// buyer would come a day early.
/// </summary>
internal static class SoldSlots
{
    // In the one order of locking: whoever books one of these now waits, and finds the show changed.
    private const string LockSeats = """
        select seat_number, booking_id is not null and (held_until is null or held_until > clock_timestamp())
        from seats where show_id = $1 order by seat_number for update
        """;

    /// <summary>What is wrong with other times of a show; null: nothing, or its plan has no slots.</summary>
    /// <param name="connection">In the transaction of the change.</param>
    /// <param name="show">The show as it is.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="startsAt">When it is to begin, UTC.</param>
    /// <param name="zone">By whose clock.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<string?> ProblemAsync(
        NpgsqlConnection connection, Show show, SeatingPlan plan, DateTime startsAt, string zone, CancellationToken ct)
    {
        if (plan.Kind != PlanKind.Slots)
        {
            return null;
        }

        await using var command = connection.Command(LockSeats, show.Id.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (reader.GetBoolean(1) && AppointmentTimes.TimeOf(plan, reader.GetInt32(0)) is { } time
                && IsNextDay(time, show.StartsAt, show.TimeZone) != IsNextDay(time, startsAt, zone))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"would put the appointment at {time:HH:mm}, which somebody has, on another day than the others: "
                        + $"one that is earlier than the start is the next day's. Choose a start on the same side of "
                        + $"{time:HH:mm} as now, or cancel its booking first");
            }
        }

        return null;
    }

    private static bool IsNextDay(TimeOnly time, DateTime startsAt, string zone) =>
        AppointmentTimes.IsNextDay(AppointmentTimes.On(startsAt, time, zone), startsAt, zone);
}

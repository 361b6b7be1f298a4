using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Shows;

/// <summary>What is at one time: a slot for each desk that has one.</summary>
/// <param name="Text">The time as it is written on the slots or on their row.</param>
/// <param name="IsNextDay">Whether it is on the day after the show's.</param>
/// <param name="Slots">Their seat numbers, in the order of their desks.</param>
internal sealed record SlotTimes(string Text, bool IsNextDay, IReadOnlyList<int> Slots)
{
    /// <summary>Every time, the first one to begin first; those that have begun come after the others, and what is no
    /// time of day comes last, in its own order.</summary>
    public static IEnumerable<SlotTimes> Of(SeatingView view, IEnumerable<PlanRow> rows) => rows
        .SelectMany(row => Enumerable.Range(row.First, row.Count))
        .GroupBy(number => AppointmentTimes.TextOf(view.Plan, number), StringComparer.Ordinal)
        .OrderBy(time => PlanKinds.TimeOfDay(time.Key) is null)
        .ThenBy(time => view.HasBegun(time.First()))
        .ThenBy(time => view.StartOf(time.First()))
        .Select(time => new SlotTimes(
            time.Key,
            AppointmentTimes.IsNextDay(view.StartOf(time.First()), view.Show.StartsAt, view.Show.TimeZone),
            [.. time]));
}

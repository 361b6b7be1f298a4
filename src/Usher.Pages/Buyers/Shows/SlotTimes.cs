using Usher.Engine.SeatingPlans;

namespace Usher.Pages.Buyers.Shows;

/// <summary>What is at one time: a slot for each desk that has one.</summary>
/// <param name="Text">The time as it is written on the slots.</param>
/// <param name="Slots">Their seat numbers, in the order of their desks.</param>
internal sealed record SlotTimes(string Text, IReadOnlyList<int> Slots)
{
    /// <summary>Every time, the earliest first; what is no time of day comes last, in its own order.</summary>
    public static IEnumerable<SlotTimes> Of(SeatingPlan plan, IEnumerable<PlanRow> rows) => rows
        .SelectMany(row => Enumerable.Range(row.First, row.Count))
        .GroupBy(number => plan.Seats[number - 1].Number, StringComparer.Ordinal)
        .OrderBy(time => PlanKinds.TimeOfDay(time.Key) ?? TimeOnly.MaxValue)
        .Select(time => new SlotTimes(time.Key, [.. time]));
}

using System.Globalization;

namespace Usher.Engine.SeatingPlans;

/// <summary>What the places of a plan are, which decides how they are shown and what they are called.</summary>
public enum PlanKind
{
    /// <summary>Seats of a hall, a stadium or a field.</summary>
    Seats,

    /// <summary>Appointments: a row is a desk and a seat is a time, or the other way round.</summary>
    Slots,

    /// <summary>Seats of a coach, a train or a boat, which goes from one place to another.</summary>
    Coach,
}

/// <summary>The words for kinds of plans, the same beside stored plans, on the wire and on the command line.</summary>
public static class PlanKinds
{
    private static readonly PlanKind[] All = Enum.GetValues<PlanKind>();

    /// <summary>All words.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.Select(ToText)];

    /// <summary>"SEATS", "SLOTS" or "COACH".</summary>
    public static string ToText(this PlanKind kind) => kind.ToString().ToUpperInvariant();

    /// <summary>Reads a word in any case; null if there is no such kind.</summary>
    public static PlanKind? Parse(string text) => Array.Find(
        Array.ConvertAll(All, kind => (PlanKind?)kind),
        kind => kind!.Value.ToText().Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// What a plan seems to be of which nobody said it: slots where every seat, or every row, is called by a time of
    /// day, a coach where a driver sits in front, else seats.
    /// </summary>
    internal static PlanKind Guess(SeatingPlan plan) =>
        plan.Seats.All(seat => TimeOfDay(seat.Number) is not null)
        || plan.Rows.All(row => TimeOfDay(row.Label) is not null) ? PlanKind.Slots
        : plan.Areas.Any(area => IsDriver(area.Label?.Text)) ? PlanKind.Coach
        : PlanKind.Seats;

    /// <summary>The time that a slot or a row is called by, "08:40" or "8:40"; null where it is none.</summary>
    public static TimeOnly? TimeOfDay(string label) =>
        label is [_, _, ':', _, _] or [_, ':', _, _]
        && TimeOnly.TryParseExact(label, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;

    private static bool IsDriver(string? text) => text is not null
        && (text.Trim().Equals("Driver", StringComparison.OrdinalIgnoreCase)
            || text.Trim().Equals("Fahrer", StringComparison.OrdinalIgnoreCase));
}

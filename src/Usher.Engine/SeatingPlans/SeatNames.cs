using System.Globalization;

namespace Usher.Engine.SeatingPlans;

/// <summary>Seats in words.</summary>
public static class SeatNames
{
    /// <summary>"Row J, seats 16 to 18"; rows are parted by semicolons.</summary>
    public static string Full(SeatingPlan plan, IReadOnlyList<int> seats) => string.Join("; ", Rows(plan, seats)
        .Select(row => row.Seats is [var only]
            ? plan.NameOf(only)
            : $"{RowWords(plan, row.Row)}{SeatWords(plan, row.Row, Numbers(plan, row.Seats, " to "))}"));

    /// <summary>"J 16–18", "J 16 and 19", "5/16–18", "5/16, 5/19": where its row has a number too, each stands with it.
    /// </summary>
    public static string Brief(SeatingPlan plan, IReadOnlyList<int> seats) => string.Join(", ", Rows(plan, seats)
        .Select(row => IsOfNumbers(plan, row.Row, row.Seats) && !IsRun(plan, row.Seats)
            ? string.Join(", ", Ordered(plan, row.Seats).Select(number => plan.LabelOf(row.Row, number)))
            : plan.LabelOf(row.Row, Numbers(plan, row.Seats, "–"))));

    /// <summary>"Stalls, J 16–18": where rows of several parts may be called alike.</summary>
    public static string InSections(SeatingPlan plan, IReadOnlyList<int> seats) => string.Join("; ", seats
        .GroupBy(seat => plan.Sections[plan.Rows[plan.Seats[seat - 1].Row].Section], StringComparer.Ordinal)
        .Select(part => part.Key.Length > 0 ? $"{part.Key}, {Brief(plan, [.. part])}" : Brief(plan, [.. part])));

    /// <summary>"Stalls, Row J, seats 16 to 18; Circle, Row A, seat 1": in words that stand by themselves.</summary>
    public static string Whole(SeatingPlan plan, IReadOnlyList<int> seats) => string.Join("; ", Rows(plan, seats)
        .Select(row => (Section: plan.Sections[row.Row.Section], Words: Full(plan, row.Seats)))
        .Select(row => plan.IsPlain || row.Section.Length == 0 ? row.Words : $"{row.Section}, {row.Words}"));

    /// <summary>"J 18", "J 17 and J 18", "seat 7": seats one by one, within a sentence.</summary>
    public static string Each(SeatingPlan plan, IReadOnlyList<int> seats) => Join([.. seats.Order()
        .Select(seat => plan.IsNamed(plan.Rows[plan.Seats[seat - 1].Row])
            ? plan.LabelOf(seat)
            : PlaceWords.Seat(template: null, plan.LabelOf(seat), Noun(plan.Kind, 1)))]);

    /// <summary>"1 seat", "3 seats".</summary>
    public static string Count(int count) => Count(PlanKind.Seats, count);

    /// <summary>"1 slot", "3 seats": as the trade calls the places of such a plan.</summary>
    public static string Count(PlanKind kind, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {Noun(kind, count)}");

    /// <summary>The same in the forms of a reader: "1.250 seats".</summary>
    public static string CountFor(IFormatProvider reader, PlanKind kind, int count) =>
        string.Create(reader, $"{count:N0} {Noun(kind, count)}");

    /// <summary>"slot", "seats": one or several places of such a plan.</summary>
    public static string Noun(PlanKind kind, int count) => (kind, count) switch
    {
        (PlanKind.Slots, 1) => "slot",
        (PlanKind.Slots, _) => "slots",
        (_, 1) => "seat",
        _ => "seats",
    };

    /// <summary>"Slots", "Seats": the same as a heading.</summary>
    public static string Heading(PlanKind kind) => kind == PlanKind.Slots ? "Slots" : "Seats";

    /// <summary>"Seats 1 to 5", "Seat 7": what is in a row that has no name.</summary>
    public static string Span(SeatingPlan plan, PlanRow row)
    {
        var (first, last) = (plan.Seats[row.First - 1].Number, plan.Seats[row.First + row.Count - 2].Number);
        return row.Count == 1 ? plan.NameOf(row.First) : $"{Heading(plan.Kind)} {first} to {last}";
    }

    private static IEnumerable<(PlanRow Row, int[] Seats)> Rows(SeatingPlan plan, IReadOnlyList<int> seats) => seats
        .Order()
        .GroupBy(seat => plan.Seats[seat - 1].Row)
        .Select(row => (plan.Rows[row.Key], row.ToArray()));

    /// <summary>Seats for the columns of a table.</summary>
    public static SeatColumns Columns(SeatingPlan plan, IReadOnlyList<int> seats)
    {
        var rows = Rows(plan, seats).ToArray();
        var sections = rows.Select(row => plan.Sections[row.Row.Section]).Distinct(StringComparer.Ordinal);
        return new SeatColumns(
            plan.IsPlain ? "" : string.Join("; ", sections.Where(section => section.Length > 0)),
            string.Join("; ", rows.Where(row => plan.IsNamed(row.Row)).Select(row => row.Row.Label)),
            string.Join("; ", rows.Select(row => Numbers(plan, row.Seats, " to "))),
            Whole(plan, seats));
    }

    private static string RowWords(SeatingPlan plan, PlanRow row) => plan.IsNamed(row) ? plan.NameOf(row) + ", " : "";

    // A plan that says how its seats are called says it of several too: "Platz 16 to 18", "08:00 and 08:20".
    private static string SeatWords(SeatingPlan plan, PlanRow row, string numbers) =>
        PlaceWords.Seat(plan.SeatTemplateOf(row), numbers, plan.IsNamed(row) ? "seats" : "Seats");

    // "16 to 18" where the numbers follow each other, else each by itself.
    private static string Numbers(SeatingPlan plan, int[] seats, string to)
    {
        var texts = Ordered(plan, seats);
        return IsRun(plan, seats) ? $"{texts[0]}{to}{texts[^1]}" : Join(texts);
    }

    private static bool IsRun(SeatingPlan plan, int[] seats)
    {
        var numbers = seats.Select(seat => NumberOf(plan, seat)).Order().ToArray();
        return numbers.Length > 2 && numbers[0] >= 0
            && numbers.Zip(numbers.Skip(1)).All(pair => pair.Second == pair.First + 1);
    }

    // Numbers as one counts, from whichever end the row is numbered; other labels as they stand.
    private static string[] Ordered(SeatingPlan plan, int[] seats) =>
        [.. (seats.All(seat => NumberOf(plan, seat) >= 0) ? seats.OrderBy(seat => NumberOf(plan, seat)) : seats.Order())
            .Select(seat => plan.Seats[seat - 1].Number)];

    private static int NumberOf(SeatingPlan plan, int seat) => int.TryParse(
        plan.Seats[seat - 1].Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static bool IsOfNumbers(SeatingPlan plan, PlanRow row, int[] seats) =>
        plan.IsNamed(row) && row.Label.All(char.IsAsciiDigit)
        && seats.Any(seat => plan.Seats[seat - 1].Number is [>= '0' and <= '9', ..]);

    private static string Join(string[] texts) => texts.Length < 2
        ? string.Concat(texts)
        : $"{string.Join(", ", texts[..^1])} and {texts[^1]}";
}

/// <summary>Seats for the columns of a table; several rows are parted by semicolons.</summary>
/// <param name="Section">"Stalls".</param>
/// <param name="Row">"J".</param>
/// <param name="Seat">"16 to 18".</param>
/// <param name="Words">"Stalls, Row J, seats 16 to 18".</param>
public sealed record SeatColumns(string Section, string Row, string Seat, string Words);

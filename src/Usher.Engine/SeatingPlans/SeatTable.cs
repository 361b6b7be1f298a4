using System.Globalization;

namespace Usher.Engine.SeatingPlans;

/// <summary>
/// A seating plan given seat by seat, as the lines of a table: seats of one section and row belong together, rows and
/// seats keep the order of their lines. The engine reads no files; whoever does hands the fields over.
/// </summary>
public sealed class SeatTable
{
    private static readonly string[] Colors = ["#671c5f", "#3d3ab0", "#b23e50", "#2b6f9e", "#109c94"];

    private readonly PlanDraft _draft = new();
    private readonly Dictionary<string, int> _sections = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Section, string Row), DraftRow> _rows = [];
    private readonly HashSet<string> _categories = new(StringComparer.Ordinal);

    private int _seats;

    /// <param name="name">What people call the hall.</param>
    public SeatTable(string name) => _draft.Name = name;

    /// <summary>Adds one seat. What is wrong with it is told by <see cref="Finish"/>, with its line.</summary>
    /// <param name="line">Its line in the file, from 1.</param>
    /// <param name="section">May be empty.</param>
    /// <param name="row">May be empty.</param>
    /// <param name="seat">What is written on it.</param>
    /// <param name="x">From the left, with a decimal point.</param>
    /// <param name="y">From above.</param>
    /// <param name="category">Its category; the plan has those that its seats name.</param>
    /// <param name="kind">Words of <see cref="SeatKinds"/>; null or empty: nothing special.</param>
    /// <param name="seatGuid">Its lasting name; null or empty: made of section, row and seat.</param>
    public void Add(
        int line, string section, string row, string seat, string x, string y, string category, string? kind,
        string? seatGuid)
    {
        var where = $"line {line}";
        if (IsOver)
        {
            return;
        }

        _seats++;

        Check(
            where, ("section", section), ("row", row), ("seat", seat), ("category", category),
            ("guid", seatGuid ?? ""));
        if (seat.Length == 0 || category.Length == 0)
        {
            _draft.Problems.Add(where, $"the {(seat.Length == 0 ? "seat" : "category")} is empty");
            // Told once is enough: nothing comes of this plan, whatever the category is called.
            category = category.Length == 0 ? "-" : category;
        }

        var special = SeatKinds.Parse(kind ?? "");
        if (special is null)
        {
            _draft.Problems.Add(where, $"the kind '{kind}' is none of WHEELCHAIR, COMPANION and RESTRICTED_VIEW");
        }

        if (_categories.Add(category))
        {
            _draft.Categories.Add(new PlanCategory(category, Colors[_draft.Categories.Count % Colors.Length]));
        }

        RowOf(section, row).Seats.Add(new DraftSeat(
            line, string.IsNullOrEmpty(seatGuid) ? $"{section}-{row}-{seat}" : seatGuid, seat, category,
            Number(where, "x", x), Number(where, "y", y), special ?? SeatKind.Seat));
    }

    /// <summary>Whether more lines would be for nothing: there is more than a plan can have, or more wrong than is
    /// told.</summary>
    public bool IsOver => _draft.Problems.IsFull || _seats > PlanLimits.SeatsMax
        || _draft.Rows.Count > PlanLimits.RowsMax || _draft.Sections.Count > PlanLimits.SectionsMax
        || _draft.Categories.Count > PlanLimits.CategoriesMax;

    /// <summary>The plan, or what is wrong with it by line.</summary>
    public PlanReading Finish()
    {
        VisibleNames.Check(_draft);
        return _draft.Finish();
    }

    private DraftRow RowOf(string section, string row)
    {
        if (!_sections.TryGetValue(section, out var index))
        {
            _sections[section] = index = _draft.Sections.Count;
            _draft.Sections.Add(section);
        }

        if (!_rows.TryGetValue((index, row), out var found))
        {
            _rows[(index, row)] = found = _draft.AddRow(index, row, line => $"line {line}");
        }

        return found;
    }

    private double Number(string where, string field, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= PlanLimits.CoordinateMax)
        {
            return number;
        }

        _draft.Problems.Add(
            where, $"{field} is '{text}'; it must be a number of at most {PlanLimits.CoordinateMax:N0}");
        return 0;
    }

    private void Check(string where, params ReadOnlySpan<(string Field, string Text)> fields)
    {
        foreach (var (field, text) in fields)
        {
            if (text.Length > PlanLimits.TextCharsMax || text.Any(char.IsControl))
            {
                _draft.Problems.Add(where, $"the {field} must have at most {PlanLimits.TextCharsMax} characters and no "
                    + "control characters");
            }
        }
    }
}

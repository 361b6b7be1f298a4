using System.Security.Cryptography;
using System.Text;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Engine.SeatingPlans;

/// <summary>
/// A seating plan given seat by seat, as the lines of a table: seats of one section and row belong together, rows and
/// seats keep the order of their lines. A table without places is laid out (<see cref="ListLayout"/>). The engine reads
/// no files; whoever does hands the fields over.
/// </summary>
public sealed class SeatTable
{
    private static readonly string[] Colors = ["#671c5f", "#3d3ab0", "#b23e50", "#2b6f9e", "#109c94"];

    private readonly PlanDraft _draft = new() { SectionsWord = "sections" };
    private readonly Dictionary<string, int> _sections = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Section, string Row), DraftRow> _rows = [];
    private readonly HashSet<string> _categories = new(StringComparer.Ordinal);

    private int _seats;

    /// <param name="name">What people call the hall.</param>
    public SeatTable(string name) => _draft.Name = name;

    /// <summary>How numbers are written in it.</summary>
    internal TableNumbers Numbers { get; init; } = new(isPartedByCommas: true);

    /// <summary>Whether it says where seats stand.</summary>
    internal bool HasPlaces { get; init; } = true;

    /// <summary>Adds one seat. What is wrong with it is told by <see cref="Finish"/>, with its line.</summary>
    /// <param name="line">Its line in the file, from 1.</param>
    /// <param name="section">May be empty.</param>
    /// <param name="row">May be empty.</param>
    /// <param name="seat">What is written on it.</param>
    /// <param name="x">From the left, with a decimal point or comma.</param>
    /// <param name="y">From above.</param>
    /// <param name="category">Its category; the plan has those that its seats name.</param>
    /// <param name="kind">Words of <see cref="SeatKinds"/>; null or empty: nothing special.</param>
    /// <param name="seatGuid">Its lasting name; null or empty: made of section, row and seat.</param>
    /// <param name="madeDate">"row" or "seat", where a spreadsheet seems to have made a date of it; null: of neither.
    /// </param>
    public void Add(
        int line, string section, string row, string seat, string x, string y, string category, string? kind,
        string? seatGuid, string? madeDate = null)
    {
        if (IsOver)
        {
            return;
        }

        _seats++;

        var place = new Place(this, line, section, row, seat);
        place.Check(
            ("section", section), ("row", row), ("seat", seat), ("category", category), ("guid", seatGuid ?? ""));
        if (madeDate is not null)
        {
            place.Add(
                $"the {madeDate} '{(madeDate == "row" ? row : seat)}' is a date, which spreadsheets make of labels "
                    + $"such as 1/5 or 1-5; format the column {madeDate} as text and enter the label again",
                $"date {madeDate}");
        }

        if (seat.Length == 0 || category.Length == 0)
        {
            var field = seat.Length == 0 ? "seat" : "category";
            place.Add($"the {field} is empty", $"no {field}");
            // Told once is enough: nothing comes of this plan, whatever the category is called.
            category = category.Length == 0 ? "-" : category;
        }

        var special = SeatKinds.Parse(kind ?? "");
        if (special is null)
        {
            place.Add($"the kind '{kind}' is none of WHEELCHAIR, COMPANION and RESTRICTED_VIEW", "kind");
        }

        if (_categories.Add(category))
        {
            _draft.Categories.Add(new PlanCategory(category, Colors[_draft.Categories.Count % Colors.Length]));
            _draft.CategoryPlaces.Add($"line {line}");
        }

        var (across, down) = HasPlaces ? place.Numbers(x, y) : default;
        var hasGuid = !string.IsNullOrEmpty(seatGuid);
        var draft = new DraftSeat(
            line, hasGuid ? seatGuid! : MadeGuid(section, row, seat), seat, category, across, down,
            special ?? SeatKind.Seat)
        {
            HasMadeGuid = !hasGuid,
        };
        var its = RowOf(section, row);
        its.Seats.Add(draft);
        if (place.IsWrong)
        {
            _draft.Problems.Mark(its, draft);
        }
    }

    // Each of the three may be as long as a guid.
    private static string MadeGuid(string section, string row, string seat)
    {
        var made = $"{section}-{row}-{seat}";
        return made.Length <= PlanLimits.TextCharsMax
            ? made
            : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(made)));
    }

    /// <summary>Whether more lines would be for nothing: there is more than a plan can have.</summary>
    public bool IsOver => _seats > PlanLimits.SeatsMax
        || _draft.Rows.Count > PlanLimits.RowsMax || _draft.Sections.Count > PlanLimits.SectionsMax
        || _draft.Categories.Count > PlanLimits.CategoriesMax;

    /// <summary>The plan, or what is wrong with it by line.</summary>
    public PlanReading Finish()
    {
        if (_seats == 0)
        {
            return new PlanReading(null, [new PlanProblem("seats", "there are none; a plan needs at least one")]);
        }

        VisibleNames.Check(_draft);
        CheckTimes();
        // A list that is too long for a plan is refused as such.
        if (!HasPlaces && !IsOver)
        {
            ListLayout.Arrange(_draft);
        }

        return _draft.Finish();
    }

    // A day of appointments with one that is called by no time would be sold as a hall, and nobody would know when.
    private void CheckTimes()
    {
        var areMostSeatsTimes = 2 * _draft.Rows.Sum(row => row.Seats.Count(IsTime)) > _seats;
        foreach (var row in areMostSeatsTimes ? _draft.Rows : [])
        {
            foreach (var seat in row.Seats.Where(seat => !IsTime(seat)))
            {
                if (_draft.Problems.IsFull)
                {
                    _draft.Problems.Skip("no time");
                }
                else
                {
                    _draft.Problems.Add(
                        row, seat, $"the seat '{seat.Number}' is no time of day as the others are; write it like "
                            + "09:20, or leave the line out", "no time");
                }
            }
        }

        static bool IsTime(DraftSeat seat) => PlanKinds.TimeOfDay(seat.Number) is not null;
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
            found = new DraftRow(index, row, line => $"line {line}") { SectionName = section };
            _rows[(index, row)] = found;
            _draft.Rows.Add(found);
        }

        return found;
    }

    /// <summary>The place of a line, for what is wrong with it.</summary>
    private sealed class Place(SeatTable table, int line, string section, string row, string seat)
    {
        public bool IsWrong { get; private set; }

        public void Add(string what, string kind)
        {
            IsWrong = true;
            // A file may be wrong in every line; what nobody reads is not written.
            if (table._draft.Problems.IsFull)
            {
                table._draft.Problems.Skip(kind);
                return;
            }

            var place = $"line {line}";
            table._draft.Problems.Add(place + DraftRow.Named(section, row, seat), what, kind, place);
        }

        public (double X, double Y) Numbers(string x, string y)
        {
            if (x.Length > 0 || y.Length > 0)
            {
                return (Number("x", x), Number("y", y));
            }

            Add("x and y are empty", "no place");
            return default;
        }

        private double Number(string field, string text)
        {
            if (text.Length == 0)
            {
                Add($"{field} is empty", $"no {field}");
                return 0;
            }

            var number = table.Numbers.Read(text, out var problem);
            if (number is { } read && Math.Abs(read) <= PlanLimits.CoordinateMax)
            {
                return read;
            }

            Add(
                $"{field} is {problem ?? $"'{text}'; it must be a number of at most {PlanLimits.CoordinateMax:N0}"}",
                field);
            return 0;
        }

        public void Check(params ReadOnlySpan<(string Field, string Text)> fields)
        {
            foreach (var (field, text) in fields)
            {
                if (text.Length > PlanLimits.TextCharsMax)
                {
                    Add($"the {field} has more than {PlanLimits.TextCharsMax} characters; shorten it", $"long {field}");
                }
                else if (text.Any(char.IsControl))
                {
                    Add($"the {field} has a control character; type it anew", $"control {field}");
                }
                else if (SpreadsheetCells.IsError(text))
                {
                    Add(
                        $"the {field} is '{text}', an error of a spreadsheet; mend the formula, or write what it "
                            + "stands for",
                        $"error {field}");
                }
            }
        }
    }
}

using System.Globalization;

namespace Usher.Engine.SeatingPlans;

/// <summary>
/// Gives places to seats that were listed without any: rows are straight and in order, seats in order of their numbers,
/// with a gap where numbers are missing. Sections stand beside and under each other, in the order of the list, each
/// under its name.
/// </summary>
internal static class ListLayout
{
    private const double SeatSpacing = 25;
    private const double RowSpacing = 32;
    private const double SectionGap = 60;
    private const double NameHeight = 36;
    private const double NameSize = 20;
    private const double LetterWidth = 11;

    // Of many missing numbers in a row only so much is seen: they are blocks of a hall, not seats that are not there.
    private const int GapMax = 3;

    // Seats that belong to no row are not one long row.
    private const int SeatsOfLineMax = 60;

    // Where rows would be so much wider by common numbers, each counts for itself (101 to 120 behind 201 to 220).
    private const double CommonWidthMax = 1.5;

    // A picture is rather wider than high.
    private const double Proportion = 1.6;

    public static void Arrange(PlanDraft draft)
    {
        draft.IsLaidOut = true;
        Order(draft);
        var blocks = draft.Rows.GroupBy(row => row.Section)
            .Select(section => new Block(draft.Sections[section.Key], [.. section])).ToArray();
        var area = blocks.Sum(block => (block.Width + SectionGap) * (block.Height + SectionGap));
        var widest = Math.Max(
            blocks.Select(block => block.Width).DefaultIfEmpty().Max(), Math.Sqrt(area * Proportion));
        var shelves = Shelves(blocks, widest);
        var width = shelves.Select(WidthOf).DefaultIfEmpty().Max();
        double y = 0;
        foreach (var shelf in shelves)
        {
            var x = (width - WidthOf(shelf)) / 2;
            foreach (var block in shelf)
            {
                block.Place(draft, x, y, isNamed: blocks.Length > 1);
                x += block.Width + SectionGap;
            }

            y += shelf.Max(block => block.Height) + SectionGap + NameHeight;
        }
    }

    private static void Order(PlanDraft draft)
    {
        foreach (var row in draft.Rows)
        {
            var ordered = row.Seats.OrderBy(seat => seat.Number, NaturalOrder.Instance).ToList();
            row.Seats.Clear();
            row.Seats.AddRange(ordered);
        }

        var rows = draft.Rows.Where(row => row.Seats.Count > 0).OrderBy(row => row.Section)
            .ThenBy(row => row.Label, NaturalOrder.Instance).ToList();
        draft.Rows.Clear();
        draft.Rows.AddRange(rows);
    }

    private static List<List<Block>> Shelves(Block[] blocks, double widest)
    {
        var shelves = new List<List<Block>>();
        foreach (var block in blocks)
        {
            if (shelves is not [.., var last] || WidthOf(last) + SectionGap + block.Width > widest)
            {
                shelves.Add([block]);
            }
            else
            {
                last.Add(block);
            }
        }

        return shelves;
    }

    private static double WidthOf(List<Block> shelf) =>
        shelf.Sum(block => block.Width) + (shelf.Count - 1) * SectionGap;

    // 7 where people read 7, 3 where they read C; null where it is no number.
    private static int? NumberOf(DraftSeat seat) => seat.Number is [>= 'A' and <= 'Z' and var letter]
        ? letter - 'A' + 1
        : int.TryParse(seat.Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Numbers in order as columns; of odd numbers alone, or even ones, the next is beside the one before.
    private static Dictionary<int, int> Columns(IEnumerable<int> numbers)
    {
        var used = numbers.Distinct().Order().ToArray();
        var step = used.Length > 1 && used.All(number => number % 2 == used[0] % 2) ? 2 : 1;
        var columns = new Dictionary<int, int>(used.Length);
        var column = 0;
        foreach (var (index, number) in used.Index())
        {
            column += index == 0 ? 0 : Math.Clamp((number - used[index - 1] + step - 1) / step, 1, GapMax);
            columns.Add(number, column);
        }

        return columns;
    }

    /// <summary>A section: its rows, and which place of its row each seat has.</summary>
    private sealed class Block
    {
        private readonly string _name;
        private readonly DraftRow[] _rows;
        private readonly double[][] _columns;
        private readonly int[] _lines;

        public Block(string name, DraftRow[] rows)
        {
            _name = name;
            _rows = rows;
            _columns = ByNumber(rows) ?? [.. rows.Select(row => Enumerable.Range(0, row.Seats.Count)
                .Select(place => (double)place).ToArray())];
            _lines = [.. rows.Select(_ => 1)];
            WrapLongLists();
            var columns = _columns.SelectMany(row => row).DefaultIfEmpty().Max();
            Width = Math.Max(columns * SeatSpacing, Math.Min(name.Length, 40) * LetterWidth);
            Height = (_lines.Sum() - 1) * RowSpacing;
        }

        public double Width { get; }

        public double Height { get; }

        public void Place(PlanDraft draft, double x, double y, bool isNamed)
        {
            if (isNamed && _name.Length > 0)
            {
                draft.Areas.Add(new PlanArea.Text
                {
                    Label = new AreaText(_name, new PlanPoint(x + Width / 2, y), NameSize, Color: null),
                });
            }

            var left = x + (Width - _columns.SelectMany(row => row).DefaultIfEmpty().Max() * SeatSpacing) / 2;
            var top = y + (isNamed ? NameHeight : 0);
            foreach (var (index, row) in _rows.Index())
            {
                for (var i = 0; i < row.Seats.Count; i++)
                {
                    var line = _lines[index] == 1 ? 0 : i / PerLine(row);
                    row.Seats[i] = row.Seats[i] with
                    {
                        X = left + _columns[index][i] * SeatSpacing,
                        Y = top + line * RowSpacing,
                    };
                }

                top += _lines[index] * RowSpacing;
            }
        }

        // Null where seats have no numbers to go by.
        private static double[][]? ByNumber(DraftRow[] rows)
        {
            var numbers = rows.Select(row => row.Seats.Select(NumberOf).ToArray()).ToArray();
            if (numbers.Any(row => row.Contains(null)))
            {
                return null;
            }

            var own = numbers.Select(row => Columns(row.Select(number => number!.Value))).ToArray();
            var widest = own.Max(row => row.Values.Max());
            var common = Columns(numbers.SelectMany(row => row).Select(number => number!.Value));
            return common.Values.Max() <= Math.Max(widest * CommonWidthMax, GapMax)
                ? [.. numbers.Select(row => row.Select(number => (double)common[number!.Value]).ToArray())]
                :
                [
                    .. numbers.Select((row, index) => row
                        .Select(number => own[index][number!.Value] + (widest - own[index].Values.Max()) / 2.0)
                        .ToArray()),
                ];
        }

        private void WrapLongLists()
        {
            foreach (var (index, row) in _rows.Index())
            {
                if (row.Label.Length == 0 && row.Seats.Count > SeatsOfLineMax)
                {
                    var perLine = PerLine(row);
                    _columns[index] = [.. Enumerable.Range(0, row.Seats.Count).Select(i => (double)(i % perLine))];
                    _lines[index] = (row.Seats.Count + perLine - 1) / perLine;
                }
            }
        }

        private static int PerLine(DraftRow row) => (int)Math.Ceiling(Math.Sqrt(row.Seats.Count * Proportion));
    }
}

namespace Usher.Engine.SeatingPlans;

/// <summary>What a plan must keep to, whatever it was read from.</summary>
internal static class PlanCheck
{
    // Two seats closer than this, in plan units, are one seat drawn twice: half of what a narrow seat takes.
    private const double RoomMin = 5;

    // So small that any two seats of one cell are too close; whoever else is stands at most two cells away.
    private const double Cell = RoomMin / 1.5;
    private const int CellsNear = 2;

    public static void Run(PlanDraft draft)
    {
        var problems = draft.Problems;
        CheckText(draft.Name, "name", problems);
        Count(draft.SeatCount, PlanLimits.SeatsMax, "seats", problems);
        Count(draft.Rows.Count, PlanLimits.RowsMax, "rows", problems);
        Count(draft.Sections.Count, PlanLimits.SectionsMax, draft.SectionsWord, problems);
        Count(draft.Categories.Count, PlanLimits.CategoriesMax, "categories", problems);
        if (draft.Areas.Count > PlanLimits.AreasMax)
        {
            problems.Add("areas", $"there are {draft.Areas.Count:N0}; at most {PlanLimits.AreasMax:N0} are drawn");
        }

        if (draft.SeatCount <= PlanLimits.SeatsMax)
        {
            CheckSeats(draft, CategoryNames(draft));
        }
    }

    /// <summary>Tells which seats stand on each other.</summary>
    public static void RequireRoom(PlanDraft draft)
    {
        if (draft.Width > PlanLimits.CoordinateMax || draft.Height > PlanLimits.CoordinateMax)
        {
            draft.Problems.Add("size", "the seats stand too far apart for the distance between neighbours");
            return;
        }

        var cells = new Dictionary<(int, int), (DraftRow Row, DraftSeat Seat)>(draft.SeatCount);
        foreach (var row in draft.Rows)
        {
            foreach (var seat in row.Seats)
            {
                var (column, line) = ((int)(seat.X / Cell), (int)(seat.Y / Cell));
                if (Near(cells, column, line, seat) is { } other)
                {
                    draft.Problems.Mark(other.Row, other.Seat);
                    // Where places were made of numbers, nobody can move a seat.
                    draft.Problems.Add(row, seat, draft.IsLaidOut
                        ? $"'{seat.Number}' and '{other.Seat.Number}' ({other.Row.Where(other.Seat)}) count as one "
                            + "number, and a list without x and y is drawn by its numbers; give one of them another"
                        : $"seat {row.Tell(seat)} stands on seat {other.Row.Tell(other.Seat)} "
                            + $"({other.Row.Where(other.Seat)}); move one of them", "stands on");
                }

                cells.TryAdd((column, line), (row, seat));
            }
        }
    }

    private static (DraftRow Row, DraftSeat Seat)? Near(
        Dictionary<(int, int), (DraftRow Row, DraftSeat Seat)> cells, int column, int line, DraftSeat seat)
    {
        for (var dx = -CellsNear; dx <= CellsNear; dx++)
        {
            for (var dy = -CellsNear; dy <= CellsNear; dy++)
            {
                if (cells.TryGetValue((column + dx, line + dy), out var other)
                    && other.Seat.DistanceTo(seat) < RoomMin)
                {
                    return other;
                }
            }
        }

        return null;
    }

    private static HashSet<string> CategoryNames(PlanDraft draft)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, category) in draft.Categories.Index())
        {
            CheckText(category.Name, $"categories[{index}].name", draft.Problems);
            if (!names.Add(category.Name))
            {
                draft.Problems.Add($"categories[{index}]", $"the category '{category.Name}' is there twice");
            }
        }

        return names;
    }

    private static void CheckSeats(PlanDraft draft, HashSet<string> categories)
    {
        var guids = new Dictionary<string, (DraftRow Row, DraftSeat Seat)>(draft.SeatCount, StringComparer.Ordinal);
        foreach (var row in draft.Rows)
        {
            foreach (var seat in row.Seats)
            {
                CheckSeat(draft.Problems, row, seat, categories, guids);
            }
        }
    }

    private static void CheckSeat(
        PlanProblems problems, DraftRow row, DraftSeat seat, HashSet<string> categories,
        Dictionary<string, (DraftRow Row, DraftSeat Seat)> guids)
    {
        if (!categories.Contains(seat.Category))
        {
            Add("category", () => $"the category '{seat.Category}' is none of the plan's");
        }

        if (seat.Guid.Length == 0)
        {
            Add("no guid", () => "the seat_guid is missing; every seat needs one of its own");
        }
        else if (!guids.TryAdd(seat.Guid, (row, seat)) && guids[seat.Guid] is var other && !IsOfOneName(other))
        {
            problems.Mark(other.Row, other.Seat);
            Add("guid", () => $"the seat_guid '{seat.Guid}' is that of {other.Row.Where(other.Seat)} already"
                + (seat.HasMadeGuid ? "; it was made of section, row and seat: give both one in a column guid" : ""));
        }

        if (!IsOnPaper(seat.X) || !IsOnPaper(seat.Y))
        {
            Add("position", () => $"its position is beyond {PlanLimits.CoordinateMax:N0} units");
        }

        // Then the name is told, of which the guid was made.
        bool IsOfOneName((DraftRow Row, DraftSeat Seat) other) =>
            seat.HasMadeGuid && other.Seat.HasMadeGuid && other.Row == row && other.Seat.Number == seat.Number;

        // A file may be wrong at every seat; what nobody reads is not written.
        void Add(string kind, Func<string> what)
        {
            if (problems.IsFull)
            {
                problems.Skip(kind);
            }
            else
            {
                problems.Add(row, seat, what(), kind);
            }
        }
    }

    private static bool IsOnPaper(double value) => Math.Abs(value) <= PlanLimits.CoordinateMax;

    private static void Count(int count, int max, string what, PlanProblems problems)
    {
        if (count == 0)
        {
            problems.Add(what, "there are none; a plan needs at least one");
        }
        else if (count > max)
        {
            problems.Add(what, $"there are more than {max:N0}; a plan has no more");
        }
    }

    private static void CheckText(string text, string where, PlanProblems problems)
    {
        if (text.Trim().Length == 0)
        {
            problems.Add(where, "is missing");
        }
    }
}

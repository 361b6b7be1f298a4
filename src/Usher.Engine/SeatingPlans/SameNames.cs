using System.Globalization;
using System.Text;
using Usher.Engine.Validation;

namespace Usher.Engine.SeatingPlans;

/// <summary>
/// Finds seats that people could not tell apart: those whose whole names read alike, section, row and seat. Their
/// tickets would be the same. Categories and sections whose names read alike are found too: their prices would be two
/// of one name. Plans that were stored before this was asked of them go on as they are.
/// </summary>
internal static class SameNames
{
    /// <summary>Tells each seat, or else each category and section, that is called like an earlier one, with both
    /// places.</summary>
    public static void Check(PlanDraft draft)
    {
        CheckSeats(draft);
        if (!draft.Problems.Any)
        {
            CheckCategories(draft);
            CheckSections(draft);
        }
    }

    private static void CheckSeats(PlanDraft draft)
    {
        var known = new Dictionary<string, (DraftRow Row, DraftSeat Seat)>(draft.SeatCount, StringComparer.Ordinal);
        string[] sections = [.. draft.Sections.Select(AsRead)];
        foreach (var row in draft.Rows)
        {
            var rowName = RowName(row);
            var rowAsRead = Joined(sections[row.Section], AsRead(rowName));
            foreach (var seat in row.Seats)
            {
                var asRead = Joined(rowAsRead, AsRead(TimedName(row, seat)));
                if (known.TryAdd(asRead, (row, seat)))
                {
                    continue;
                }

                var other = known[asRead];
                draft.Problems.Mark(other.Row, other.Seat);
                // A file may have each seat twice; what nobody reads is not written.
                if (draft.Problems.IsFull)
                {
                    draft.Problems.Skip("same name");
                }
                else
                {
                    draft.Problems.Add(row, seat, Told(draft, row, seat, other), "same name");
                }
            }
        }
    }

    private static void CheckCategories(PlanDraft draft)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, category) in draft.Categories.Index())
        {
            if (!known.TryAdd(AsRead(category.Name), index))
            {
                var other = known[AsRead(category.Name)];
                draft.Problems.Add(
                    draft.PlaceOfCategory(index),
                    Alike("category", category.Name, draft.Categories[other].Name, draft.PlaceOfCategory(other)));
            }
        }
    }

    // Two parts of a plan may have one name; two names that look like one are a mistake.
    private static void CheckSections(PlanDraft draft)
    {
        var known = new Dictionary<string, (string Name, string Place)>(StringComparer.Ordinal);
        foreach (var row in draft.Rows.DistinctBy(row => row.Section))
        {
            var (name, seat) = (draft.Sections[row.Section], row.Seats[0]);
            if (!known.TryAdd(AsRead(name), (name, row.Place(seat)))
                && known[AsRead(name)] is var other && other.Name != name)
            {
                draft.Problems.Add(row, seat, Alike("section", name, other.Name, other.Place), "same section");
            }
        }
    }

    private static string Alike(string what, string name, string other, string place) =>
        $"the {what} '{name}' reads like '{other}' ({place}), which people would take for one; write both alike, or "
            + "give one of them another name";

    private static string Told(
        PlanDraft draft, DraftRow row, DraftSeat seat, (DraftRow Row, DraftSeat Seat) other)
    {
        var name = NameOf(draft, row, seat);
        var otherName = NameOf(draft, other.Row, other.Seat);
        var place = other.Row.Place(other.Seat);
        return (name == otherName
                ? $"this seat and that at {place} are both called \"{name}\"; "
                : $"this seat is called \"{name}\" and that at {place} \"{otherName}\", which people would take for "
                    + "one; ")
            + "give one of them another number or its row another name, or put them into sections of different names";
    }

    private static string NameOf(PlanDraft draft, DraftRow row, DraftSeat seat) =>
        Joined(draft.Sections[row.Section], Joined(RowName(row), SeatName(row, seat)));

    private static string Joined(string one, string other) => one.Length > 0 && other.Length > 0
        ? $"{one}, {other}"
        : one + other;

    private static string RowName(DraftRow row) =>
        row.Label.Length > 0 ? PlaceWords.Row(row.LabelTemplate, row.Label) : "";

    // 9:00 and 09:00 are one time.
    private static string TimedName(DraftRow row, DraftSeat seat) =>
        PlanKinds.TimeOfDay(seat.Number) is { } time
            ? PlaceWords.Seat(row.SeatTemplate, time.ToString("HH:mm", CultureInfo.InvariantCulture))
            : SeatName(row, seat);

    private static string SeatName(DraftRow row, DraftSeat seat) =>
        PlaceWords.Seat(row.SeatTemplate, seat.Number);

    /// <summary>A name as people would read it aloud: capital letters or small ones, letters composed in one way or
    /// another, signs without width, signs that look like a space and spaces more or less are no difference.</summary>
    internal static string AsRead(string name)
    {
        if (Ascii.IsValid(name))
        {
            return Normal(name).ToUpperInvariant();
        }

        var seen = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (!IsUnseen(rune))
            {
                seen.Append(VisibleText.IsBlank(rune) ? new Rune(' ') : rune);
            }
        }

        return Normal(seen.ToString().Normalize(NormalizationForm.FormKC))
            .ToUpperInvariant().Normalize(NormalizationForm.FormC);
    }

    // A grapheme joiner and selectors of variants count as marks.
    private static bool IsUnseen(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format
        || rune.Value is 0x034f or (>= 0xfe00 and <= 0xfe0f) or (>= 0xe0100 and <= 0xe01ef);

    /// <summary>The name as people read it: spaces more or less cannot be seen.</summary>
    public static string Normal(string name) =>
        string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

using Usher.Engine.SeatingPlans;


namespace Usher.Pages.Desk.LiveMap;

/// <summary>Finds seats by their names: "J 16", "J 3-12", "5/16", "row J", "Stalls J 16", several separated by
/// commas.</summary>
internal sealed class SeatFinder(SeatingPlan plan)
{
    private static readonly string[] Fillers = ["ROW", "SEATS", "SEAT"];

    private readonly ILookup<string, int> _byLabel = Enumerable.Range(1, plan.Seats.Length)
        .ToLookup(seat => Plain(plan.LabelOf(seat)), StringComparer.Ordinal);

    /// <summary>The seats in order; none where any part of the text names no seat.</summary>
    public int[] Find(string text)
    {
        SortedSet<int> found = [];
        foreach (var part in text.Split([',', ';'], StringSplitOptions.TrimEntries))
        {
            var seats = FindPart(part);
            if (seats.Count == 0)
            {
                return [];
            }

            found.UnionWith(seats);
        }

        return [.. found];
    }

    // "J 16" and "J16" are one seat; "1 11" and "11 1" are two.
    private static string Plain(string text)
    {
        var words = text.ToUpperInvariant().Split([' ', '\u00a0', '/'], StringSplitOptions.RemoveEmptyEntries);
        return words.Where(word => !Fillers.Contains(word)).Aggregate("", (plain, word) =>
            plain.Length > 0 && char.IsAsciiDigit(plain[^1]) && char.IsAsciiDigit(word[0])
                ? $"{plain}/{word}"
                : plain + word);
    }

    private IReadOnlyCollection<int> FindPart(string part)
    {
        // The longest name first: the name of one section may be the beginning of another's.
        foreach (var section in plan.Sections.Where(name => name.Length > 0).OrderByDescending(name => name.Length))
        {
            if (part.StartsWith(section, StringComparison.OrdinalIgnoreCase) && part.Length > section.Length)
            {
                return [.. FindIn(part[section.Length..]).Where(seat => SectionOf(seat) == section)];
            }
        }

        return FindIn(part);
    }

    private IReadOnlyCollection<int> FindIn(string text)
    {
        var label = Plain(text);
        if (_byLabel[label].Any())
        {
            return [.. _byLabel[label]];
        }

        var dash = label.LastIndexOfAny(['-', '–']);
        if (dash > 0)
        {
            return [.. _byLabel[label[..dash]].SelectMany(first => UpTo(first, label[(dash + 1)..]))];
        }

        return label.Length == 0 || plan.IsPlain ? [] :
        [
            .. plan.Rows.Where(row => Plain(row.Label) == label)
                .SelectMany(row => Enumerable.Range(row.First, row.Count)),
        ];
    }

    private IEnumerable<int> UpTo(int first, string last)
    {
        var row = plan.Rows[plan.Seats[first - 1].Row];
        var end = plan.IsPlain ? plan.Seats.Length : row.First + row.Count - 1;
        for (var seat = first; seat <= end; seat++)
        {
            if (Plain(plan.Seats[seat - 1].Number) == last || Plain(plan.LabelOf(seat)) == last)
            {
                return Enumerable.Range(first, seat - first + 1);
            }
        }

        return [];
    }

    private string SectionOf(int seat) => plan.Sections[plan.Rows[plan.Seats[seat - 1].Row].Section];
}

namespace Usher.Engine.SeatingPlans;

/// <summary>What is special about a seat. Several may hold at once.</summary>
[Flags]
public enum SeatKind
{
    /// <summary>Nothing.</summary>
    Seat = 0,

    /// <summary>A space for a wheelchair.</summary>
    Wheelchair = 1,

    /// <summary>For somebody who accompanies a person in a wheelchair.</summary>
    Companion = 2,

    /// <summary>One does not see everything from here.</summary>
    RestrictedView = 4,
}

/// <summary>The words for kinds of seats, the same in files and on the wire; several are parted by spaces.</summary>
public static class SeatKinds
{
    private static readonly (SeatKind Kind, string Word)[] Words =
    [
        (SeatKind.Wheelchair, "WHEELCHAIR"),
        (SeatKind.Companion, "COMPANION"),
        (SeatKind.RestrictedView, "RESTRICTED_VIEW"),
    ];

    /// <summary>The words; "SEAT" where nothing is special.</summary>
    public static string ToText(this SeatKind kind) => kind == SeatKind.Seat
        ? "SEAT"
        : string.Join(' ', Words.Where(word => kind.HasFlag(word.Kind)).Select(word => word.Word));

    /// <summary>Reads words in any case; null if one of them is unknown.</summary>
    public static SeatKind? Parse(string text)
    {
        var kind = SeatKind.Seat;
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var known = Array.Find(Words, word => word.Word.Equals(part, StringComparison.OrdinalIgnoreCase));
            if (known.Word is null && !part.Equals("SEAT", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            kind |= known.Kind;
        }

        return kind;
    }
}

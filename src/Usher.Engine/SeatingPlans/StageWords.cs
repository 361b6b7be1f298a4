namespace Usher.Engine.SeatingPlans;

/// <summary>Finds the text in a plan that says where its stage is: "STAGE", "Bühne", "Screen 3".</summary>
internal static class StageWords
{
    // The first of these that a plan has counts most: a cinema with a stage in front of its screen has one focus.
    private static readonly string[][] ByRank =
    [
        [
            "stage", "bühne", "buehne", "hauptbühne", "mainstage", "scène", "scene", "escenario", "palco",
            "palcoscenico", "podium", "toneel", "scena", "scen", "сцена",
        ],
        ["screen", "leinwand", "écran", "ecran", "pantalla", "schermo", "doek", "ekran", "экран"],
        ["pitch", "spielfeld", "court", "manege", "manège", "altar", "dance floor"],
    ];

    // A stage door is where nobody looks.
    private static readonly string[] Otherwise =
        ["door", "entrance", "exit", "left", "right", "eingang", "ausgang", "links", "rechts", "seats", "side"];

    private const int WordsMax = 3;

    /// <summary>The text; null where none says so.</summary>
    public static AreaText? Find(IEnumerable<PlanArea> areas)
    {
        AreaText? found = null;
        var foundRank = ByRank.Length;
        foreach (var area in areas)
        {
            if (area.Label is { } label && Rank(label.Text) is var rank && rank < foundRank)
            {
                (found, foundRank) = (label, rank);
            }
        }

        return found;
    }

    private static int Rank(string text)
    {
        var words = text.Split([' ', '\u00a0', '-', '–', '/', ',', '.', ':', '(', ')', '*'],
            StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > WordsMax || words.Any(word => Has(Otherwise, word)))
        {
            return ByRank.Length;
        }

        var rank = Array.FindIndex(ByRank, known => Has(known, text.Trim()) || words.Any(word => Has(known, word)));
        return rank < 0 ? ByRank.Length : rank;
    }

    private static bool Has(string[] known, string word) => known.Contains(word, StringComparer.OrdinalIgnoreCase);
}

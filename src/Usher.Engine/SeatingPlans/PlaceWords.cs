using System.Text;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Engine.SeatingPlans;

/// <summary>
/// Rows and seats as people call them: "Row J", "seat 16". Many lists write the word with the name, in whatever
/// language: "Row J", "Tisch 4", "Miejsce 16"; then no other stands before it. place-words.ts has the same.
/// </summary>
internal static class PlaceWords
{
    private static readonly HashSet<string> Known = new(
        [
            .. TableColumns.RowWords, .. TableColumns.SeatWords,
            "table", "tisch", "tavolo", "mesa", "tafel", "stół", "stol", "bord", "bordet", "asztal", "pöytä", "masa",
            "desk", "schalter", "counter", "box", "booth", "loge", "loża", "loza", "lóže", "palco", "bench", "bank",
            "banc", "banco", "panca", "ławka", "lawka", "couch", "sofa",
        ],
        StringComparer.Ordinal);

    /// <summary>Every word, in lower case.</summary>
    public static IReadOnlyCollection<string> All => Known;

    /// <summary>"Row J".</summary>
    /// <param name="template">As the plan has it; null: none.</param>
    /// <param name="label">What is written at the row's end.</param>
    public static string Row(string? template, string label) => Filled(template, "Row", label);

    /// <summary>"seat 16".</summary>
    /// <param name="template">As the plan has it; null: none.</param>
    /// <param name="number">What is written on the seat, or on several.</param>
    /// <param name="word">What stands before it otherwise.</param>
    public static string Seat(string? template, string number, string word = "seat") => Filled(template, word, number);

    /// <summary>Whether the name begins with what it names: "Tisch 4", "row J".</summary>
    public static bool Begin(string name)
    {
        var text = name.Normalize(NormalizationForm.FormC).AsSpan().Trim();
        var end = 0;
        while (end < text.Length && char.IsLetter(text[end]))
        {
            end++;
        }

        return end > 0 && Known.Contains(TableColumns.Word(text[..end].ToString()));
    }

    private static string Filled(string? template, string word, string name) =>
        template is not null ? SeatingPlan.Filled(template, name)
        : Begin(name) ? name
        : $"{word} {name}";
}

namespace Usher.Engine.SeatingPlans.Generators;

/// <summary>Letters for rows.</summary>
internal static class RowLabels
{
    private const string Theatre = "ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>A to Z, then AA, AB and on.</summary>
    /// <param name="index">From 0.</param>
    public static string Letters(int index)
    {
        var label = "";
        for (var rest = index + 1; rest > 0; rest = (rest - 1) / 26)
        {
            label = (char)('A' + (rest - 1) % 26) + label;
        }

        return label;
    }

    /// <summary>As theatres do: without I and O, which look like figures; doubled for an upper deck.</summary>
    public static string House(int index, bool doubled = false)
    {
        var letter = Theatre[index % Theatre.Length];
        return new string(letter, (doubled ? 2 : 1) + index / Theatre.Length);
    }
}

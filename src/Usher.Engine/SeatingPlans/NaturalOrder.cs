using System.Buffers;

namespace Usher.Engine.SeatingPlans;

/// <summary>The order in which people count rows and seats: 2 before 10, Z before AA, 7 before 7a.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static readonly NaturalOrder Instance = new();

    // Longer runs of letters are words, which follow the alphabet.
    private const int LettersMax = 3;

    private static readonly SearchValues<char> Capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private NaturalOrder()
    {
    }

    public int Compare(string? x, string? y)
    {
        var one = x.AsSpan();
        var other = y.AsSpan();
        while (!one.IsEmpty && !other.IsEmpty)
        {
            var first = Run(one);
            var second = Run(other);
            var order = char.IsAsciiDigit(first[0]) && char.IsAsciiDigit(second[0])
                ? CompareNumbers(first, second)
                : CompareLetters(first, second);
            if (order != 0)
            {
                return order;
            }

            one = one[first.Length..];
            other = other[second.Length..];
        }

        return one.Length != other.Length ? one.Length - other.Length : string.CompareOrdinal(x, y);
    }

    // As far as the text goes on with digits, or without.
    private static ReadOnlySpan<char> Run(ReadOnlySpan<char> text)
    {
        var length = 1;
        while (length < text.Length && char.IsAsciiDigit(text[length]) == char.IsAsciiDigit(text[0]))
        {
            length++;
        }

        return text[..length];
    }

    private static int CompareNumbers(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        one = one.TrimStart('0');
        other = other.TrimStart('0');
        return one.Length != other.Length ? one.Length - other.Length : one.SequenceCompareTo(other);
    }

    private static int CompareLetters(ReadOnlySpan<char> one, ReadOnlySpan<char> other) =>
        one.Length != other.Length && AreLabels(one) && AreLabels(other)
            ? one.Length - other.Length
            : one.CompareTo(other, StringComparison.OrdinalIgnoreCase);

    private static bool AreLabels(ReadOnlySpan<char> text) =>
        text.Length <= LettersMax && !text.ContainsAnyExcept(Capitals);
}

namespace Usher.Bench.Reports;

/// <summary>A run's place in a comparison of two builds.</summary>
/// <param name="Pair">From 1.</param>
/// <param name="IsNew">Whether it is this build's.</param>
internal readonly record struct Turn(int Pair, bool IsNew);

/// <summary>Who runs when: each pair the other way round than the one before, so that neither is always first.
/// </summary>
internal static class Turns
{
    public static IEnumerable<Turn> Of(int pairs) => Enumerable.Range(1, pairs).SelectMany(pair => (Turn[])
        [new Turn(pair, BeginsWithNew(pair)), new Turn(pair, !BeginsWithNew(pair))]);

    public static bool BeginsWithNew(int pair) => pair % 2 == 0;
}

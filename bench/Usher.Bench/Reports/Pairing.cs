namespace Usher.Bench.Reports;

/// <summary>Puts together what was measured of two builds, figure by figure.</summary>
internal static class Pairing
{
    /// <summary>What was measured of both in every pair.</summary>
    public static IEnumerable<PairedFigure> Figures(ComparisonResult old, ComparisonResult @new) =>
        from before in old.Series
        from after in @new.Series
        where after.Name == before.Name && after.Unit == before.Unit
        where before.Rounds.Length == old.Rounds && after.Rounds.Length == @new.Rounds
        select new PairedFigure(before.Name, before.Unit, before.LowerIsBetter, before.Rounds, after.Rounds);

    /// <summary>The processor time of each, of server and PostgreSQL together first.</summary>
    public static IEnumerable<PairedFigure> Costs(ComparisonResult old, ComparisonResult @new)
    {
        (string Name, Func<ProcessorCost, double?> Of)[] parts =
        [
            ("server and PostgreSQL", cost => cost.ServerUs + cost.PostgresUs), ("server", cost => cost.ServerUs),
            ("PostgreSQL", cost => cost.PostgresUs), ("generator", cost => cost.GeneratorUs),
        ];
        return
            from before in old.Costs
            from after in @new.Costs
            where after.Name == before.Name
            let unit = $"µs a {before.Median.Per}"
            where before.Rounds.Concat(after.Rounds).All(cost => cost.Per == before.Median.Per)
            from part in parts
            let figures = (
                Old: before.Rounds.Select(part.Of).OfType<double>().ToArray(),
                New: after.Rounds.Select(part.Of).OfType<double>().ToArray())
            where figures.Old.Length == old.Rounds && figures.New.Length == @new.Rounds
            let name = old.Costs.Length == 1 ? part.Name : $"{before.Name}: {part.Name}"
            select new PairedFigure(name, unit, LowerIsBetter: true, [.. figures.Old], [.. figures.New]);
    }
}

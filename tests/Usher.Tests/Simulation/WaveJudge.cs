namespace Usher.Tests.Simulation;

internal sealed class SimulationFailedException(string problem) : Exception(problem);

/// <summary>Judges one wave: are its answers and what is stored as if its moves had come one at a time?</summary>
internal sealed class WaveJudge(Wave wave, Plan plan, double now)
{
    private readonly bool _hasFault = wave.HasFault || plan.IsImpatient;

    /// <summary>Nobody is turned away, and nobody left in doubt, unless something was wrong.</summary>
    public void RequireCause(Buyer buyer)
    {
        var isCaused = buyer.Reply switch
        {
            Replies.Overloaded => wave.Moves.Length > plan.QueueCommandsMax
                || wave.Faults.Any(fault => fault.Kind == FaultKind.StaleQueue),
            Replies.Unavailable => _hasFault,
            _ => true,
        };
        if (!isCaused)
        {
            throw new SimulationFailedException($"{buyer.Move} was answered '{buyer.Reply}' without a cause.");
        }
    }

    /// <summary>The booking that a buyer was told of is the one that is stored for his wish.</summary>
    public static void RequireId(Buyer buyer, StoredShow stored)
    {
        if (buyer.HeardOf is { } heard && (!stored.Ids.TryGetValue(buyer.Move.Booking, out var id) || id != heard))
        {
            throw new SimulationFailedException(
                $"{buyer.Move} was told of booking {heard}, which is not stored as b{buyer.Move.Booking}.");
        }
    }

    /// <summary>The show after the wave.</summary>
    public ModelShow Explain(
        int show, Buyer[] buyers, ModelShow before, StoredShow stored)
    {
        var played = buyers.Where(buyer => buyer.Move.Show == show)
            .Select(buyer => new Played(buyer.Move, buyer.Reply)).ToArray();
        var search = new ReplySearch(played, now, plan.SeatMapSecondsMax, stored.Description);
        return search.Find(before) ?? throw new SimulationFailedException(
            $"Show {show} at {now} s: no order of the wave's moves gives these answers and leaves what is stored.\n"
            + $"  before\n    {Indent(before.Describe())}\n  stored now\n    {Indent(stored.Description)}\n"
            + $"  the order that came furthest{search.Best}");
    }

    private static string Indent(string text) => text.Replace("\n", "\n    ", StringComparison.Ordinal);
}

namespace Usher.SystemTests.Simulation;

internal sealed class SimulationFailedException(string problem) : Exception(problem);

/// <summary>Judges one wave: are its answers and what is stored as if its moves had come one at a time?</summary>
internal sealed class WaveJudge(Wave wave, Plan plan, double now)
{
    private readonly bool _hasFault = wave.HasFault || plan.IsImpatient;

    /// <summary>Nobody is refused as overload, and nobody left in doubt, unless something was wrong.</summary>
    public void RequireCause(Buyer buyer)
    {
        var isCaused = buyer.Reply switch
        {
            Replies.Overloaded => wave.Moves.Length > plan.QueueCommandsMax || IsOutpaced(buyer)
                || wave.Faults.Any(fault => fault.Kind == FaultKind.StaleQueue),
            Replies.Unavailable => _hasFault,
            _ => true,
        };
        if (!isCaused)
        {
            throw new SimulationFailedException($"{buyer.Move} was answered '{buyer.Reply}' without a cause.");
        }
    }

    /// <summary>The booking that a buyer was told of is the one that is stored for his request.</summary>
    public static void RequireId(Buyer buyer, StoredShow stored)
    {
        if (buyer.HeardOf is { } heard && (!stored.Ids.TryGetValue(buyer.Move.Booking, out var id) || id != heard))
        {
            throw new SimulationFailedException(
                $"{buyer.Move} was told of booking {heard}, which is not stored as b{buyer.Move.Booking}.");
        }
    }

    /// <summary>No person has more seats than the show lets one have, whatever anybody was told.</summary>
    public static void RequireLimit(PlannedShow show, StoredShow stored)
    {
        foreach (var (person, seats) in stored.SeatsByPerson)
        {
            if (seats > show.SeatsPerPersonMax)
            {
                throw new SimulationFailedException(
                    $"{person} has {seats} seats of a show that lets a person have {show.SeatsPerPersonMax}.");
            }
        }
    }

    /// <summary>Whether an engine may have given up a batch that was committed after all: it could tell nobody of it.
    /// </summary>
    public bool MayGoUntold(Buyer[] buyers) => buyers.Any(buyer => buyer.Reply == Replies.Unavailable
        || (buyer.Reply == Replies.GivenUp && _hasFault));

    /// <summary>The show after the wave.</summary>
    public ModelShow Explain(
        int show, Buyer[] buyers, ModelShow before, StoredShow stored)
    {
        var played = buyers.Where(buyer => buyer.Move.Show == show)
            .Select(buyer => new Played(buyer.Move, buyer.Reply)
            {
                Chosen = buyer.Move.IsBest ? stored.Seats.GetValueOrDefault(buyer.Move.Booking, []) : [],
            }).ToArray();
        var search = new ReplySearch(played, now, plan.SeatMapSecondsMax, stored.Description)
        {
            HasMemory = plan.HasMemory,
            HeldSeatsMax = plan.HeldSeatsMax,
            MakersOf = plan.MakersOf,
            // The engines could not look up what a client holds.
            IsCountVague = wave.Faults.Any(fault => fault.Kind == FaultKind.Restart),
            IsOnlyProcess = plan.Processes == 1,
        };
        var after = search.Find(before) ?? throw new SimulationFailedException(
            $"Show {show} at {now} s: no order of the wave's moves gives these answers and leaves what is stored.\n"
            + $"  before\n    {Indent(before.Describe())}\n  stored now\n    {Indent(stored.Description)}\n"
            + $"  the order that came furthest{search.Best}");
        foreach (var buyer in buyers.Where(buyer => buyer.Move.Show == show))
        {
            RequireAdvice(buyer, before, isAlone: played.Length == 1);
        }

        return after with { IsKnown = before.IsKnown && !played.Any(one => one.Reply == Replies.Unavailable) };
    }

    // Those who choose may be refused where others change the show all the time, or have just done so.
    private bool IsOutpaced(Buyer buyer) => buyer.Move.IsBest
        && wave.Moves.Any(other => other != buyer.Move && other.Show == buyer.Move.Show);

    // What a refusal offers instead promises nothing, but it must make sense; and be true where nobody else is about.
    private void RequireAdvice(Buyer buyer, ModelShow show, bool isAlone)
    {
        var (hall, request, free, noOrphans) = (show.Hall, buyer.Move, show.Free(now), show.Terms.NoOrphans);
        var isCertain = isAlone && plan.Processes == 1 && show.IsKnown;
        var isSensible = buyer.Alternatives.Length <= 3
            && buyer.Alternatives.All(seats => seats.Length == request.Seats.Length
                && hall.AreTogether(ModelHall.Set(seats))
                && !(isCertain && (ModelHall.Set(seats) & ~free) != 0)
                && !(isCertain && hall.LoneSeats(free, ModelHall.Set(seats)) != 0));
        isSensible &= buyer.PossibleCount is not { } possible || (possible >= 0 && possible < request.SeatCount
            && (!isCertain || possible == hall.PossibleCount(free, request, noOrphans)));
        if (!isSensible)
        {
            throw new SimulationFailedException(
                $"{request} was told that {buyer.PossibleCount} seats are possible, or "
                + $"{string.Join(", ", buyer.Alternatives.Select(seats => string.Join('+', seats)))} instead.\n"
                + $"  before\n    {Indent(show.Describe())}");
        }
    }

    private static string Indent(string text) => text.Replace("\n", "\n    ", StringComparison.Ordinal);
}

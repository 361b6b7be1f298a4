namespace Usher.SystemTests.Simulation;

/// <summary>
/// Whether a request for the best seats was answered as it may be. What it got must be free at its place in the order,
/// of its category, together unless it may be split, and leave nobody alone where that is the rule. It must be exactly
/// the best where one process can have missed nothing and the other requests of the wave got theirs or found them
/// taken; a wave that also frees seats, or blocks them, may pass over some, for a batch plans on what is free when it
/// begins (ADR 18). A refusal needs that nothing suits among seats as they were at some moment of the wave, or that
/// another process changed less than a second ago: older maps refuse nobody.
/// </summary>
/// <param name="moves">The moves of one show and one wave, in order of arrival.</param>
/// <param name="before">The show before them.</param>
/// <param name="now">Seconds after the opening.</param>
/// <param name="isOneProcess">Whether the plan has only one.</param>
internal sealed class BestJudge(IReadOnlyList<Played> moves, ModelShow before, double now, bool isOneProcess)
{
    /// <summary>How old a map may be that refuses.</summary>
    public const double MapSecondsMax = 1;

    /// <summary>Whether the request may have the seats that are stored for it.</summary>
    public bool MayHave(ModelShow show, Played played)
    {
        var (hall, request, chosen) = (show.Hall, played.Move, ModelHall.Set(played.Chosen));
        var isRight = played.Chosen.Distinct().Count() == request.SeatCount
            && hall.AreSuitable(played.Chosen, request.Category)
            && (chosen & ~show.Free(now)) == 0
            && (request.MayBeSplit || hall.AreTogether(chosen))
            && !(show.Terms.NoOrphans && hall.LoneSeats(show.Free(now), chosen) != 0);
        return isRight && (!MustBeBest(played) || chosen == hall.Best(show.Free(now), request, show.Terms.NoOrphans));
    }

    /// <summary>Whether the request may be told that there is nothing for it.</summary>
    public bool MayBeRefused(ModelShow show, Move request)
    {
        var (certain, doubtful) = (0, 0);
        foreach (var (number, seat) in show.Seats)
        {
            var isFree = SeenBy(request.Process, number, seat).Select(seen => !seen.IsTaken(now)).ToHashSet();
            (certain, doubtful) = isFree.Count > 1 ? (certain, doubtful | ModelHall.Set([number]))
                : isFree.Single() ? (certain | ModelHall.Set([number]), doubtful)
                : (certain, doubtful);
        }

        // Every set of the doubtful ones.
        for (var free = doubtful; ; free = (free - 1) & doubtful)
        {
            if (show.Hall.Best(certain | free, request, show.Terms.NoOrphans) == 0)
            {
                return true;
            }

            if (free == 0)
            {
                return false;
            }
        }
    }

    /// <summary>What the seat was in this wave, the latest first.</summary>
    public IEnumerable<ModelSeat> InWave(int number, ModelSeat seat)
    {
        yield return seat;
        while (seat.Before is { } earlier && seat.Version > before.Seats[number].Version)
        {
            yield return seat = earlier;
        }
    }

    private IEnumerable<ModelSeat> SeenBy(int process, int number, ModelSeat seat) =>
        InWave(number, seat).Concat(InWave(number, seat).Last().SeenBy(process, now, MapSecondsMax));

    private bool MustBeBest(Played played) => isOneProcess && before.IsKnown
        && Replies.IsFreshlyHeld(played.Reply)
        && moves.All(other => other == played || other.Move.Booking != played.Move.Booking)
        && moves.All(other => other.Move.Kind == MoveKind.Book
            && !before.Bookings.ContainsKey(other.Move.Booking)
            && (Replies.IsFreshlyHeld(other.Reply) || Replies.SeatsTaken(other.Reply).Any()));
}

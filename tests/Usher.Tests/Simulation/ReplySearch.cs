namespace Usher.Tests.Simulation;

/// <summary>A move and what its buyer heard.</summary>
internal sealed record Played(Move Move, string Reply);

/// <summary>
/// Looks for an order in which the moves of one show and one wave, played one at a time, give every answer that was
/// given and leave what is stored. A move whose answer is unknown was either carried out or not.
/// Within a process the order is that of arrival, faults or not: a batch whose commit was lost is answered as it was
/// decided or decided anew, always as a whole. Only a transaction that nobody has heard the end of may end late, and a
/// refusal from a seat map in memory is not in line. Where there are two processes, it is the order of those moves only
/// that have a seat or a booking in common: batches of two processes that lock nothing of each other's run at once, and
/// neither sees a booking that the other is about to make. All moves of a wave are under way at once, so no buyer can
/// tell which of two strangers was first.
/// </summary>
/// <param name="moves">In order of arrival.</param>
/// <param name="now">Seconds after the opening.</param>
/// <param name="mapSecondsMax">How old a process's seat map may be; 0 where it has none.</param>
/// <param name="stored">As <see cref="ModelShow.Describe"/> would put it.</param>
internal sealed class ReplySearch(IReadOnlyList<Played> moves, double now, double mapSecondsMax, string stored)
{
    private readonly HashSet<(int Played, string Show)> _seen = [];

    /// <summary>How far the best order came: for the report of a violation.</summary>
    public string Best { get; private set; } = "";

    private readonly bool _isOneProcess = moves.DistinctBy(played => played.Move.Process).Count() < 2;
    private ModelShow? _before;
    private int _bestPlayed = -1;

    /// <summary>The show that explains it all, or null if there is none.</summary>
    public ModelShow? Find(ModelShow before)
    {
        _before = before;
        return From(before, played: 0, count: 0, "");
    }

    private ModelShow? From(ModelShow show, int played, int count, string path)
    {
        var description = show.Describe();
        if (!_seen.Add((played, description + DescribeMemory(show))))
        {
            return null;
        }

        Note(count, path, description);
        if (count == moves.Count)
        {
            return description == stored ? show : null;
        }

        for (var i = 0; i < moves.Count; i++)
        {
            if ((played >> i & 1) == 1 || !MayBeNext(i, played))
            {
                continue;
            }

            foreach (var (after, note) in Branches(show, moves[i]))
            {
                var step = $"{path}\n    {moves[i].Move} -> {moves[i].Reply}{note}";
                if (From(after, played | 1 << i, count + 1, step) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private bool MayBeNext(int index, int played) => MayBeFromMap(moves[index]) || !Enumerable.Range(0, index)
        .Any(i => (played >> i & 1) == 0
            && moves[i].Move.Process == moves[index].Move.Process
            && !Replies.IsUnknown(moves[i].Reply)
            && (_isOneProcess || HaveInCommon(moves[i].Move, moves[index].Move)));

    private bool HaveInCommon(Move one, Move other) =>
        one.Booking == other.Booking || SeatsOf(one).Intersect(SeatsOf(other)).Any();

    // Its own, or those of the booking it is about, made before or in this wave.
    private IEnumerable<int> SeatsOf(Move move) =>
        move.Kind == MoveKind.Book ? move.Seats
        : _before!.Bookings.TryGetValue(move.Booking, out var booking) ? booking.Seats
        : moves.Where(played => played.Move.Booking == move.Booking).SelectMany(played => played.Move.Seats);

    private IEnumerable<(ModelShow After, string Note)> Branches(ModelShow show, Played move)
    {
        if (Replies.IsNothingDone(move.Reply))
        {
            yield return (show, "");
            yield break;
        }

        var (after, reply) = show.Play(move.Move, now);
        after = mapSecondsMax > 0 ? after.Remembering(show, now, KnowsOf(move), mapSecondsMax) : after;
        if (Replies.IsUnknown(move.Reply))
        {
            yield return (after, ", carried out");
            yield return (show, ", not carried out");
        }
        else if (reply == move.Reply)
        {
            yield return (after, "");
        }
        else if (IsRefusedFromMap(show, move))
        {
            yield return (show, ", from a seat map");
        }
    }

    // Where another process did the same, or nobody heard how it ended, it may have been another's doing.
    private int? KnowsOf(Played played) => !Replies.IsUnknown(played.Reply) && moves.All(other =>
        other.Move.Process == played.Move.Process
        || (other.Move.Kind, other.Move.Booking) != (played.Move.Kind, played.Move.Booking))
            ? played.Move.Process
            : null;

    // With a key the database is asked, whatever the map says.
    private bool MayBeFromMap(Played played) =>
        mapSecondsMax > 0
        && played.Move is { Kind: MoveKind.Book, HasKey: false }
        && Replies.SeatsTaken(played.Reply).Any();

    private bool IsRefusedFromMap(ModelShow show, Played played) =>
        MayBeFromMap(played)
        && Replies.SeatsTaken(played.Reply).ToHashSet() is var taken
        && taken.IsSubsetOf(played.Move.Seats)
        && played.Move.Seats.All(number => show.Seats.TryGetValue(number, out var seat)
            && seat.SeenBy(played.Move.Process, now, mapSecondsMax).Any(s => s.IsTaken(now) == taken.Contains(number)));

    private string DescribeMemory(ModelShow show) => mapSecondsMax == 0 ? "" : string.Concat(show.Seats.Values
        .Select(seat => FormattableString.Invariant($"\n{seat.KnownTo} {seat.ChangedAt} {seat.Before}")));

    private void Note(int count, string path, string description)
    {
        if (count > _bestPlayed)
        {
            _bestPlayed = count;
            Best = $"{path}\n  leaves\n    {description.Replace("\n", "\n    ", StringComparison.Ordinal)}";
        }
    }
}

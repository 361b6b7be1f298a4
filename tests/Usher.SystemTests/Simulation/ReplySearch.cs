using System.Collections.Immutable;

namespace Usher.SystemTests.Simulation;

/// <summary>A move and what its buyer heard.</summary>
internal sealed record Played(Move Move, string Reply)
{
    /// <summary>What is stored for a request that left the choice to the engine.</summary>
    public ImmutableArray<int> Chosen { get; init; } = [];

    /// <summary>The seats it is about, as far as it says.</summary>
    public ImmutableArray<int> Seats => Move.IsBest ? Chosen : Move.Seats;
}

/// <summary>
/// Looks for an order in which the moves of one show and one wave, played one at a time, give every answer that was
/// given and leave what is stored. A move whose answer is unknown was either carried out or not.
/// Within a process the order is that of arrival, faults or not: a batch whose commit was lost is answered as it was
/// decided or decided anew, always as a whole. Only a transaction that nobody has heard the end of may end late, and a
/// refusal from a seat map in memory is not in line. Where there are two processes, it is the order of those moves only
/// that have a seat or a booking in common: batches of two processes that lock nothing of each other's run at once, and
/// neither sees a booking that the other is about to make. All moves of a wave are under way at once, so no buyer can
/// tell which of two strangers was first. Seats that are put back on sale are looked up before the command is in line,
/// so it may come at any place, and speaks of what was blocked at some moment of the wave.
/// </summary>
/// <param name="moves">In order of arrival.</param>
/// <param name="now">Seconds after the opening.</param>
/// <param name="mapSecondsMax">How old a process's seat map may be; 0 where it has none.</param>
/// <param name="stored">As <see cref="ModelShow.Describe"/> would put it.</param>
internal sealed class ReplySearch(IReadOnlyList<Played> moves, double now, double mapSecondsMax, string stored)
{
    private readonly HashSet<(int Played, string Show)> _seen = [];

    /// <summary>Whether seats remember what they were, where no map asks for it: for choosing, and for what is looked
    /// up before a command is in line.</summary>
    public bool HasMemory { get; init; }

    /// <summary>Whether the plan has only one process.</summary>
    public bool IsOnlyProcess { get; init; }

    /// <summary>How many seats of a show one client may hold; 0: as many as it likes. Then a request may be decided
    /// twice, before the others and after them, for what its client holds is looked up in between.</summary>
    public int HeldSeatsMax { get; init; }

    /// <summary>The processes that may have made a booking, as bits.</summary>
    public Func<int, int> MakersOf { get; init; } = _ => 1;

    /// <summary>Whether a client may be refused for what it does not hold any more.</summary>
    public bool IsCountVague { get; init; }

    /// <summary>How far the best order came: for the report of a violation.</summary>
    public string Best { get; private set; } = "";

    private readonly bool _isOneProcess = moves.DistinctBy(played => played.Move.Process).Count() < 2;
    private double MemorySecondsMax => Math.Max(mapSecondsMax, HasMemory ? BestJudge.MapSecondsMax : 0);
    private ModelShow? _before;
    private BestJudge? _best;
    private int _bestPlayed = -1;

    /// <summary>The show that explains it all, or null if there is none.</summary>
    public ModelShow? Find(ModelShow before)
    {
        _before = before;
        _best = new BestJudge(moves, before, now, IsOnlyProcess);
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

    private bool MayBeNext(int index, int played) => !Enumerable.Range(0, index)
        .Any(i => (played >> i & 1) == 0
            && moves[i].Move.Process == moves[index].Move.Process
            && !Replies.IsUnknown(moves[i].Reply)
            && moves[i].Move.Kind != MoveKind.Unblock
            && (!IsLimited(moves[i]) || IsSameRequest(moves[i].Move, moves[index].Move))
            && Precedes(moves[i], moves[index]));

    // Sent again, it is in line with itself. Whatever else is asked of the booking meanwhile may find that it is not
    // there yet.
    private static bool IsSameRequest(Move earlier, Move later) =>
        later.Kind == MoveKind.Book && earlier.Booking == later.Booking;

    // A key's requests are in line with each other, wherever the seats are looked up.
    private bool Precedes(Played earlier, Played later) => IsOutOfLine(later)
        ? later.Move.HasKey && earlier.Move.Booking == later.Move.Booking
        : _isOneProcess || HaveInCommon(earlier, later);

    private bool IsOutOfLine(Played played) =>
        MayBeFromMap(played) || played.Move.Kind == MoveKind.Unblock || IsLimited(played);

    private bool IsLimited(Played played) => HeldSeatsMax > 0 && played.Move.Kind == MoveKind.Book;

    private bool HaveInCommon(Played one, Played other) =>
        one.Move.Booking == other.Move.Booking || SeatsOf(one).Intersect(SeatsOf(other)).Any();

    // Its own, or those of the booking it is about, made before or in this wave.
    private IEnumerable<int> SeatsOf(Played move) =>
        move.Move.Kind is MoveKind.Book or MoveKind.Block or MoveKind.Unblock ? move.Seats
        : _before!.Bookings.TryGetValue(move.Move.Booking, out var booking) ? booking.Seats
        : moves.Where(played => played.Move.Booking == move.Move.Booking).SelectMany(played => played.Seats);

    private IEnumerable<(ModelShow After, string Note)> Branches(ModelShow show, Played move)
    {
        if (Replies.IsNothingDone(move.Reply))
        {
            yield return (show, "");
            yield break;
        }

        if (move.Move.Kind == MoveKind.Unblock)
        {
            foreach (var branch in UnblockBranches(show, move))
            {
                yield return branch;
            }

            yield break;
        }

        if (move.Reply == Replies.LimitReached)
        {
            if (MayBeLimited(show, move.Move))
            {
                yield return (show, "");
            }

            yield break;
        }

        var isRefused = move.Reply == Replies.NoneTogether;
        var (after, reply) = show.Play(move.Move, now, isRefused ? [] : move.Chosen);
        var isRight = !move.Move.IsBest
            || (isRefused ? _best!.MayBeRefused(show, move.Move)
                : show.Bookings.ContainsKey(move.Move.Booking) || !after.Bookings.ContainsKey(move.Move.Booking)
                    || _best!.MayHave(show, move));
        isRight &= after.Bookings.Count == show.Bookings.Count || !MustBeLimited(show, move.Move);
        if (Replies.IsUnknown(move.Reply))
        {
            if (isRight)
            {
                yield return (Remember(show, after, move), ", carried out");
            }

            yield return (show, ", not carried out");
        }
        else if (isRight && Agree(reply, move))
        {
            yield return (Remember(show, after, move), "");
        }
        else if (IsRefusedFromMap(show, move))
        {
            yield return (show, ", from a seat map");
        }
    }

    private bool MayBeLimited(ModelShow show, Move move) => HeldSeatsMax > 0
        && !show.Bookings.ContainsKey(move.Booking) && move.Seats.All(seat => seat <= show.Terms.Seats)
        && !show.IsOver(now)
        && (IsCountVague || show.HeldBy(move, now, MakersOf).Possible + move.SeatsWanted > HeldSeatsMax);

    private bool MustBeLimited(ModelShow show, Move move) => HeldSeatsMax > 0 && move.Kind == MoveKind.Book
        && show.HeldBy(move, now, MakersOf).Certain + move.SeatsWanted > HeldSeatsMax;

    private ModelShow Remember(ModelShow show, ModelShow after, Played move) => MemorySecondsMax > 0
        ? after.Remembering(show, now, KnowsOf(move), MemorySecondsMax)
        : after;

    // What buyers have bought is told from what the house has only after the commit, when that may have changed.
    private bool Agree(string reply, Played move) => reply == move.Reply
        || (move.Move.Kind == MoveKind.Block && Merged(reply) == Merged(move.Reply) && moves.Any(other => other != move
            && other.Move.Kind is MoveKind.Block or MoveKind.Unblock or MoveKind.CancelByStaff));

    private static string Merged(string reply) =>
        reply.StartsWith("blocked ", StringComparison.Ordinal) && Replies.Lists(reply) is var lists
            ? Replies.Blocked(lists["blocked"], lists["held"], lists["sold"].Concat(lists["before"]), [])
            : reply;

    private IEnumerable<(ModelShow After, string Note)> UnblockBranches(ModelShow show, Played move)
    {
        var isUnknown = Replies.IsUnknown(move.Reply);
        if (!isUnknown && !SaysWhatWasBlocked(show, move))
        {
            yield break;
        }

        var kept = isUnknown ? show.KeptOf(move.Move).Kept : Replies.Lists(move.Reply)["unblocked"];
        yield return (Remember(show, show.Unblock(move.Move, kept, now), move), isUnknown ? ", carried out" : "");
        var twice = kept.Where(seat => _best!.InWave(seat, show.Seats[seat])
            .Where(show.IsHouse).Select(seen => seen.Owner).Distinct().Count() > 1).ToArray();
        if (twice.Length > 0)
        {
            var after = show.Unblock(move.Move, kept.Except(twice), now);
            yield return (Remember(show, after, move), ", looked up before seats were blocked again");
        }

        if (isUnknown)
        {
            yield return (show, ", not carried out");
        }
    }

    private bool SaysWhatWasBlocked(ModelShow show, Played move)
    {
        if (!move.Reply.StartsWith("unblocked ", StringComparison.Ordinal))
        {
            return false;
        }

        var lists = Replies.Lists(move.Reply);
        return lists["unblocked"].Concat(lists["others"]).Order().SequenceEqual(move.Move.Seats.Order())
            && lists["unblocked"].All(seat => show.Seats.ContainsKey(seat)
                && _best!.InWave(seat, show.Seats[seat]).Any(show.IsHouse))
            && lists["others"].All(seat => !show.Seats.TryGetValue(seat, out var found)
                || _best!.InWave(seat, found).Any(seen => !show.IsHouse(seen)));
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
        && played.Move is { Kind: MoveKind.Book, IsBest: false }
        && Replies.SeatsTaken(played.Reply).Any();

    private bool IsRefusedFromMap(ModelShow show, Played played) =>
        MayBeFromMap(played)
        && !show.Bookings.ContainsKey(played.Move.Booking)
        && Replies.SeatsTaken(played.Reply).ToHashSet() is var taken
        && taken.IsSubsetOf(played.Move.Seats)
        && played.Move.Seats.All(number => show.Seats.TryGetValue(number, out var seat)
            && seat.SeenBy(played.Move.Process, now, mapSecondsMax).Any(s => s.IsTaken(now) == taken.Contains(number)));

    private string DescribeMemory(ModelShow show) => MemorySecondsMax == 0 ? "" : string.Concat(show.Seats.Values
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

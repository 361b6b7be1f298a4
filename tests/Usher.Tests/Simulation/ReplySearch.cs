namespace Usher.Tests.Simulation;

/// <summary>A move and what its buyer heard.</summary>
internal sealed record Played(Move Move, string Reply);

/// <summary>
/// Looks for an order in which the moves of one show and one wave, played one at a time, give every answer that was
/// given and leave what is stored. A move whose answer is unknown was either carried out or not.
/// Without faults the order within a process must be that of arrival. A batch that runs again after a lost commit may
/// decide its refusals anew, so with faults any order will do: all of a wave's moves were under way at once.
/// </summary>
internal sealed class ReplySearch(
    IReadOnlyList<Played> moves, double now, bool hasFault, string stored, Func<int, bool> mayBeThoughtTaken)
{
    private readonly HashSet<(int Played, string Show)> _seen = [];

    /// <summary>How far the best order came: for the report of a violation.</summary>
    public string Best { get; private set; } = "";

    private int _bestPlayed = -1;

    /// <summary>The show that explains it all, or null if there is none.</summary>
    public ModelShow? Find(ModelShow before) => From(before, played: 0, count: 0, "");

    private ModelShow? From(ModelShow show, int played, int count, string path)
    {
        var description = show.Describe();
        if (!_seen.Add((played, description)))
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

    private bool MayBeNext(int index, int played) => hasFault || !Enumerable.Range(0, index)
        .Any(i => (played >> i & 1) == 0 && moves[i].Move.Process == moves[index].Move.Process);

    private IEnumerable<(ModelShow After, string Note)> Branches(ModelShow show, Played move)
    {
        if (Replies.IsNothingDone(move.Reply))
        {
            yield return (show, "");
            yield break;
        }

        var (after, reply) = show.Play(move.Move, now);
        if (Replies.IsUnknown(move.Reply))
        {
            yield return (after, ", carried out");
            yield return (show, ", not carried out");
        }
        else if (reply == move.Reply)
        {
            yield return (after, "");
        }
        else if (IsStaleRefusal(move))
        {
            yield return (show, ", from a seat map");
        }
    }

    // A seat map in memory may refuse what another process, or a commit whose answer was lost, has freed meanwhile.
    private static bool IsKeyless(Move move) => move is { Kind: MoveKind.Book, HasKey: false };

    private bool IsStaleRefusal(Played move) =>
        IsKeyless(move.Move)
        && Replies.SeatsTaken(move.Reply).ToArray() is { Length: > 0 } taken
        && taken.All(mayBeThoughtTaken);

    private void Note(int count, string path, string description)
    {
        if (count > _bestPlayed)
        {
            _bestPlayed = count;
            Best = $"{path}\n  leaves\n    {description.Replace("\n", "\n    ", StringComparison.Ordinal)}";
        }
    }
}

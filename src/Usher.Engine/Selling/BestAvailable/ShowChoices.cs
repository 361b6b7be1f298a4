using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling.BestAvailable;

/// <summary>
/// What one batch may choose from in one show. It plans on the seat map in memory which seats to lock for whom, each
/// request on what the ones before it leave; and it chooses, inside the lock, among what was planned.
/// </summary>
internal sealed class ShowChoices
{
    private const int AnyCategory = -1;

    private readonly SeatingPlan _plan;
    private readonly SeatRankings _rankings;
    private readonly bool _noOrphans;

    // By index: whether the seat is free as far as is known, and planned for nobody.
    private readonly bool[] _isLeft;
    private readonly Dictionary<(int SeatCount, int? Category), Shortlist> _shortlists = [];

    // The lowest seats of all groups that are planned for requests of a kind, in the order of planning.
    private readonly Dictionary<(int SeatCount, int? Category), List<int>> _planned = [];
    private readonly Dictionary<BookingCommand.Book, ImmutableArray<int>> _plans =
        new(ReferenceEqualityComparer.Instance);

    // What is planned or reserved, in order of the requests, and how much of it was before each request.
    private readonly List<int> _claimed = [];
    private readonly Dictionary<BookingCommand.Book, int> _claimedBefore = new(ReferenceEqualityComparer.Instance);

    // The smallest group of a category that did not even fit in parts; while nothing is freed no larger one will.
    private readonly Dictionary<int, int> _tooMany = [];
    private BookOutcome.NoneTogether? _latestShortage;

    /// <param name="show">The show.</param>
    /// <param name="plan">Where its seats are.</param>
    /// <param name="isFree">By index: whether the seat is free as far as is known. From here on it is this one's own.
    /// </param>
    public ShowChoices(ShowTerms show, SeatingPlan plan, bool[] isFree, SeatRankings rankings)
    {
        (_plan, _rankings, _isLeft, _noOrphans) = (plan, rankings, isFree, show.NoOrphans);
    }

    /// <summary>Whether a request found nothing that is left for it.</summary>
    public bool IsShort { get; private set; }

    /// <summary>Whether what is known is fresh enough to refuse by it.</summary>
    public bool IsCertain { get; set; }

    /// <summary>An earlier request of the batch for certain seats: they are its own if it can have them all.</summary>
    public void Reserve(ImmutableArray<int> seatNumbers)
    {
        if (seatNumbers.All(IsLeft))
        {
            Take(seatNumbers);
            _claimed.AddRange(seatNumbers);
        }
    }

    /// <summary>Plans seats for the request. Empty if none are left that suit it.</summary>
    public ImmutableArray<int> Plan(BookingCommand.Book command, BestAvailableRequest request)
    {
        var seats = PlanTogether(request.SeatCount, request.Category);
        if (seats.IsEmpty && request.MayBeSplit)
        {
            seats = PlanApart(request);
        }

        IsShort |= seats.IsEmpty;
        _claimedBefore[command] = _claimed.Count;
        _claimed.AddRange(seats);
        _plans[command] = seats;
        return seats;
    }

    /// <summary>What the request would get now, as one group or in parts; empty if nothing suits it. Plans nothing.
    /// </summary>
    public ImmutableArray<ImmutableArray<int>> Propose(BestAvailableRequest request)
    {
        var together = ShortlistOf(request.SeatCount, request.Category).Best();
        return !together.IsEmpty ? [together]
            : !request.MayBeSplit ? []
            : Apart(request, BestSeats.Parts(
                request.SeatCount, BestSeats.Buckets(_plan, request.Category, IsLeft)));
    }

    /// <summary>More groups for the requests of this batch than they need: somebody else may have taken some.</summary>
    public IEnumerable<ImmutableArray<int>> PlanSpares(int groupsMax)
    {
        foreach (var (seatCount, category) in _planned.Keys.ToArray())
        {
            for (var i = 0; i < groupsMax && PlanTogether(seatCount, category) is { IsEmpty: false } spare; i++)
            {
                yield return spare;
            }
        }
    }

    /// <summary>The best of the planned seats that the request may have now; empty if there are none.</summary>
    /// <param name="command">The request.</param>
    /// <param name="canHave">Whether a seat is locked and may be given to somebody.</param>
    /// <param name="isFree">Whether a seat is locked and nobody's, for the rule about single seats.</param>
    public ImmutableArray<int> Choose(BookingCommand.Book command, Func<int, bool> canHave, Func<int, bool> isFree)
    {
        var request = command.Best!;
        var planned = _planned.GetValueOrDefault((request.SeatCount, request.Category)) ?? [];
        // What is at the front is mostly taken by the requests before this one, and stays so.
        planned.RemoveRange(0, CountTaken(planned, request.SeatCount, canHave));
        var together = BestSeats.Choose(
            planned.Where(first => BestSeats.AreFree(first, request.SeatCount, canHave)),
            request.SeatCount, _plan.Runs, isFree, _noOrphans);
        if (!together.IsEmpty || !request.MayBeSplit)
        {
            return together;
        }

        var seats = _plans.GetValueOrDefault(command, []);
        return seats.All(canHave) && IsAllowed(seats, isFree) ? seats : [];
    }

    /// <summary>The refusal of a request that no seats could be planned for; null unless that is certain. It is not
    /// where a request before it has left seats that were meant for it: refused itself, or answered from an
    /// earlier booking.</summary>
    /// <param name="command">The request.</param>
    /// <param name="canHave">Whether a seat is locked and may be given to somebody.</param>
    public BookOutcome.NoneTogether? RefusalOf(BookingCommand.Book command, Func<int, bool> canHave) =>
        IsCertain && _plans.GetValueOrDefault(command, []).IsEmpty
        && !_claimed.Take(_claimedBefore.GetValueOrDefault(command)).Any(canHave)
            ? Shortage(command.Best!)
            : null;

    private static int CountTaken(List<int> planned, int seatCount, Func<int, bool> canHave)
    {
        var taken = 0;
        while (taken < planned.Count && !BestSeats.AreFree(planned[taken], seatCount, canHave))
        {
            taken++;
        }

        return taken;
    }

    private ImmutableArray<int> PlanTogether(int seatCount, int? category)
    {
        var group = ShortlistOf(seatCount, category).Best();
        if (!group.IsEmpty)
        {
            Take(group);
            if (!_planned.TryGetValue((seatCount, category), out var planned))
            {
                _planned[(seatCount, category)] = planned = [];
            }

            planned.Add(group[0]);
        }

        return group;
    }

    private ImmutableArray<int> PlanApart(BestAvailableRequest request)
    {
        var category = request.Category ?? AnyCategory;
        if (_tooMany.TryGetValue(category, out var tooMany) && request.SeatCount >= tooMany)
        {
            return [];
        }

        var parts = BestSeats.Parts(request.SeatCount, BestSeats.Buckets(_plan, request.Category, IsLeft));
        if (parts.IsEmpty)
        {
            _tooMany[category] = request.SeatCount;
            return [];
        }

        var seats = Apart(request, parts).SelectMany(part => part).ToImmutableArray();
        Take(seats);
        return seats;
    }

    // As few parts as possible, near each other. The rule looks at them together: each by itself may be allowed and all
    // of them not.
    private ImmutableArray<ImmutableArray<int>> Apart(BestAvailableRequest request, ImmutableArray<int> sizes) =>
        sizes.IsEmpty
            ? []
            : new SplitGroup(_plan, request.Category, IsLeft, _noOrphans)
                .Find(sizes, _rankings.Of(_plan, sizes[0], request.Category));

    private BookOutcome.NoneTogether Shortage(BestAvailableRequest request)
    {
        // A crowd that is refused is refused for the same reason.
        if (_latestShortage is { } latest && latest.SeatCount == request.SeatCount
            && latest.IsSplit == request.MayBeSplit && latest.Category == NameOf(request.Category))
        {
            return latest;
        }

        var stretches = BestSeats.Buckets(_plan, request.Category, IsLeft).ToArray();
        var possible = request.MayBeSplit
            ? Math.Min(stretches.Sum(), request.SeatCount - 1)
            : Enumerable.Range(1, Math.Min(stretches.Append(0).Max(), request.SeatCount - 1)).Reverse()
                .FirstOrDefault(count => !ShortlistOf(count, request.Category).Best().IsEmpty);
        return _latestShortage = new BookOutcome.NoneTogether(
            request.SeatCount, NameOf(request.Category), request.MayBeSplit, possible)
        {
            Split = request.MayBeSplit || possible == 0
                ? []
                : Apart(request, BestSeats.Parts(request.SeatCount, stretches)),
        };
    }

    private Shortlist ShortlistOf(int seatCount, int? category)
    {
        if (!_shortlists.TryGetValue((seatCount, category), out var shortlist))
        {
            _shortlists[(seatCount, category)] = shortlist =
                new Shortlist(_rankings.Of(_plan, seatCount, category), _plan.Runs, IsLeft, _noOrphans);
        }

        return shortlist;
    }

    private bool IsAllowed(ImmutableArray<int> seats, Func<int, bool> isFree) =>
        !_noOrphans || OrphanRule.LoneSeats(_plan.Runs, seats.AsSpan(), isFree).IsEmpty;

    private string? NameOf(int? category) => category is { } index ? _plan.Categories[index].Name : null;

    private bool IsLeft(int seatNumber) => _isLeft[seatNumber - 1];

    private void Take(IEnumerable<int> seatNumbers)
    {
        foreach (var number in seatNumbers)
        {
            _isLeft[number - 1] = false;
        }
    }
}

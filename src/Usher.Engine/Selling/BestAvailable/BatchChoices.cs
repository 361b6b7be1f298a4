using Usher.Engine.Seats;
using Usher.Engine.Selling.Rules;


namespace Usher.Engine.Selling.BestAvailable;

/// <summary>
/// Chooses for all requests of a batch that leave the choice to the engine: seats are planned on the seat maps in
/// memory, locked, and given only if the locked rows agree. Where another process was faster the rows tell, and the
/// choice is made again.
/// </summary>
internal sealed class BatchChoices
{
    /// <summary>How often seats are chosen for a batch before its buyers are asked to come again.</summary>
    public const int RoundsMax = 5;

    // From this round on the database is asked what is free: the rows met so far were taken.
    private const int RereadRound = 2;

    private const int SparesMin = 8;

    // Of the shows that are chosen from, in order of arrival; also those that name their seats.
    private readonly ILookup<ShowId, BookingCommand.Book> _requests;
    private readonly SeatMaps _maps;
    private readonly SeatRankings _rankings;
    private readonly int _certainMillisecondsMax;
    private readonly Dictionary<ShowId, ShowChoices> _shows = [];
    private readonly HashSet<BookingCommand.Book> _unserved = new(ReferenceEqualityComparer.Instance);
    private DateTime? _now;

    private BatchChoices(
        BookingCommand.Book[] requests, SeatMaps maps, SeatRankings rankings, int certainMillisecondsMax)
    {
        (_maps, _rankings, _certainMillisecondsMax) = (maps, rankings, certainMillisecondsMax);
        ShowIds =
        [
            .. requests.Where(request => request.Best is not null).Select(request => request.Show.Id).Distinct()
                .OrderBy(id => id.Value),
        ];
        _requests = requests.ToLookup(request => request.Show.Id);
    }

    /// <summary>The shows that are chosen from, in the one order of locking.</summary>
    public ShowId[] ShowIds { get; }

    /// <summary>Null if the batch leaves nothing to choose.</summary>
    /// <param name="certainMillisecondsMax">How old a seat map may be for nobody to be refused wrongly by it.</param>
    public static BatchChoices? For(
        IEnumerable<BookingCommand> commands, SeatMaps maps, SeatRankings rankings, int certainMillisecondsMax)
    {
        var requests = commands.OfType<BookingCommand.Book>().ToArray();
        return requests.Any(request => request.Best is not null)
            ? new BatchChoices(requests, maps, rankings, certainMillisecondsMax)
            : null;
    }

    public ShowChoices Of(ShowId showId) => _shows[showId];

    /// <summary>Plans seats for every request, and adds them to what is to be locked.</summary>
    /// <param name="round">Counts from 0.</param>
    public async Task PlanAsync(LockSet locks, int round)
    {
        foreach (var showId in ShowIds)
        {
            BookingCommand.Book[] requests = [.. _requests[showId]];
            if (round >= RereadRound)
            {
                await _maps.ReadNowAsync(showId);
            }

            var choices = await PlanAsync(requests, locks);
            if (choices.IsShort && !choices.IsCertain && _now is not null)
            {
                // Nobody is refused for what was only true a while ago.
                await _maps.ReadNowAsync(showId);
                choices = await PlanAsync(requests, locks);
                choices.IsCertain = true;
            }

            if (round > 0)
            {
                foreach (var spare in choices.PlanSpares(SparesMin << (2 * round)))
                {
                    locks.Add(requests[0], spare);
                }
            }

            _shows[showId] = choices;
        }
    }

    /// <summary>Takes in what the locked rows say, before anything is decided by them.</summary>
    public void Learn(BatchState locked)
    {
        _now = locked.Now;
        foreach (var show in locked.Seats.GroupBy(seat => seat.Key.ShowId).Where(show => _shows.ContainsKey(show.Key)))
        {
            _maps.Learn(show.Key, show);
        }
    }

    /// <summary>Before seats are chosen again: requests that took none, because they were refused or their booking was
    /// there already, need none planned either, or those after them would find nothing left.</summary>
    public void Learn(BatchState decided, IEnumerable<(BookingCommand Command, CommandOutcome Outcome)> outcomes)
    {
        _unserved.Clear();
        HashSet<BookingId> made = [];
        foreach (var (command, outcome) in outcomes)
        {
            var isServed = outcome is BookOutcome.ChooseAgain or BookOutcome.NoneTogether
                || (outcome is BookOutcome.Held && !decided.IsLoaded(command.Id) && made.Add(command.Id));
            if (command is BookingCommand.Book request && !isServed)
            {
                _unserved.Add(request);
            }
        }
    }

    private async Task<ShowChoices> PlanAsync(BookingCommand.Book[] requests, LockSet locks)
    {
        var (show, plan) = (requests[0].Show, requests.First(request => request.Plan is not null).Plan!);
        var now = _now ?? _maps.EstimateNow();
        var isFree = await _maps.FreeSeatsAsync(show.Id, plan.Seats.Length, now, CancellationToken.None);
        show.Slots?.Close(isFree, now);
        var choices = new ShowChoices(show, plan, isFree, _rankings)
        {
            IsCertain = now is not null && _maps.IsCertain(show.Id, _certainMillisecondsMax),
        };
        foreach (var request in requests.Where(request => !_unserved.Contains(request)))
        {
            if (request.Best is { } best)
            {
                locks.Add(request, choices.Plan(request, best));
            }
            else
            {
                choices.Reserve(request.SeatNumbers);
            }
        }

        return choices;
    }
}

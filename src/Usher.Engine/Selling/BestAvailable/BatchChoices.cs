using Usher.Engine.Seats;
using Usher.Engine.Selling.Rules;


namespace Usher.Engine.Selling.BestAvailable;

/// <summary>
/// Chooses for all wishes of a batch that leave the choice to the engine: seats are planned on the seat maps in memory,
/// locked, and given only if the locked rows agree. Where another process was faster the rows tell, and the choice is
/// made again.
/// </summary>
internal sealed class BatchChoices
{
    /// <summary>How often seats are chosen for a batch before its buyers are asked to come again.</summary>
    public const int RoundsMax = 5;

    // From this round on the database is asked what is free: the rows met so far were taken.
    private const int RereadRound = 2;

    private const int SparesMin = 8;

    // Of the shows that are chosen from, in order of arrival; also those that name their seats.
    private readonly ILookup<ShowId, BookingCommand.Book> _wishes;
    private readonly SeatMaps _maps;
    private readonly SeatRankings _rankings;
    private readonly int _certainMillisecondsMax;
    private readonly Dictionary<ShowId, ShowChoices> _shows = [];
    private readonly HashSet<BookingCommand.Book> _unserved = new(ReferenceEqualityComparer.Instance);
    private DateTime? _now;

    private BatchChoices(
        BookingCommand.Book[] wishes, SeatMaps maps, SeatRankings rankings, int certainMillisecondsMax)
    {
        (_maps, _rankings, _certainMillisecondsMax) = (maps, rankings, certainMillisecondsMax);
        ShowIds =
        [
            .. wishes.Where(wish => wish.Best is not null).Select(wish => wish.Show.Id).Distinct()
                .OrderBy(id => id.Value),
        ];
        _wishes = wishes.ToLookup(wish => wish.Show.Id);
    }

    /// <summary>The shows that are chosen from, in the one order of locking.</summary>
    public ShowId[] ShowIds { get; }

    /// <summary>Null if the batch leaves nothing to choose.</summary>
    /// <param name="certainMillisecondsMax">How old a seat map may be for nobody to be refused wrongly by it.</param>
    public static BatchChoices? For(
        IEnumerable<BookingCommand> commands, SeatMaps maps, SeatRankings rankings, int certainMillisecondsMax)
    {
        var wishes = commands.OfType<BookingCommand.Book>().ToArray();
        return wishes.Any(wish => wish.Best is not null)
            ? new BatchChoices(wishes, maps, rankings, certainMillisecondsMax)
            : null;
    }

    public ShowChoices Of(ShowId showId) => _shows[showId];

    /// <summary>Plans seats for every wish, and adds them to what is to be locked.</summary>
    /// <param name="round">Counts from 0.</param>
    public async Task PlanAsync(LockSet locks, int round)
    {
        foreach (var showId in ShowIds)
        {
            BookingCommand.Book[] wishes = [.. _wishes[showId]];
            if (round >= RereadRound)
            {
                await _maps.ReadNowAsync(showId);
            }

            var choices = await PlanAsync(wishes, locks);
            if (choices.IsShort && !choices.IsCertain && _now is not null)
            {
                // Nobody is refused for what was only true a while ago.
                await _maps.ReadNowAsync(showId);
                choices = await PlanAsync(wishes, locks);
                choices.IsCertain = true;
            }

            if (round > 0)
            {
                foreach (var spare in choices.PlanSpares(SparesMin << (2 * round)))
                {
                    locks.Add(wishes[0], spare);
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

    /// <summary>Before seats are chosen again: wishes that took none, because they were refused or their booking was
    /// there already, need none planned either, or those after them would find nothing left.</summary>
    public void Learn(BatchState decided, IEnumerable<(BookingCommand Command, CommandOutcome Outcome)> outcomes)
    {
        _unserved.Clear();
        HashSet<BookingId> made = [];
        foreach (var (command, outcome) in outcomes)
        {
            var isServed = outcome is BookOutcome.ChooseAgain or BookOutcome.NoneTogether
                || (outcome is BookOutcome.Held && !decided.IsLoaded(command.Id) && made.Add(command.Id));
            if (command is BookingCommand.Book wish && !isServed)
            {
                _unserved.Add(wish);
            }
        }
    }

    private async Task<ShowChoices> PlanAsync(BookingCommand.Book[] wishes, LockSet locks)
    {
        var (show, plan) = (wishes[0].Show, wishes.First(wish => wish.Plan is not null).Plan!);
        var now = _now ?? _maps.EstimateNow();
        var isFree = await _maps.FreeSeatsAsync(show.Id, plan.Seats.Length, now, CancellationToken.None);
        var choices = new ShowChoices(show, plan, isFree, _rankings)
        {
            IsCertain = now is not null && _maps.IsCertain(show.Id, _certainMillisecondsMax),
        };
        foreach (var wish in wishes.Where(wish => !_unserved.Contains(wish)))
        {
            if (wish.Best is { } best)
            {
                locks.Add(wish, choices.Plan(wish, best));
            }
            else
            {
                choices.Reserve(wish.SeatNumbers);
            }
        }

        return choices;
    }
}

using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Selling.WarmUp;
using Usher.Engine.Shows;
using Usher.Engine.Statistics;

namespace Usher.Engine.Selling;

/// <summary>
/// The only write path to seats and bookings. Commands that arrive while a transaction is under way wait in a bounded
/// queue and share the next one (group commit, as in DeWitt et al., 1984). Every outcome is given after the commit
/// that made it true. A cancelled wait does not undo the command: it may still be carried out.
/// </summary>
public sealed class BookingEngine : IAsyncDisposable
{
    // A fraction of the time that a wish may wait.
    private static readonly TimeSpan RefuseStaleEvery = TimeSpan.FromMilliseconds(250);

    private const string SelectSecret = "select value from secrets where name = 'booking_id'";

    private readonly DataSources _data;
    private readonly ShowCatalog _shows;
    private readonly SeatMaps _maps;
    private readonly Chooser _chooser;
    private readonly CommandQueue _queue;
    private readonly ImmutableArray<BatchWorker> _loops;
    private readonly Task _running;
    private readonly ITimer _turningAway;
    private volatile WarmUpShow? _warmUp;
    private byte[]? _secret;

    /// <summary>Starts the batch loops; the database is first touched by the first command.</summary>
    public BookingEngine(
        DataSources data, ShowCatalog shows, SeatMaps maps, IOptions<EngineOptions> options, EngineClock clock,
        TimeProvider time, ILogger<BookingEngine> logger)
        : this(data, shows, maps, options, clock, time, logger, BatchSteps.Real)
    {
    }

    internal BookingEngine(
        DataSources data, ShowCatalog shows, SeatMaps maps, IOptions<EngineOptions> options, EngineClock clock,
        TimeProvider time, ILogger<BookingEngine> logger, BatchSteps steps)
    {
        _data = data;
        _shows = shows;
        _maps = maps;
        RefusalCounts = new RefusalCounts(time);
        _chooser = new Chooser(maps, new SeatRankings(options));
        _queue = new CommandQueue(QueueLimits.From(options.Value), time);
        _loops =
        [
            .. Enumerable.Range(0, options.Value.BatchWorkers)
                .Select(worker => new BatchWorker(
                    worker, _queue, data, maps, _chooser, clock, options.Value, time, logger, steps)),
        ];
        _running = Task.WhenAll(_loops.Select(loop => Task.Run(loop.RunAsync)));
        _turningAway = time.CreateTimer(_ => _queue.RefuseStale(), state: null, RefuseStaleEvery, RefuseStaleEvery);
    }

    /// <summary>How many wishes this process refused because seats were taken.</summary>
    public RefusalCounts RefusalCounts { get; }

    /// <summary>How long one who is turned away now should wait: until those before are likely to be through.</summary>
    public TimeSpan RetryAfter => _queue.RetryAfter;

    /// <inheritdoc cref="CommandQueue.PauseTaking"/>
    internal Lock.Scope PauseTaking() => _queue.PauseTaking();

    /// <summary>
    /// Answers wishes for seats without a database, to measure everything around it; null, and for no configuration
    /// anything else, where seats are sold.
    /// </summary>
    public Func<BookRequest, ShowTerms, BookingOutcome>? AnswerInstead { get; set; }

    /// <summary>
    /// Holds seats for a buyer, all or none: those named, or the best that are free. With an idempotency key the same
    /// request gives the same booking and the same outcome, for as long as the booking exists; a refusal stores
    /// nothing, so the key may try again.
    /// </summary>
    /// <returns>Held, SeatsTaken, NoneTogether, LeavesSingleSeat, ShowNotFound, SeatsNotFound, CategoryNotFound,
    /// TooManySeats, SalesNotOpen, KeyReused, Overloaded or Unavailable.</returns>
    /// <exception cref="ArgumentException">The request has no, too many, repeated or non-positive seats, or both
    /// seats and a number of them.</exception>
    /// <exception cref="NpgsqlException">The show is not in memory and the database is away.</exception>
    public async Task<BookingOutcome> BookAsync(BookRequest request, CancellationToken ct)
    {
        RequireForm(request);
        var warmUp = _warmUp;
        var show = warmUp?.ShowId == request.ShowId
            ? warmUp.Terms
            : await _shows.FindAsync(request.ShowId, ct);
        if (show is null || (show.IsWarmUp && request.SeatCount is not null))
        {
            return new BookingOutcome.ShowNotFound();
        }

        if (RefusalByTerms(request, show) is { } refusal)
        {
            return await RefuseAsync(request, show, refusal, ct);
        }

        if (AnswerInstead is { } answer)
        {
            return answer(request, show);
        }

        if (_maps.KnownTaken(show.Id, request.SeatNumbers) is { IsEmpty: false } taken)
        {
            var known = await RefuseAsync(request, show, new BookingOutcome.SeatsTaken(taken), ct);
            if (known is BookingOutcome.SeatsTaken)
            {
                RefusalCounts.Note(show.Id);
            }

            return known;
        }

        var plan = request.SeatCount is not null || show.NoOrphans ? await _shows.PlanAsync(show, ct) : null;
        var best = request.SeatCount is null ? null : await _chooser.PrepareAsync(request, show, plan!, ct);
        if (request.SeatCount is not null && best is null)
        {
            return await RefuseAsync(
                request, show, new BookingOutcome.CategoryNotFound(Chooser.Categories(plan!)), ct);
        }

        var command = await CommandAsync(request, show, plan, best, ct);
        var outcome = await EnqueueAsync(command, ct);
        if (outcome is BookingOutcome.SeatsTaken or BookingOutcome.NoneTogether
            && !show.IsWarmUp)
        {
            RefusalCounts.Note(show.Id);
            _maps.NoteRefusal(show.Id, show.TotalSeats);
        }

        return outcome is BookingOutcome.LeavesSingleSeat lone
            ? await _chooser.WithAlternativesAsync(lone, request, show, ct)
            : outcome;
    }

    /// <summary>Extends a hold by its length: once, while it is pending, where the show allows it.</summary>
    /// <returns>Done, Refused, BookingNotFound, Overloaded or Unavailable.</returns>
    /// <exception cref="NpgsqlException">The show is not in memory and the database is away.</exception>
    public async Task<BookingOutcome> ExtendAsync(BookingId id, CancellationToken ct) =>
        await _shows.FindAsync(id.ShowId, ct) is { } show
            ? await EnqueueAsync(new BookingCommand.Extend(id, show.ExtensionAllowed), ct)
            : new BookingOutcome.BookingNotFound();

    /// <summary>
    /// Turns a hold into a sale. Succeeds while the seats are still the booking's own, even a moment after its hold
    /// ended. Repeating it is harmless. <paramref name="email"/>, where given, replaces the booking's.
    /// </summary>
    /// <returns>Done, Refused, EmailRequired, BookingNotFound, Overloaded or Unavailable.</returns>
    public Task<BookingOutcome> ConfirmAsync(BookingId id, string? email, CancellationToken ct) =>
        EnqueueAsync(new BookingCommand.Confirm(id, email), ct);

    /// <summary>Gives a pending booking up; its seats are free at once. Repeating it is harmless.</summary>
    /// <param name="id">The booking.</param>
    /// <param name="actor">Who gave it up, as its event will say; see <see cref="Actors"/>.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <returns>Done, Refused, BookingNotFound, Overloaded or Unavailable.</returns>
    public Task<BookingOutcome> CancelAsync(BookingId id, string actor, CancellationToken ct) =>
        EnqueueAsync(new BookingCommand.Cancel(id, actor), ct);

    /// <summary>
    /// Cancels a booking for the organiser, whether it is pending or confirmed; its seats are free at once. Repeating
    /// it is harmless.
    /// </summary>
    /// <param name="id">The booking.</param>
    /// <param name="by">Who does it and why, as its event will say.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <returns>Done, Refused, BookingNotFound, Overloaded or Unavailable.</returns>
    public Task<BookingOutcome> CancelByStaffAsync(BookingId id, StaffNote by, CancellationToken ct) =>
        EnqueueAsync(new BookingCommand.Cancel(id, by.Actor, IsByStaff: true, by.Note), ct);

    /// <summary>
    /// Keeps seats back for the house: those that are free, or whose hold has lapsed; the outcome names the others.
    /// It does not matter whether sales are open. Repeating it is harmless.
    /// </summary>
    /// <param name="showId">The show.</param>
    /// <param name="seatNumbers">1..<see cref="BlockedSeats.SeatsMax"/> distinct positive numbers.</param>
    /// <param name="by">Who does it and why, as the house's bookings and their events will say.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <returns>Blocked, ShowNotFound, SeatsNotFound, Overloaded or Unavailable.</returns>
    /// <exception cref="ArgumentException">There are no, too many, repeated or non-positive seats.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<BookingOutcome> BlockAsync(
        ShowId showId, ImmutableArray<int> seatNumbers, StaffNote by, CancellationToken ct)
    {
        RequireDistinct(seatNumbers, BlockedSeats.SeatsMax, nameof(seatNumbers));
        if (await _shows.FindAsync(showId, ct) is not { } show)
        {
            return new BookingOutcome.ShowNotFound();
        }

        if (Beyond(seatNumbers, show.TotalSeats) is { IsEmpty: false } missing)
        {
            return new BookingOutcome.SeatsNotFound(missing, show.TotalSeats);
        }

        ImmutableArray<BookingId> ids = [.. seatNumbers.Select(_ => BookingId.Random(showId))];
        var outcome = await EnqueueAsync(
            new BookingCommand.Block(show, seatNumbers, ids, by.Actor, by.Note), ct);
        return outcome is BookingOutcome.Blocked { SoldSeats.IsEmpty: false } blocked
            ? BlockedSeats.Split(blocked, await BlockedSeats.FindAsync(_data, showId, blocked.SoldSeats, ct))
            : outcome;
    }

    /// <summary>Puts seats that the house keeps back on sale again; the outcome names those that it did not keep.
    /// Repeating it is harmless.</summary>
    /// <param name="showId">The show.</param>
    /// <param name="seatNumbers">1..<see cref="BlockedSeats.SeatsMax"/> distinct positive numbers.</param>
    /// <param name="by">Who does it and why, as the events will say.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <returns>Unblocked, ShowNotFound, Overloaded or Unavailable.</returns>
    /// <exception cref="ArgumentException">There are no, too many, repeated or non-positive seats.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<BookingOutcome> UnblockAsync(
        ShowId showId, ImmutableArray<int> seatNumbers, StaffNote by, CancellationToken ct)
    {
        RequireDistinct(seatNumbers, BlockedSeats.SeatsMax, nameof(seatNumbers));
        if (await _shows.FindAsync(showId, ct) is null)
        {
            return new BookingOutcome.ShowNotFound();
        }

        var kept = await BlockedSeats.FindAsync(_data, showId, seatNumbers, ct);
        var others = seatNumbers.RemoveAll(kept.ContainsKey);
        if (kept.Count == 0)
        {
            return new BookingOutcome.Unblocked([], others);
        }

        var outcome = await EnqueueAsync(
            new BookingCommand.Unblock([.. kept.Values.Distinct()], by.Actor, by.Note), ct);
        return outcome is BookingOutcome.Unblocked unblocked ? unblocked with { NotBlocked = others } : outcome;
    }

    /// <summary>Ends a pending booking whose hold is over. Repeating it is harmless.</summary>
    /// <returns>Done, Refused, BookingNotFound, Overloaded or Unavailable.</returns>
    public Task<BookingOutcome> ExpireAsync(BookingId id, CancellationToken ct) =>
        EnqueueAsync(new BookingCommand.Expire(id), ct);

    /// <summary>Begins a rehearsal: until it is disposed, its show can be booked and nothing of it is kept.</summary>
    public WarmUpShow BeginWarmUp() => _warmUp = new WarmUpShow(() => _warmUp = null);

    /// <summary>Takes no more commands, carries out those that wait, and lets go of the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _running;
        await _turningAway.DisposeAsync();
        foreach (var loop in _loops)
        {
            await loop.DisposeAsync();
        }
    }

    private static BookingOutcome? RefusalByTerms(BookRequest request, ShowTerms show) =>
        Beyond(request.SeatNumbers, show.TotalSeats) is { IsEmpty: false } missing
            ? new BookingOutcome.SeatsNotFound(missing, show.TotalSeats)
            : (request.SeatCount ?? request.SeatNumbers.Length) > show.SeatsPerBookingMax
                ? new BookingOutcome.TooManySeats(show.SeatsPerBookingMax)
                : null;

    // Terms change, seats are sold, and a key keeps its booking: what would be refused today may have been given
    // yesterday. So the wish goes the way of all, to meet them in their order, and looks for its booking; no seat is
    // locked for it.
    private async Task<BookingOutcome> RefuseAsync(
        BookRequest request, ShowTerms show, BookingOutcome refusal, CancellationToken ct)
    {
        if (request.IdempotencyKey is null)
        {
            return refusal;
        }

        var (id, fingerprint) = await IdentifyAsync(request, show, ct);
        return await EnqueueAsync(
            new BookingCommand.Book(id, show, request.Email, [], fingerprint) { Refusal = refusal }, ct);
    }

    private async ValueTask<(BookingId Id, long? Fingerprint)> IdentifyAsync(
        BookRequest request, ShowTerms show, CancellationToken ct) => request.IdempotencyKey is { } key
            ? (BookingId.FromKey(await SecretAsync(ct), show.OrganizationId, show.Id, key),
               BookingCommand.FingerprintOf(request))
            : (BookingId.Random(show.Id), null);

    private async ValueTask<BookingCommand> CommandAsync(
        BookRequest request, ShowTerms show, SeatingPlan? plan, BestAvailableRequest? best, CancellationToken ct)
    {
        var (id, fingerprint) = await IdentifyAsync(request, show, ct);
        return new BookingCommand.Book(id, show, request.Email, request.SeatNumbers, fingerprint)
        {
            Best = best,
            Plan = plan,
            // What is chosen later is priced when it is chosen.
            Amount = show.Prices is null || best is not null ? 0 : await AmountAsync(request, show, show.Prices, ct),
        };
    }

    private async ValueTask<long> AmountAsync(
        BookRequest request, ShowTerms show, PriceList prices, CancellationToken ct) => prices.IsUniform
            ? prices.AmountOf(request.SeatNumbers.Length)
            : prices.AmountOf(request.SeatNumbers, await _shows.PlanAsync(show, ct));

    private Task<BookingOutcome> EnqueueAsync(BookingCommand command, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
        {
            return Task.FromCanceled<BookingOutcome>(ct);
        }

        var pending = new PendingCommand(command);
        return _queue.TryEnqueue(pending)
            ? pending.Task.WaitAsync(ct)
            : Task.FromResult<BookingOutcome>(new BookingOutcome.Overloaded(_queue.RetryAfter));
    }

    private async ValueTask<byte[]> SecretAsync(CancellationToken ct)
    {
        if (_secret is null)
        {
            await using var command = _data.Primary.CreateCommand(SelectSecret);
            _secret = await command.ExecuteScalarAsync(ct) as byte[]
                ?? throw new InvalidOperationException("The database has no secret 'booking_id'; is it migrated?");
        }

        return _secret;
    }

    private static ImmutableArray<int> Beyond(ImmutableArray<int> seatNumbers, int totalSeats)
    {
        ImmutableArray<int>.Builder? beyond = null;
        foreach (var number in seatNumbers)
        {
            if (number > totalSeats)
            {
                (beyond ??= ImmutableArray.CreateBuilder<int>()).Add(number);
            }
        }

        return beyond?.ToImmutable() ?? [];
    }

    private static void RequireForm(BookRequest request)
    {
        if (request.SeatCount is not { } count)
        {
            RequireDistinct(request.SeatNumbers, BookRequest.SeatsMax, nameof(request));
        }
        else if (!request.SeatNumbers.IsEmpty || count is < 1 or > BookRequest.SeatsMax)
        {
            throw new ArgumentException(
                $"A booking names its seats or counts 1 to {BookRequest.SeatsMax} of them.", nameof(request));
        }
    }

    private static void RequireDistinct(ImmutableArray<int> seatNumbers, int seatsMax, string parameter)
    {
        var seats = seatNumbers.IsDefault ? [] : seatNumbers.AsSpan();
        if (seats.Length == 0 || seats.Length > seatsMax)
        {
            throw new ArgumentException($"1 to {seatsMax} seats can be named at once.", parameter);
        }

        // Mostly two: comparing them all beats building a set.
        for (var i = 0; i < seats.Length; i++)
        {
            if (seats[i] < 1 || seats[..i].Contains(seats[i]))
            {
                throw new ArgumentException("Seat numbers are positive and distinct.", parameter);
            }
        }
    }
}

using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Batching;
using Usher.Engine.Database;
using Usher.Engine.Seats;
using Usher.Engine.Shows;

namespace Usher.Engine.Bookings;

/// <summary>
/// The only write path to seats and bookings. Commands that arrive while a transaction is under way wait in a bounded
/// queue and share the next one (group commit, as in DeWitt et al., 1984). Every outcome is given after the commit
/// that made it true. A cancelled wait does not undo the command: it may still be carried out.
/// </summary>
public sealed class BookingEngine : IAsyncDisposable
{
    private const string SelectSecret = "select value from secrets where name = 'booking_id'";

    private readonly DataSources _data;
    private readonly ShowCatalog _shows;
    private readonly SeatMaps _maps;
    private readonly CommandQueue _queue;
    private readonly ImmutableArray<BatchLoop> _loops;
    private readonly Task _running;
    private byte[]? _secret;

    /// <summary>Starts the batch loops; the database is first touched by the first command.</summary>
    public BookingEngine(
        DataSources data, ShowCatalog shows, SeatMaps maps, IOptions<EngineOptions> options, EngineClock clock,
        TimeProvider time, ILogger<BookingEngine> logger)
    {
        _data = data;
        _shows = shows;
        _maps = maps;
        _queue = new CommandQueue(QueueLimits.From(options.Value), time);
        _loops =
        [
            .. Enumerable.Range(0, options.Value.Lanes)
                .Select(lane => new BatchLoop(lane, _queue, data, maps, clock, options.Value, time, logger)),
        ];
        _running = Task.WhenAll(_loops.Select(loop => Task.Run(loop.RunAsync)));
    }

    /// <summary>
    /// Holds seats for a buyer, all or none. With an idempotency key the same request gives the same booking and the
    /// same outcome, for as long as the booking exists; a refusal stores nothing, so the key may try again.
    /// </summary>
    /// <returns>Held, SeatsTaken, ShowNotFound, SeatsNotFound, SalesNotOpen, KeyReused, Overloaded or
    /// Unavailable.</returns>
    /// <exception cref="ArgumentException">The request has no, too many, repeated or non-positive seats.</exception>
    /// <exception cref="NpgsqlException">The show is not in memory and the database is away.</exception>
    public async Task<BookingOutcome> BookAsync(BookRequest request, CancellationToken ct)
    {
        RequireForm(request);
        if (await _shows.FindAsync(request.ShowId, ct) is not { } show)
        {
            return new BookingOutcome.ShowNotFound();
        }

        if (request.SeatNumbers.Any(number => number > show.TotalSeats))
        {
            var missing = request.SeatNumbers.Where(number => number > show.TotalSeats).ToImmutableArray();
            return new BookingOutcome.SeatsNotFound(missing, show.TotalSeats);
        }

        return request.IdempotencyKey is { } key
            ? await BookAsync(request, show, BookingId.FromKey(await SecretAsync(ct), show.OrganizationId, show.Id, key), ct)
            : await BookAsync(request, show, ct);
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

    /// <summary>Ends a pending booking whose hold is over. Repeating it is harmless.</summary>
    /// <returns>Done, Refused, BookingNotFound, Overloaded or Unavailable.</returns>
    public Task<BookingOutcome> ExpireAsync(BookingId id, CancellationToken ct) =>
        EnqueueAsync(new BookingCommand.Expire(id), ct);

    /// <summary>Takes no more commands, carries out those that wait, and lets go of the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _running;
        foreach (var loop in _loops)
        {
            await loop.DisposeAsync();
        }
    }

    // A request with a key goes to the database whatever the map says: its booking may exist, and then that is the answer.
    private Task<BookingOutcome> BookAsync(BookRequest request, ShowTerms show, BookingId id, CancellationToken ct) =>
        EnqueueAsync(
            new BookingCommand.Book(
                id, show, request.Email, request.SeatNumbers, BookingCommand.FingerprintOf(request)),
            ct);

    private async Task<BookingOutcome> BookAsync(BookRequest request, ShowTerms show, CancellationToken ct)
    {
        if (_maps.KnownTaken(show, request.SeatNumbers) is { IsEmpty: false } taken)
        {
            return new BookingOutcome.SeatsTaken(taken);
        }

        var outcome = await EnqueueAsync(
            new BookingCommand.Book(
                BookingId.Random(show.Id), show, request.Email, request.SeatNumbers, Fingerprint: null),
            ct);
        if (outcome is BookingOutcome.SeatsTaken)
        {
            _maps.NoteRefusal(show);
        }

        return outcome;
    }

    private async Task<BookingOutcome> EnqueueAsync(BookingCommand command, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var pending = new PendingCommand(command);
        return _queue.TryEnqueue(pending)
            ? await pending.Task.WaitAsync(ct)
            : new BookingOutcome.Overloaded(_queue.RetryAfter);
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

    private static void RequireForm(BookRequest request)
    {
        var seats = request.SeatNumbers;
        if (seats.IsDefaultOrEmpty || seats.Length > BookRequest.SeatsMax)
        {
            throw new ArgumentException($"A booking has 1 to {BookRequest.SeatsMax} seats.", nameof(request));
        }

        if (seats.Any(number => number < 1) || seats.Distinct().Count() != seats.Length)
        {
            throw new ArgumentException("Seat numbers are positive and distinct.", nameof(request));
        }
    }
}

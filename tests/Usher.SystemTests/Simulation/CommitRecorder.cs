using Usher.Engine.Seats;
using Usher.Engine.Selling;

namespace Usher.SystemTests.Simulation;

/// <summary>Listens to what one engine commits.</summary>
internal sealed class CommitRecorder(ToldChanges told) : ICommitListener
{
    private readonly Dictionary<BookingId, int> _sequences = [];
    private readonly Dictionary<SeatKey, int> _versions = [];

    public void OnCommitted(CommittedBatch batch)
    {
        foreach (var step in batch.Events)
        {
            var latest = _sequences.GetValueOrDefault(step.BookingId);
            told.Add(step.BookingId, step.Sequence, inOrder: step.Sequence > latest);
            _sequences[step.BookingId] = step.Sequence;
        }

        foreach (var booking in batch.Bookings.Where(booking => booking.Sequence != _sequences[booking.Id]))
        {
            told.Complain($"booking {booking.Id} was told at {booking.Sequence}, its events up to "
                + $"{_sequences[booking.Id]}");
        }

        foreach (var seat in batch.Seats.Seats)
        {
            told.Add(seat.Key, seat.Version, inOrder: seat.Version > _versions.GetValueOrDefault(seat.Key));
            _versions[seat.Key] = seat.Version;
        }
    }
}

/// <summary>
/// What all engines of a run have told their listeners. Each change is told once, by the engine that made it, in the
/// order of its versions; nothing is told that is not committed; and all that is committed is told, unless its engine
/// gave the batch up without ever hearing of its commit.
/// </summary>
internal sealed class ToldChanges
{
    private readonly Lock _lock = new();
    private readonly HashSet<(BookingId Booking, int Sequence)> _events = [];
    private readonly HashSet<(SeatKey Seat, int Version)> _seats = [];
    private readonly HashSet<(BookingId Booking, int Sequence)> _excused = [];
    private string? _problem;

    public void Add(BookingId booking, int sequence, bool inOrder)
    {
        lock (_lock)
        {
            Note(_events.Add((booking, sequence)), inOrder, $"step {sequence} of booking {booking}");
        }
    }

    public void Add(SeatKey seat, int version, bool inOrder)
    {
        lock (_lock)
        {
            Note(_seats.Add((seat, version)), inOrder, $"version {version} of seat {seat.SeatNumber}");
        }
    }

    /// <summary>A listener's exceptions are nobody's business; the judge is told instead.</summary>
    public void Complain(string problem)
    {
        lock (_lock)
        {
            _problem ??= problem;
        }
    }

    /// <param name="show">The show.</param>
    /// <param name="stored">What is committed of it by now.</param>
    /// <param name="mayGoUntold">Whether an engine may have given up what was committed since the last time.</param>
    public void RequireAll(ShowId show, StoredShow stored, bool mayGoUntold)
    {
        lock (_lock)
        {
            Require(_problem is null, _problem!);
            var told = _events.Where(step => step.Booking.ShowId == show).ToHashSet();
            var untold = stored.Events.Except(told).Except(_excused);
            Require(told.All(stored.Events.Contains), "a change was told that is not stored");
            Require(untold.IsEmpty || mayGoUntold, "a change is stored that was not told");
            _excused.UnionWith(untold);
            var isExcused = _excused.Any(step => step.Booking.ShowId == show);
            foreach (var (number, version) in stored.Versions)
            {
                var latest = _seats.Where(seat => seat.Seat == new SeatKey(show, number))
                    .Select(seat => seat.Version).DefaultIfEmpty().Max();
                Require(
                    latest == version || (latest < version && isExcused),
                    $"seat {number} was told up to version {latest} and is stored at {version}");
            }
        }
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new SimulationFailedException($"Who listens to commits would know better: {otherwise}.");
        }
    }

    private void Note(bool isNew, bool inOrder, string what) => _problem ??=
        !isNew ? $"{what} was told twice"
        : !inOrder ? $"{what} was told after a later one"
        : null;
}

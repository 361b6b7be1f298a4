using HdrHistogram;
using Usher.Bench.Http;
using Usher.Bench.Latency;
using Usher.Bench.Settings;

namespace Usher.Bench.Watching;

/// <summary>All watchers of one show.</summary>
internal sealed class Crowd(int size, TimeProvider time) : IDisposable
{
    private const int OpeningAtOnce = 32;

    // When nobody has been told anything for so long, everybody has been told everything.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SettleMax = TimeSpan.FromSeconds(60);

    private readonly LiveSocket[] watchers = new LiveSocket[size];
    private readonly List<Task> listening = [];

    public SeenMessages Seen { get; } = new();

    public long Messages => watchers.Sum(watcher => (long)watcher.Sightings.Count);

    public long Bytes => watchers.Sum(watcher => watcher.Bytes);

    /// <summary>Snapshots beyond everybody's first.</summary>
    public long FurtherSnapshots => watchers.Sum(
        watcher => watcher.Sightings.Skip(1).LongCount(sighting => Seen[sighting.Message].Type == "snapshot"));

    /// <summary>Why those were lost who were.</summary>
    public IReadOnlyList<string> Lost => [.. watchers.Select(watcher => watcher.Lost).OfType<string>()];

    /// <summary>Opens all of them, and waits until each has its first snapshot.</summary>
    /// <exception cref="BenchException">The server does not let so many watch.</exception>
    public async Task OpenAsync(HttpTarget target, long showId, CancellationToken ct)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = OpeningAtOnce, CancellationToken = ct };
        await Parallel.ForAsync(0, size, options, async (i, stop) =>
        {
            watchers[i] = new LiveSocket(target, Seen, time);
            await watchers[i].OpenAsync(showId, stop);
            var task = watchers[i].ListenAsync();
            lock (listening)
            {
                listening.Add(task);
            }

            while (watchers[i].Sightings.Count == 0 && !task.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), time, stop);
            }
        });
    }

    /// <summary>Waits until nothing more comes.</summary>
    public async Task SettleAsync()
    {
        var since = time.GetTimestamp();
        for (var before = -1L; before != Messages && time.GetElapsedTime(since) < SettleMax;)
        {
            before = Messages;
            await Task.Delay(Silence, time);
        }
    }

    /// <summary>Ends the watching; what has been seen stays.</summary>
    public async Task CloseAsync()
    {
        Dispose();
        await Task.WhenAll(listening);
    }

    /// <summary>How many watchers do not know the seats as they are.</summary>
    /// <param name="seats">Status and version of each.</param>
    public int CountWrong(IReadOnlyDictionary<int, ToldSeat> seats)
    {
        // Most have been told the same in the same order.
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        return watchers.Count(watcher =>
        {
            var history = string.Join(',', watcher.Sightings.Select(sighting => sighting.Message));
            if (!known.TryGetValue(history, out var isRight))
            {
                known[history] = isRight = IsRight(watcher, seats);
            }

            return !isRight;
        });
    }

    /// <summary>Hands each watcher's first sight of each purchase to the histograms.</summary>
    public void Measure(Purchases purchases, LongConcurrentHistogram sinceReply, LongConcurrentHistogram sinceRequest)
    {
        Parallel.ForEach(watchers, watcher =>
        {
            var hasSeen = new bool[purchases.SeatsMax + 1];
            foreach (var (message, at) in watcher.Sightings)
            {
                foreach (var seat in Seen[message].Seats)
                {
                    if (seat.Status != 'A' && !hasSeen[seat.SeatNumber]
                        && purchases.Find(seat.SeatNumber) is { } purchase)
                    {
                        hasSeen[seat.SeatNumber] = true;
                        sinceReply.Record(time.GetElapsedTime(purchase.RepliedAt, at));
                        sinceRequest.Record(time.GetElapsedTime(purchase.SentAt, at));
                    }
                }
            }
        });
    }

    public void Dispose()
    {
        foreach (var watcher in watchers)
        {
            watcher?.Dispose();
        }
    }

    private bool IsRight(LiveSocket watcher, IReadOnlyDictionary<int, ToldSeat> seats)
    {
        var told = new Dictionary<int, ToldSeat>(seats.Count);
        foreach (var (message, _) in watcher.Sightings)
        {
            foreach (var seat in Seen[message].Seats)
            {
                if (!told.TryGetValue(seat.SeatNumber, out var known) || seat.Version > known.Version)
                {
                    told[seat.SeatNumber] = seat;
                }
            }
        }

        return told.Count == seats.Count
            && seats.All(seat => told.TryGetValue(seat.Key, out var known) && known == seat.Value);
    }
}

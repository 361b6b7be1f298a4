using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Usher.Engine;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Server.Hosting;

namespace Usher.Ceiling;

/// <summary>The engine and its batches alone: real bookings of free seats, asked for in this very process.</summary>
internal sealed class BatchesAlone(IBookingService bookings, BatchLoad load, TimeProvider time)
{
    private const int HoldSeconds = 7200;
    private const int SeatsPerBooking = 2;
    private const int CreatorsMax = 4;
    private const string Email = "buyer@example.com";

    // One program that buys for all: what a stranger may hold is no part of the measurement.
    private static readonly Actor Buyer = Actor.Buyer(ActorRight.AdminKey);
    private static readonly DateTime FarOff = new(2999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private long _booked;
    private long _refused;
    private int _nextDeck = -1;
    private volatile bool _isOver;

    /// <summary>Puts shows of its own on sale, lets the buyers in, and measures after the warm-up.</summary>
    public static async Task<BatchResult> RunAsync(
        OpenedDatabase database, IConfiguration configuration, BatchLoad load, CancellationToken ct)
    {
        await database.MigrateAsync(NullLoggerFactory.Instance, mayTake: false, ct);
        await using var services = new ServiceCollection()
            .AddSingleton(database.DataSources)
            .AddLogging()
            .AddUsherEngine(configuration)
            .BuildServiceProvider();
        var shows = await PutOnSaleAsync(services.GetRequiredService<ShowService>(), load, ct);
        await SettleAsync(database, ct);
        var run = new BatchesAlone(
            services.GetRequiredService<IBookingService>(), load, services.GetRequiredService<TimeProvider>());
        return await run.RunAsync(shows, ct);
    }

    private async Task<BatchResult> RunAsync(ImmutableArray<ShowId> shows, CancellationToken ct)
    {
        var decks = shows.Select(show => new Deck(show, Shuffled(load.SeatsPerShow))).ToArray();
        var buyers = Enumerable.Range(0, load.Connections)
            .Select(_ => Task.Run(() => BuyAsync(decks), CancellationToken.None)).ToArray();
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(load.WarmupSeconds), time, ct);
            var before = Reading.Now(this, time);
            await Task.Delay(TimeSpan.FromSeconds(load.Seconds), time, ct);
            return Reading.Now(this, time).Since(before, time);
        }
        finally
        {
            _isOver = true;
            await Task.WhenAll(buyers);
        }
    }

    // Each buyer takes the next show in a circle, as random as need be: the decks are shuffled and the buyers race.
    private async Task BuyAsync(Deck[] decks)
    {
        for (var empty = 0; !_isOver && empty < decks.Length;)
        {
            var deck = decks[(uint)Interlocked.Increment(ref _nextDeck) % (uint)decks.Length];
            if (deck.Deal() is not { } seats)
            {
                empty++;
                continue;
            }

            empty = 0;
            var request = new BookRequest(deck.ShowId, Email, seats);
            var outcome = await bookings.BookAsync(request, Buyer, CancellationToken.None);
            Interlocked.Increment(ref outcome is BookOutcome.Held ? ref _booked : ref _refused);
        }
    }

    private static async Task<ImmutableArray<ShowId>> PutOnSaleAsync(
        ShowService service, BatchLoad load, CancellationToken ct)
    {
        var shows = new ShowId[load.Shows];
        var options = new ParallelOptions { MaxDegreeOfParallelism = CreatorsMax, CancellationToken = ct };
        await Parallel.ForAsync(0, shows.Length, options, async (i, token) =>
        {
            var show = new NewShow($"measured {i + 1}", FarOff, load.SeatsPerShow, HoldSeconds);
            shows[i] = await service.CreateAsync(show, seatsCreated: null, token) is NewShowOutcome.Created(var created)
                ? created.Id
                : throw new InvalidOperationException($"{load.SeatsPerShow:N0} seats are no show.");
        });
        return [.. shows];
    }

    // As before every other run of usher-bench: no work is left behind of having filled the tables.
    private static async Task SettleAsync(OpenedDatabase database, CancellationToken ct)
    {
        foreach (var statement in (string[])["vacuum (analyze) shows, seats, bookings, booking_events", "checkpoint"])
        {
            await using var command = database.Owner.CreateCommand(statement);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static int[] Shuffled(int count)
    {
        int[] numbers = [.. Enumerable.Range(1, count)];
        Random.Shared.Shuffle(numbers);
        return numbers;
    }

    private sealed class Deck(ShowId showId, int[] seats)
    {
        private int _dealt;

        public ShowId ShowId => showId;

        public ImmutableArray<int>? Deal()
        {
            var end = Interlocked.Add(ref _dealt, SeatsPerBooking);
            return end <= seats.Length ? [.. seats.AsSpan(end - SeatsPerBooking, SeatsPerBooking)] : null;
        }
    }

    private sealed record Reading(long At, long Booked, long Refused, TimeSpan Cpu, long AllocatedBytes)
    {
        public static Reading Now(BatchesAlone run, TimeProvider time) => new(
            time.GetTimestamp(), Interlocked.Read(ref run._booked), Interlocked.Read(ref run._refused),
            Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());

        public BatchResult Since(Reading before, TimeProvider time)
        {
            var seconds = time.GetElapsedTime(before.At, At).TotalSeconds;
            var booked = Booked - before.Booked;
            return new BatchResult(
                booked / seconds, booked, Refused - before.Refused, seconds, (Cpu - before.Cpu).TotalSeconds,
                booked == 0 ? 0 : (double)(AllocatedBytes - before.AllocatedBytes) / booked);
        }
    }
}

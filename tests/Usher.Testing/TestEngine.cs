using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Engine.Shows;

namespace Usher.Testing;

/// <summary>An engine as one process would have it, with a clock that a test may turn.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private readonly DataSources _data;

    public TestEngine(
        DataSources data, TestClock? clock = null, Action<EngineOptions>? configure = null, TimeProvider? time = null)
    {
        _data = data;
        var options = new EngineOptions { BatchWorkers = 2 };
        configure?.Invoke(options);
        Clock = clock ?? new TestClock();
        Maps = new SeatMaps(
            new SeatQueries(data), Options.Create(options), Clock, time ?? TimeProvider.System,
            NullLogger<SeatMaps>.Instance);
        Plans = new PlanCatalog(new SeatingPlanStore(data), Options.Create(options));
        Shows = new ShowCatalog(data, Plans, Options.Create(options), TimeProvider.System);
        Bookings = new BookingEngine(
            data,
            Shows,
            Maps,
            Options.Create(options),
            Clock,
            TimeProvider.System,
            NullLogger<BookingEngine>.Instance);
        Queries = new BookingQueries(data, Clock);
        Service = new ShowService(
            new OrganiserWrites(data, Options.Create(new IdempotencyOptions())), Plans, Shows, Maps,
            Options.Create(options), TimeProvider.System);
    }

    public TestClock Clock { get; }

    public SeatMaps Maps { get; }

    public PlanCatalog Plans { get; }

    public ShowCatalog Shows { get; }

    public BookingEngine Bookings { get; }

    public BookingQueries Queries { get; }

    public ShowService Service { get; }

    public static async Task<ShowId> CreateShowAsync(
        DataSources data, int seats = 20, int holdSeconds = 60, DateTime? salesOpenAt = null, bool extensions = true)
    {
        var show = new NewShow(
            "A show", new DateTime(2031, 1, 1, 19, 0, 0, DateTimeKind.Utc), seats, holdSeconds, salesOpenAt)
        {
            ExtensionAllowed = extensions,
        };
        return (await new ShowCreation(data).CreateAsync(show, seatsCreated: null, CancellationToken.None)).Id;
    }

    public Task<BookingOutcome> BookAsync(ShowId show, params int[] seats) =>
        Bookings.BookAsync(new BookRequest(show, "a@example.com", [.. seats]), CancellationToken.None);

    public Task<BookingOutcome> BookAsync(string key, ShowId show, params int[] seats) =>
        Bookings.BookAsync(new BookRequest(show, "a@example.com", [.. seats], key), CancellationToken.None);

    public async Task<Booking> HoldAsync(ShowId show, params int[] seats) =>
        (await BookAsync(show, seats)).ShouldBeOfType<BookingOutcome.Held>().Booking;

    public Task<BookingOutcome> ConfirmAsync(BookingId id) =>
        Bookings.ConfirmAsync(id, email: null, CancellationToken.None);

    public Task<BookingOutcome> CancelAsync(BookingId id) =>
        Bookings.CancelAsync(id, Actors.Buyer, CancellationToken.None);

    public Task<BookingOutcome> ExtendAsync(BookingId id) => Bookings.ExtendAsync(id, CancellationToken.None);

    public Task<BookingOutcome> ExpireAsync(BookingId id) => Bookings.ExpireAsync(id, CancellationToken.None);

    public Task<BookingOutcome> BlockAsync(ShowId show, params int[] seats) => Bookings.BlockAsync(
        show, [.. seats], new StaffNote(Actors.Desk, "Row is broken"), CancellationToken.None);

    public Task<BookingOutcome> UnblockAsync(ShowId show, params int[] seats) => Bookings.UnblockAsync(
        show, [.. seats], new StaffNote(Actors.Desk, note: null), CancellationToken.None);

    public async Task<Booking> ReadAsync(BookingId id) =>
        (await Queries.FindAsync(id, CancellationToken.None)).ShouldNotBeNull();

    /// <summary>The owner of each seat that has one.</summary>
    public async Task<ImmutableSortedDictionary<int, BookingId>> OwnersAsync(ShowId show)
    {
        await using var command = _data.Primary.CreateCommand(
            "select seat_number, booking_id from seats where show_id = $1 and booking_id is not null");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = show.Value });
        await using var reader = await command.ExecuteReaderAsync();
        var owners = ImmutableSortedDictionary.CreateBuilder<int, BookingId>();
        while (await reader.ReadAsync())
        {
            owners.Add(reader.GetInt32(0), new BookingId(reader.GetGuid(1)));
        }

        return owners.ToImmutable();
    }

    public async ValueTask DisposeAsync()
    {
        await Bookings.DisposeAsync();
        Maps.Dispose();
    }
}

/// <summary>Time that passes when a test says so; without a start, the database's own.</summary>
internal sealed class TestClock(DateTime? start = null) : EngineClock
{
    private DateTime? _now = start;

    public static TestClock AtOpening() => new(new DateTime(2030, 1, 1, 10, 0, 0, DateTimeKind.Utc));

    public override DateTime? Now => _now;

    public void Advance(TimeSpan by) => _now += by;
}

/// <summary>A stopwatch that runs when a test says so.</summary>
internal sealed class TestTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}

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
using Usher.Engine.Selling.Batching;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Selling.Holders;
using Usher.Engine.Selling.WarmUp;
using Usher.Engine.Shows;
using Usher.Engine.Statistics;

namespace Usher.Testing;

/// <summary>An engine as one process would have it, with a clock that a test may turn.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    /// <summary>Whoever wants seats, or has them.</summary>
    public static readonly Actor Buyer = Actor.Buyer(ActorRight.Public);

    /// <summary>Somebody at the organiser's desk.</summary>
    public static readonly Actor Desk = Actor.Staff(Actors.Desk, ActorRight.DeskSession);

    private readonly DataSources _data;
    private readonly Batches _batches;

    public TestEngine(
        DataSources data, TestClock? clock = null, Action<TestOptions>? configure = null, TimeProvider? time = null,
        params ICommitListener[] listeners)
    {
        _data = data;
        var options = new TestOptions();
        configure?.Invoke(options);
        Clock = clock ?? new TestClock();
        Maps = new SeatMaps(
            new SeatQueries(data), Options.Create(options.SeatMaps), Clock, time ?? TimeProvider.System,
            NullLogger<SeatMaps>.Instance);
        Plans = new PlanCatalog(new SeatingPlanStore(data), Options.Create(options.Plans));
        Shows = new ShowCatalog(
            data, Plans, Options.Create(options.ShowTerms), Options.Create(options.ShowTimes), TimeProvider.System);
        var best = Options.Create(options.BestAvailable);
        var chooser = new Chooser(Maps, new SeatRankings(best), best);
        Holders = new HeldSeats(Options.Create(options.Selling), data, TimeProvider.System)
        {
            RereadEvery = options.RereadHoldsEvery,
        };
        _batches = new Batches(
            data, Maps, chooser, Holders, listeners, Options.Create(options.Selling), Clock, TimeProvider.System,
            NullLogger<BookingEngine>.Instance, BatchSteps.Real);
        Refusals = new RefusalCounts(TimeProvider.System);
        var replies = new KeptReplies(data, Options.Create(new IdempotencyOptions()));
        var writes = new OrganiserWrites(data, replies, Options.Create(new OrganiserWriteOptions()));
        Bookings = new BookingEngine(
            data, Shows, Maps, chooser, Holders, _batches, WarmUps, Refusals,
            new StaffCommands(data, Shows, _batches, writes, replies));
        Finder = new SeatFinder(Shows, Maps, chooser);
        Queries = new BookingQueries(data, Clock);
        Service = new ShowService(
            writes, Plans, Shows, Maps, Options.Create(options.ShowTerms), Options.Create(options.ShowTimes),
            TimeProvider.System, data);
    }

    public TestClock Clock { get; }

    public SeatMaps Maps { get; }

    public PlanCatalog Plans { get; }

    public ShowCatalog Shows { get; }

    public WarmUpShows WarmUps { get; } = new();

    public RefusalCounts Refusals { get; }

    public HeldSeats Holders { get; }

    public IBookingService Bookings { get; }

    public SeatFinder Finder { get; }

    public BookingQueries Queries { get; }

    /// <summary>Until it is disposed no batch is taken, so that what is asked for meanwhile shares one.</summary>
    public Lock.Scope PauseTaking() => _batches.PauseTaking();

    public ShowService Service { get; }

    public static async Task<ShowId> CreateShowAsync(
        DataSources data, int seats = 20, int holdSeconds = 60, DateTime? salesOpenAt = null, bool extensions = true,
        DateTime? startsAt = null, int? seatsPerPersonMax = null)
    {
        var show = new NewShow(
            "A show", startsAt ?? new DateTime(2031, 1, 1, 19, 0, 0, DateTimeKind.Utc), seats, holdSeconds, salesOpenAt)
        {
            ExtensionAllowed = extensions,
            SeatsPerPersonMax = seatsPerPersonMax,
        };
        return (await new ShowCreation(data).CreateAsync(show, seatsCreated: null, CancellationToken.None)).Id;
    }

    public Task<BookOutcome> BookAsync(ShowId show, params int[] seats) =>
        BookAsync(new BookRequest(show, "a@example.com", [.. seats]));

    public Task<BookOutcome> BookAsync(string key, ShowId show, params int[] seats) =>
        BookAsync(new BookRequest(show, "a@example.com", [.. seats], key));

    public Task<BookOutcome> BookAsync(BookRequest request) =>
        Bookings.BookAsync(request, Buyer, CancellationToken.None);

    public async Task<Booking> HoldAsync(ShowId show, params int[] seats) =>
        (await BookAsync(show, seats)).ShouldBeOfType<BookOutcome.Held>().Booking;

    public Task<ConfirmOutcome> ConfirmAsync(BookingId id, string? email = null, string? key = null) =>
        Bookings.ConfirmAsync(new ConfirmRequest(id, email, key), Buyer, CancellationToken.None);

    public Task<CancelOutcome> CancelAsync(BookingId id) => Bookings.CancelAsync(id, Buyer, CancellationToken.None);

    public Task<CancelOutcome> CancelByStaffAsync(BookingId id, string note, string staff = Actors.Desk) =>
        Bookings.CancelByStaffAsync(
            id, new StaffNote(note), Actor.Staff(staff, ActorRight.AdminKey), CancellationToken.None);

    public Task<ExtendOutcome> ExtendAsync(BookingId id) => Bookings.ExtendAsync(id, Buyer, CancellationToken.None);

    public Task<ExpireOutcome> ExpireAsync(BookingId id) =>
        Bookings.ExpireAsync(id, Actor.Sweep, CancellationToken.None);

    public Task<BlockOutcome> BlockAsync(ShowId show, params int[] seats) => Bookings.BlockAsync(
        show, [.. seats], new StaffNote("Row is broken"), Desk, CancellationToken.None);

    public Task<UnblockOutcome> UnblockAsync(ShowId show, params int[] seats) => Bookings.UnblockAsync(
        show, [.. seats], new StaffNote(text: null), Desk, CancellationToken.None);

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
        await _batches.DisposeAsync();
        Maps.Dispose();
    }
}

/// <summary>An engine's settings, for a test to change.</summary>
internal sealed class TestOptions
{
    // Most tests buy from one address, and are about something else.
    public SellingOptions Selling { get; } = new() { BatchWorkers = 2, HeldSeatsPerClientMax = 0 };

    /// <summary>How often a client's holds are looked up at most.</summary>
    public TimeSpan RereadHoldsEvery { get; set; } = TimeSpan.Zero;

    public ShowTermsOptions ShowTerms { get; } = new();

    public ShowTimeOptions ShowTimes { get; } = new();

    public SeatMapOptions SeatMaps { get; } = new();

    public SeatingPlanOptions Plans { get; } = new();

    public BestAvailableOptions BestAvailable { get; } = new();
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

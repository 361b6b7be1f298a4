using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>
/// The engine's limits, each with its unit in its name. Bound from the configuration section <c>Bookings</c>.
/// </summary>
public sealed class EngineOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bookings";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(HoldSeconds), 1, 86_400),
        new(Section, nameof(SweepSeconds), 1, 3_600),
        new(Section, nameof(SweepBookingsMax), 1, 10_000),
        new(Section, nameof(QueueCommandsMax), 1, 1_000_000),
        new(Section, nameof(QueueMillisecondsMax), 10, 60_000),
        new(Section, nameof(RetrySecondsMax), 1, 3_600),
        new(Section, nameof(BatchCommandsMax), 1, 10_000),
        new(Section, nameof(BatchWorkers), 1, 16),
        new(Section, nameof(BatchWorkerCommandsMin), 1, 10_000),
        new(Section, nameof(BatchAttemptsMax), 1, 20),
        new(Section, nameof(StatementSecondsMax), 1, 300),
        new(Section, nameof(ShowTermsSeconds), 0, 3_600),
        new(Section, nameof(ShowTermsMax), 1, 10_000_000),
        new(Section, nameof(SeatMapSecondsMax), 0, 60),
        new(Section, nameof(SeatMapSeatsMax), 200_000, 1_000_000_000),
        new(Section, nameof(SeatMapsMax), 1, 10_000_000),
        new(Section, nameof(PlanSeatsMax), 200_000, 1_000_000_000),
        new(Section, nameof(BestSeatsMillisecondsMax), 0, 60_000),
        new(Section, nameof(RankedGroupsMax), 200_000, 1_000_000_000),
    ];

    /// <summary>How long seats are held where the show says nothing: 1..86,400 s.</summary>
    public int HoldSeconds { get; set; } = 120;

    /// <summary>The longest time between two sweeps for expired holds, which otherwise follow when the next hold ends:
    /// 1..3,600 s.</summary>
    public int SweepSeconds { get; set; } = 30;

    /// <summary>
    /// The most bookings one round of a sweep expires; rounds follow each other until none is due: 1..10,000.
    /// </summary>
    public int SweepBookingsMax { get; set; } = 500;

    /// <summary>
    /// Commands that may wait for a batch, over all shows; one more is answered Overloaded: 1..1,000,000.
    /// Short on purpose, some two tenths of a second's work on two cores: when thousands come at once, a quick refusal
    /// that says when to come back serves them sooner than a long wait.
    /// </summary>
    public int QueueCommandsMax { get; set; } = 2_000;

    /// <summary>The longest a wish for seats waits for its batch, in milliseconds; then it is answered Overloaded:
    /// 10..60,000.</summary>
    public int QueueMillisecondsMax { get; set; } = 700;

    /// <summary>The longest anyone who was turned away is told to wait, in seconds: 1..3,600.</summary>
    public int RetrySecondsMax { get; set; } = 30;

    /// <summary>Commands one transaction may carry: 1..10,000.</summary>
    public int BatchCommandsMax { get; set; } = 500;

    /// <summary>The most batch loops side by side, each with a database connection of its own: 1..16. One per core, 2
    /// to 8, if not set. A loop is idle unless shows wait that no other loop has taken, and a third and any further
    /// one until <see cref="BatchWorkerCommandsMin"/> commands do.</summary>
    public int BatchWorkers { get; set; } = Math.Clamp(Environment.ProcessorCount, 2, 8);

    /// <summary>How many commands must wait for a third and any further loop to take them, unless they have waited
    /// for a tenth of a second: 1..10,000. More loops with less each would cost the database more than they help.
    /// </summary>
    public int BatchWorkerCommandsMin { get; set; } = 100;

    /// <summary>
    /// How often a batch is tried again after a passing failure of the database before it is given up: 1..20.
    /// </summary>
    public int BatchAttemptsMax { get; set; } = 4;

    /// <summary>How long one statement of a batch may take, in seconds: 1..300.</summary>
    public int StatementSecondsMax { get; set; } = 10;

    /// <summary>How long the terms of a show (seats, hold, opening) are remembered, in seconds: 0..3,600.</summary>
    public int ShowTermsSeconds { get; set; } = 10;

    /// <summary>In seconds: a sale that opens later than this has begun in no process, whatever each remembers of the
    /// show; what may not change under a buyer's hands may change until then.</summary>
    internal int OpeningSecondsMin => Math.Max(60, 2 * ShowTermsSeconds);

    /// <summary>How many shows' terms are remembered: 1..10,000,000.</summary>
    public int ShowTermsMax { get; set; } = 100_000;

    /// <summary>How old a seat map in memory may be before it is read again, in seconds: 0..60. A seat freed by another
    /// process is refused for no longer than this.</summary>
    public int SeatMapSecondsMax { get; set; } = 10;

    /// <summary>How many seats the maps in memory may have in all, some 24 bytes each, and 150 more where a map
    /// is served over HTTP: 200,000..1,000,000,000.</summary>
    public long SeatMapSeatsMax { get; set; } = 2_500_000;

    /// <summary>How many shows' maps are remembered: 1..10,000,000.</summary>
    public int SeatMapsMax { get; set; } = 100_000;

    /// <summary>How many seats the seating plans in memory may have in all, some 150 bytes each, and 200 more where a
    /// plan is served over HTTP; plans are shared by their shows: 200,000..1,000,000,000.</summary>
    public long PlanSeatsMax { get; set; } = 1_000_000;

    /// <summary>How old a seat map in memory may be, in milliseconds, for a wish for the best seats to be refused by
    /// it; else it is read again first: 0..60,000.</summary>
    public int BestSeatsMillisecondsMax { get; set; } = 1_000;

    /// <summary>How many groups of seats the rankings in memory may have in all, 4 bytes each; a plan has about as many
    /// groups of one size as seats: 200,000..1,000,000,000.</summary>
    public long RankedGroupsMax { get; set; } = 4_000_000;
}

using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>How commands wait for a batch and how a batch is carried out. Bound from the configuration section
/// <c>Bookings</c>.</summary>
public sealed class SellingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bookings";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(QueueCommandsMax), 1, 1_000_000),
        new(Section, nameof(QueueMillisecondsMax), 10, 60_000),
        new(Section, nameof(RetrySecondsMax), 1, 3_600),
        new(Section, nameof(BatchCommandsMax), 1, 10_000),
        new(Section, nameof(BatchWorkers), 1, 16),
        new(Section, nameof(BatchWorkerCommandsMin), 1, 10_000),
        new(Section, nameof(BatchAttemptsMax), 1, 20),
        new(Section, nameof(StatementSecondsMax), 1, 300),
        new(Section, nameof(HeldSeatsPerClientMax), 0, 200_000),
    ];

    /// <summary>
    /// Commands that may wait for a batch, over all shows; one more is answered Overloaded: 1..1,000,000.
    /// Short on purpose, some two tenths of a second's work on two cores: when thousands come at once, a quick refusal
    /// that says when to come back serves them sooner than a long wait.
    /// </summary>
    public int QueueCommandsMax { get; set; } = 2_000;

    /// <summary>The longest a request for seats waits for its batch, in milliseconds; then it is answered Overloaded:
    /// 10..60,000.</summary>
    public int QueueMillisecondsMax { get; set; } = 700;

    /// <summary>The longest anyone who was refused is told to wait, in seconds: 1..3,600.</summary>
    public int RetrySecondsMax { get; set; } = 30;

    /// <summary>Commands one transaction may carry: 1..10,000.</summary>
    public int BatchCommandsMax { get; set; } = 500;

    /// <summary>The most batch workers side by side, each with a database connection of its own: 1..16. One per core, 2
    /// to 8, if not set. A worker is idle unless shows wait that no other worker has taken, and a third and any further
    /// one until <see cref="BatchWorkerCommandsMin"/> commands do.</summary>
    public int BatchWorkers { get; set; } = Math.Clamp(Environment.ProcessorCount, 2, 8);

    /// <summary>How many commands must wait for a third and any further worker to take them, unless they have waited
    /// for a tenth of a second: 1..10,000. More workers with less each would cost the database more than they help.
    /// </summary>
    public int BatchWorkerCommandsMin { get; set; } = 100;

    /// <summary>
    /// How often a batch is tried again after a passing failure of the database before it is given up: 1..20.
    /// </summary>
    public int BatchAttemptsMax { get; set; } = 4;

    /// <summary>How long one statement of a batch may take, in seconds: 1..300.</summary>
    public int StatementSecondsMax { get; set; } = 10;

    /// <summary>How many seats of a show one client (an IPv4 address, or the /64 network of an IPv6 address) may hold
    /// at a time, in each process: 0..200,000; 0: as many as it likes. What is confirmed or has lapsed does not count.
    /// STAFF is not limited.</summary>
    public int HeldSeatsPerClientMax { get; set; } = 100;
}

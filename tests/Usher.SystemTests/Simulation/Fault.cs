using Usher.Testing;

namespace Usher.SystemTests.Simulation;

internal enum FaultKind
{
    /// <summary>The line breaks before, inside or after what passes at the fault's point.</summary>
    Cut,
    CutInside,

    /// <summary>pg_terminate_backend at the fault's point, done before the message passes, or as it passes.</summary>
    Terminate,
    TerminateMeanwhile,

    /// <summary>An error response in place of the server's: deadlock, serialization, time-outs, disk full.</summary>
    Refuse,

    /// <summary>Everything passes, late.</summary>
    Slow,

    /// <summary>Nothing passes any more and nobody is told; the line is lost a little later.</summary>
    Blackhole,

    /// <summary>The same, for longer than the engine's own patience with a statement.</summary>
    Silence,

    /// <summary>Every connection is refused until the wave is over.</summary>
    Down,

    /// <summary>The commit's answer is lost, and then the database is away until the wave is over.</summary>
    CommitThenDown,

    /// <summary>Another session holds a seat for a moment, or for longer than lock_timeout.</summary>
    SeatLocked,
    SeatLockedTooLong,

    /// <summary>Another session locks two seats in the wrong order, until the server finds the deadlock.</summary>
    Deadlock,

    /// <summary>The wave's requests have waited too long when their batch is taken.</summary>
    StaleQueue,

    /// <summary>PostgreSQL is killed and started again.</summary>
    Restart,
}

/// <summary>What goes wrong in one wave.</summary>
/// <param name="Kind">What.</param>
/// <param name="Process">The engine whose line it is.</param>
/// <param name="Point">Where in a transaction.</param>
/// <param name="Amount">Milliseconds, or which of several variants.</param>
/// <param name="Times">In how many attempts in a row.</param>
internal sealed record Fault(FaultKind Kind, int Process, LinePoint Point, int Amount = 0, int Times = 1)
{
    private static readonly string[] SqlStates = ["40P01", "40001", "55P03", "57014", "53100", "57P03"];

    public string SqlState => SqlStates[Amount % SqlStates.Length];

    /// <summary>Happens at a point of a transaction, rather than to the wave.</summary>
    public bool IsAtPoint => Kind is FaultKind.Cut or FaultKind.CutInside or FaultKind.Terminate
        or FaultKind.TerminateMeanwhile or FaultKind.Refuse or FaultKind.Blackhole or FaultKind.Silence
        or FaultKind.CommitThenDown;

    /// <summary>Its name in the counts.</summary>
    public string Name => Kind switch
    {
        FaultKind.Refuse => $"{Kind} {SqlState} at {Point}",
        _ when IsAtPoint => $"{Kind} at {Point}",
        _ => $"{Kind}",
    };

    public override string ToString() => $"{Name}, process {Process}, amount {Amount}, times {Times}";
}

using System.Collections.Immutable;

namespace Usher.Engine.Audit;

/// <summary>What one audit found, in one consistent snapshot of the database.</summary>
/// <param name="AsOf">When the snapshot was taken, by the database's clock, UTC.</param>
/// <param name="Shows">Shows in the snapshot.</param>
/// <param name="Seats">Seats in the snapshot.</param>
/// <param name="Bookings">Bookings in the snapshot, of any status.</param>
/// <param name="Findings">One for each invariant, in order of their numbers, violated or not.</param>
public sealed record AuditReport(
    DateTime AsOf, long Shows, long Seats, long Bookings, ImmutableArray<Finding> Findings)
{
    /// <summary>The latest changes of shows that renamed seats for whoever had them, the newest first. They are no
    /// violations: somebody accepted them.</summary>
    public ImmutableArray<Renaming> Renamings { get; init; } = [];

    /// <summary>Bookings that have an e-mail address or a note which is not encrypted yet. They are no violations: a
    /// server encrypts them after its start.</summary>
    public long UnsealedBookings { get; init; }

    /// <summary>Whether every invariant holds.</summary>
    public bool IsClean => Findings.All(finding => finding.ViolationCount == 0);
}

/// <summary>The result of one invariant.</summary>
/// <param name="Invariant">The invariant.</param>
/// <param name="ViolationCount">All rows that violate it, listed or not.</param>
/// <param name="Violations">The first of them, at most <see cref="AuditOptions.ViolationsMax"/>.</param>
public sealed record Finding(Invariant Invariant, long ViolationCount, ImmutableArray<Violation> Violations);

/// <summary>One row that violates an invariant. Fields that do not apply are null.</summary>
public sealed record Violation(long? ShowId, int? SeatNumber, Guid? BookingId, string Problem);

/// <summary>A show that moved to another version of its plan and renamed seats that somebody had.</summary>
/// <param name="ShowId">The show.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who accepted it.</param>
/// <param name="FromVersion">The version of the plan before.</param>
/// <param name="ToVersion">The version since.</param>
/// <param name="Seats">How many seats that somebody had read otherwise since.</param>
public sealed record Renaming(long ShowId, DateTime At, string Actor, int FromVersion, int ToVersion, int Seats);

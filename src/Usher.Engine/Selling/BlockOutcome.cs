using System.Collections.Immutable;

namespace Usher.Engine.Selling;

/// <summary>What became of the request to block seats.</summary>
public abstract record BlockOutcome : CommandOutcome
{
    private BlockOutcome()
    {
    }

    /// <summary>The first of these seats are blocked now; the others belong to buyers.</summary>
    /// <param name="SeatNumbers">Those blocked by this command.</param>
    /// <param name="HeldSeats">Those that somebody holds.</param>
    /// <param name="SoldSeats">Those that are sold.</param>
    public sealed record Blocked(
        ImmutableArray<int> SeatNumbers, ImmutableArray<int> HeldSeats, ImmutableArray<int> SoldSeats) : BlockOutcome
    {
        /// <summary>Those that were blocked before.</summary>
        public ImmutableArray<int> Before { get; init; } = [];
    }

    /// <summary>No show has this id.</summary>
    public sealed record ShowNotFound : BlockOutcome;

    /// <summary>The show has no such seats. Nothing was written.</summary>
    public sealed record SeatsNotFound(ImmutableArray<int> SeatNumbers, int TotalSeats) : BlockOutcome;

    /// <summary>The queue is full; the command was not taken. Try again after the given time.</summary>
    public sealed record Overloaded(TimeSpan RetryAfter) : BlockOutcome;

    /// <summary>
    /// The database is away. The command was most likely not carried out; if the connection broke during the commit
    /// it may have been, and repeating it with the same idempotency key or booking id tells.
    /// </summary>
    public sealed record Unavailable(TimeSpan RetryAfter) : BlockOutcome;
}

using System.Collections.Immutable;

namespace Usher.Engine.Selling;

/// <summary>What became of the request to put blocked seats on sale again.</summary>
public abstract record UnblockOutcome : CommandOutcome
{
    private UnblockOutcome()
    {
    }

    /// <summary>These seats are for sale again; the others were not blocked.</summary>
    public sealed record Unblocked(ImmutableArray<int> SeatNumbers, ImmutableArray<int> NotBlocked) : UnblockOutcome;

    /// <summary>No show has this id.</summary>
    public sealed record ShowNotFound : UnblockOutcome;

    /// <summary>The queue is full; the command was not taken. Try again after the given time.</summary>
    public sealed record Overloaded(TimeSpan RetryAfter) : UnblockOutcome;

    /// <summary>
    /// The database is away. The command was most likely not carried out; if the connection broke during the commit
    /// it may have been, and repeating it with the same idempotency key or booking id tells.
    /// </summary>
    public sealed record Unavailable(TimeSpan RetryAfter) : UnblockOutcome;
}

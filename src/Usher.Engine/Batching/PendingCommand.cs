using Usher.Engine.Bookings;

namespace Usher.Engine.Batching;

/// <summary>A command on its way, and the promise of its outcome. The outcome is set once, after the commit.</summary>
internal sealed class PendingCommand(BookingCommand command)
    : TaskCompletionSource<BookingOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public BookingCommand Command { get; } = command;

    /// <summary>By the queue's stopwatch.</summary>
    public long EnqueuedAt { get; set; }
}

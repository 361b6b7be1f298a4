using Usher.Engine.Bookings;

namespace Usher.Engine.Batching;

/// <summary>A command on its way, and the promise of its outcome. The outcome is set once, after the commit.</summary>
internal sealed class PendingCommand(BookingCommand command)
    : TaskCompletionSource<BookingOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public BookingCommand Command { get; } = command;

    /// <summary>
    /// What it would have been answered by an attempt whose commit was lost; null where none was. A later attempt
    /// tells by it the command's own doing from what was there before.
    /// </summary>
    public BookingOutcome? Lost { get; set; }

    /// <summary>By the queue's stopwatch.</summary>
    public long EnqueuedAt { get; set; }
}

namespace Usher.Engine.Selling.Batching;

/// <summary>A command on its way, and the promise of its outcome. The outcome is set once, after the commit.</summary>
internal sealed class PendingCommand(BookingCommand command)
    : TaskCompletionSource<BookingOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public BookingCommand Command { get; } = command;

    /// <summary>
    /// What it is to be answered if the attempt whose commit was lost turns out to be committed; null where none was
    /// lost.
    /// </summary>
    public BookingOutcome? Lost { get; set; }

    /// <summary>By the queue's stopwatch.</summary>
    public long EnqueuedAt { get; set; }
}

namespace Usher.Engine.Selling.Batching;

/// <summary>A command on its way, as a queue and a batch see it: whatever its outcomes are.</summary>
internal interface IPendingCommand
{
    BookingCommand Command { get; }

    /// <summary>
    /// What it is to be answered if the attempt whose commit was lost turns out to be committed; null where none was
    /// lost.
    /// </summary>
    CommandOutcome? Lost { get; set; }

    /// <summary>By the queue's stopwatch.</summary>
    long EnqueuedAt { get; set; }

    /// <summary>It has its outcome, or has failed.</summary>
    bool IsAnswered { get; }

    /// <summary>Gives it the outcome that the rules have decided; after the commit. Where it has one it keeps it.
    /// </summary>
    void Answer(CommandOutcome outcome);

    /// <summary>It waited too long.</summary>
    void AnswerOverloaded(TimeSpan retryAfter);

    /// <summary>The batch was given up.</summary>
    void AnswerUnavailable(TimeSpan retryAfter);

    /// <summary>The command is a defect.</summary>
    void Fail(Exception exception);
}

/// <summary>A command on its way, and the promise of its outcome. The outcome is set once, after the commit.</summary>
internal sealed class PendingCommand<TOutcome>(BookingCommand<TOutcome> command)
    : TaskCompletionSource<TOutcome>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingCommand
    where TOutcome : CommandOutcome
{
    public BookingCommand Command => command;

    public CommandOutcome? Lost { get; set; }

    public long EnqueuedAt { get; set; }

    public bool IsAnswered => Task.IsCompleted;

    public void Answer(CommandOutcome outcome) => TrySetResult((TOutcome)outcome);

    public void AnswerOverloaded(TimeSpan retryAfter) => TrySetResult(command.Overloaded(retryAfter));

    public void AnswerUnavailable(TimeSpan retryAfter) => TrySetResult(command.Unavailable(retryAfter));

    public void Fail(Exception exception) => TrySetException(exception);
}

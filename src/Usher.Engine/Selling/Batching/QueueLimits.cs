namespace Usher.Engine.Selling.Batching;

/// <summary>How much may wait, and for how long.</summary>
/// <param name="CommandsMax">Commands that may wait, over all shows.</param>
/// <param name="WaitMillisecondsMax">The longest a request for seats waits; a change to a booking waits on.</param>
/// <param name="BatchCommandsMax">Commands one batch may carry.</param>
/// <param name="BatchWorkerCommandsMin">Commands that a third and any further worker must find waiting.</param>
/// <param name="RetrySecondsMax">The longest anyone is told to wait before trying again.</param>
internal sealed record QueueLimits(
    int CommandsMax, int WaitMillisecondsMax, int BatchCommandsMax, int BatchWorkerCommandsMin, int RetrySecondsMax)
{
    public static QueueLimits From(SellingOptions options) => new(
        options.QueueCommandsMax, options.QueueMillisecondsMax, options.BatchCommandsMax,
        options.BatchWorkerCommandsMin,
        options.RetrySecondsMax);
}

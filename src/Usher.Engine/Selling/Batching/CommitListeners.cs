using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Usher.Engine.Selling.Rules;

namespace Usher.Engine.Selling.Batching;

/// <summary>Tells everybody who listens, one after the other, and each commit once.</summary>
internal sealed partial class CommitListeners(ImmutableArray<ICommitListener> listeners, ILogger logger)
{
    /// <summary>Never throws: the batch is committed, and its buyers must be told.</summary>
    public void Tell(BatchState state)
    {
        // Each command that is tried apart finds the lost commit of the batch they were in together.
        if (state.IsTold)
        {
            return;
        }

        state.IsTold = true;
        var batch = state.Committed;
        foreach (var listener in listeners)
        {
            try
            {
                listener.OnCommitted(batch);
            }
            catch (Exception e)
            {
                LogFailed(listener.GetType().Name, batch.Events.Count, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "{Listener} failed to process a committed batch of {Events} events")]
    private partial void LogFailed(string listener, int events, Exception exception);
}

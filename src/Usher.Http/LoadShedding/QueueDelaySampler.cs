namespace Usher.Http.LoadShedding;

/// <summary>
/// Puts the samples of <see cref="QueueDelay"/> into the queue of the thread pool. It has a thread of its own, because
/// a timer's work would wait in the very queue it is to measure.
/// </summary>
public sealed class QueueDelaySampler(QueueDelay delay) : IHostedService, IDisposable
{
    private const int SampleEveryMilliseconds = 25;

    private readonly ManualResetEventSlim _stop = new();
    private Thread? _thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Sample) { IsBackground = true, Name = "queue delay" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Set();
        _thread?.Join();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _stop.Dispose();
    }

    private void Sample()
    {
        while (!_stop.Wait(SampleEveryMilliseconds))
        {
            if (!delay.IsUnderWay)
            {
                delay.Begin();
                // A request is handed on twice, from the transport to its connection and from there to its handler,
                // each time behind all that waits for a thread.
                ThreadPool.UnsafeQueueUserWorkItem(HandOn, delay, preferLocal: false);
            }
        }
    }

    private static void HandOn(QueueDelay delay) =>
        ThreadPool.UnsafeQueueUserWorkItem(static delay => delay.End(), delay, preferLocal: false);
}

using System.Net;
using System.Net.Sockets;

namespace Usher.Http.LoadShedding;

/// <summary>
/// Sends the pings of <see cref="QueueDelay"/> from this process to itself. It has a thread of its own, because one
/// of the pool would wait in the very line it is to measure.
/// </summary>
public sealed partial class QueueDelayProbe(QueueDelay delay, ILogger<QueueDelayProbe> logger)
    : IHostedService, IDisposable
{
    private const int PingEveryMilliseconds = 25;

    private readonly ManualResetEvent _stop = new(initialState: false);
    private Socket? _sender;
    private Socket? _receiver;
    private Thread? _thread;
    private Task _receiving = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ConnectAsync(cancellationToken);
        }
        catch (SocketException e)
        {
            // Requests are then judged by their wait for a transaction alone.
            LogBlind(e.Message);
            return;
        }

        _receiving = ReceiveAsync(_receiver!);
        _thread = new Thread(Send) { IsBackground = true, Name = "arrival probe" };
        _thread.Start();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        await _receiving;
    }

    // All there is to it where the server never came up, for then nobody is stopped.
    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        // The other end sees it and stops by itself.
        _sender?.Dispose();
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        _sender = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _sender.ConnectAsync(listener.LocalEndPoint!, ct);
        // Anybody on this machine may have been quicker to connect; only our own counts.
        do
        {
            _receiver?.Dispose();
            _receiver = await listener.AcceptAsync(ct);
        }
        while (!_receiver.RemoteEndPoint!.Equals(_sender.LocalEndPoint));
    }

    private void Send()
    {
        try
        {
            while (!_stop.WaitOne(PingEveryMilliseconds))
            {
                if (!delay.IsUnderWay)
                {
                    delay.Send();
                    _sender!.Send([1]);
                }
            }
        }
        catch (SocketException e)
        {
            delay.GiveUp();
            LogBlind(e.Message);
        }
    }

    private async Task ReceiveAsync(Socket receiver)
    {
        var ping = new byte[1];
        try
        {
            while (await receiver.ReceiveAsync(ping, CancellationToken.None) > 0)
            {
                // A request is handed on twice more, from the transport to its connection and from there to its
                // handler, each time behind all that waits for a thread; bytes from sockets go before that.
                ThreadPool.UnsafeQueueUserWorkItem(static probe => probe.HandOn(), this, preferLocal: false);
            }
        }
        catch (SocketException e)
        {
            LogBlind(e.Message);
        }
        finally
        {
            // A ping that is lost would look as if it waited for ever.
            delay.GiveUp();
            receiver.Dispose();
        }
    }

    private void HandOn() =>
        ThreadPool.UnsafeQueueUserWorkItem(static probe => probe.Arrive(), delay, preferLocal: false);

    [LoggerMessage(
        LogLevel.Warning, "How long requests wait to be read is not known, and none is refused for it: {Error}")]
    private partial void LogBlind(string error);
}

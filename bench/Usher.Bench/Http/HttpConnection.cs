using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Usher.Bench.Http;

/// <summary>
/// One keep-alive connection, one request at a time. A raw socket with its own buffers, because on a machine shared
/// with the server every microsecond the generator spends is missing there. Reconnects by itself, repeats nothing.
/// </summary>
/// <param name="target">The server.</param>
/// <param name="timeout">How long to wait for a reply.</param>
/// <param name="from">The address to come from; null: as the system chooses.</param>
internal sealed class HttpConnection(HttpTarget target, TimeSpan timeout, IPAddress? from = null) : IDisposable
{
    private readonly ResponseReader response = new();
    private CancellationTokenSource deadline = new();
    private Socket? socket;
    private int connects;

    /// <summary>How often it had to connect again.</summary>
    public int Reconnects => Math.Max(0, connects - 1);

    /// <summary>Connects before the first request; false if that does not succeed within the time-out.</summary>
    public async ValueTask<bool> OpenAsync()
    {
        deadline.CancelAfter(timeout);
        try
        {
            socket ??= await ConnectAsync();
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
        finally
        {
            Rewind();
        }
    }

    /// <summary>Sends the bytes of one request and waits for the whole reply, at most the time-out.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HttpReply> SendAsync(ReadOnlyMemory<byte> request)
    {
        deadline.CancelAfter(timeout);
        var sent = false;
        try
        {
            socket ??= await ConnectAsync();
            sent = true;
            await WriteAsync(socket, request);
            var isWhole = await ReadAsync(socket);
            if (!isWhole)
            {
                return Drop(HttpFailure.Broken);
            }

            if (!response.AllowsAnother)
            {
                Close();
            }

            return new HttpReply(response.Head.Status, response.Body, response.Head.RetryAfter, HttpFailure.None);
        }
        catch (OperationCanceledException)
        {
            return Drop(sent ? HttpFailure.TimedOut : HttpFailure.NotConnected);
        }
        catch (SocketException)
        {
            return Drop(sent ? HttpFailure.Broken : HttpFailure.NotConnected);
        }
        catch (MalformedResponseException)
        {
            return Drop(HttpFailure.Malformed);
        }
        finally
        {
            Rewind();
        }
    }

    public void Dispose()
    {
        Close();
        deadline.Dispose();
    }

    private async Task<Socket> ConnectAsync()
    {
        var fresh = new Socket(target.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null)
            {
                fresh.Bind(new IPEndPoint(from, 0));
            }

            await fresh.ConnectAsync(target.Address, deadline.Token);
            connects++;
            return fresh;
        }
        catch
        {
            fresh.Dispose();
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteAsync(Socket to, ReadOnlyMemory<byte> request)
    {
        while (!request.IsEmpty)
        {
            request = request[await to.SendAsync(request, deadline.Token)..];
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadAsync(Socket from)
    {
        response.Next();
        while (true)
        {
            var count = await from.ReceiveAsync(response.Free, deadline.Token);
            if (count == 0)
            {
                return response.End();
            }

            if (response.Advance(count))
            {
                return true;
            }
        }
    }

    private void Rewind()
    {
        if (!deadline.TryReset())
        {
            deadline.Dispose();
            deadline = new CancellationTokenSource();
        }
    }

    private HttpReply Drop(HttpFailure failure)
    {
        Close();
        return HttpReply.Failed(failure);
    }

    private void Close()
    {
        socket?.Dispose();
        socket = null;
    }
}

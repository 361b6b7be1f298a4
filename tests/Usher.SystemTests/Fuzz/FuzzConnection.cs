using System.Net;
using System.Net.Sockets;

namespace Usher.SystemTests.Fuzz;

/// <summary>What came back for one request.</summary>
internal sealed record Exchange(IReadOnlyList<WireAnswer> Answers, string? Fault);

/// <summary>A client that writes bytes and reads answers. It keeps its connection while both sides allow it.</summary>
internal sealed class FuzzConnection(IPEndPoint server) : IDisposable
{
    /// <summary>Longer than every limit of the server, so that a connection it forgets is a failure.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan CutOffPoll = TimeSpan.FromMilliseconds(200);

    // What a client that reads nothing takes all the same.
    private const int LittleBytes = 4 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;

    public async Task<Exchange> SendAsync(FuzzRequest request, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        var keeps = false;
        List<WireAnswer> answers = [];
        try
        {
            _socket ??= await ConnectAsync(request.Ending, patience.Token);
            var isSent = await WriteAsync(request, patience.Token);
            if (request.Ending == Ending.Abort)
            {
                return new Exchange([], null);
            }

            if (request.Ending == Ending.ReadNothing)
            {
                await WaitUntilCutOffAsync(patience.Token);
                return new Exchange([], null);
            }

            // Whoever sent more than the server reads cannot count on its connection (RFC 9112 §9.3).
            keeps = await ReadAsync(request, answers, patience.Token) && isSent && !request.Expected.MayStaySilent;
            return new Exchange(answers, null);
        }
        catch (SocketException)
        {
            // A server that has refused does not read on, and the rest of the request then resets the connection.
            return new Exchange(answers, null);
        }
        catch (FormatException fault)
        {
            return new Exchange(answers, fault.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Exchange(answers, $"The server left the connection open for {Patience.TotalSeconds} s.");
        }
        finally
        {
            if (!keeps)
            {
                Dispose();
            }
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<Socket> ConnectAsync(Ending ending, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        // Closed connections do not wait for late segments, or a long run would use up the ports of this machine.
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        if (ending == Ending.ReadNothing)
        {
            socket.ReceiveBufferSize = LittleBytes;
        }

        await socket.ConnectAsync(server, ct);
        return socket;
    }

    private async Task<bool> WriteAsync(FuzzRequest request, CancellationToken ct)
    {
        try
        {
            foreach (var piece in request.Pieces)
            {
                for (ReadOnlyMemory<byte> rest = piece; !rest.IsEmpty;)
                {
                    rest = rest[await _socket!.SendAsync(rest, ct)..];
                }

                await Task.Delay(request.PauseMilliseconds, ct);
            }

            if (request.Ending == Ending.HalfClose)
            {
                _socket!.Shutdown(SocketShutdown.Send);
            }

            return true;
        }
        catch (SocketException)
        {
            // What the server said before it stopped listening may still be read.
            return false;
        }
    }

    // A connection that was cut answers what comes to it with a reset.
    private async Task WaitUntilCutOffAsync(CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(CutOffPoll, ct);
            await _socket!.SendAsync("\r\n"u8.ToArray(), ct);
        }
    }

    private async Task DrainAsync(CancellationToken ct)
    {
        while (await _socket!.ReceiveAsync(_buffer, ct) > 0)
        {
        }
    }

    // Whether the connection can be used again.
    private async Task<bool> ReadAsync(FuzzRequest request, List<WireAnswer> answers, CancellationToken ct)
    {
        var reader = new WireAnswerReader();
        while (await _socket!.ReceiveAsync(_buffer, ct) is var count and > 0)
        {
            reader.Add(_buffer.AsSpan(0, count));
            while (reader.Next(request.IsHead) is { } answer)
            {
                answers.Add(answer);
                if (answer.IsStream && request.Ending == Ending.UntilCutOff)
                {
                    await DrainAsync(ct);
                    return false;
                }

                if (answer.IsStream || request.Ending == Ending.WaitAndLeave
                    || (request.Ending == Ending.Wait && answer.EndsConnection))
                {
                    return false;
                }
            }

            if (request.Ending == Ending.Wait && answers.Count > 0)
            {
                return reader.Unread == 0;
            }
        }

        return reader.Unread == 0
            ? false
            : throw new FormatException("The connection ended within an answer.");
    }
}

using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Usher.Api.Live;

/// <summary>Streams changes to a client until it disconnects. It has a place in the channel, and releases it.</summary>
internal sealed class LiveReply(
    LiveChannel channel, LiveRequest request, ClientAddress client, LiveChannels channels, LiveOptions options,
    TimeProvider time) : IResult
{
    private const int HeardBytes = 128;

    // How long a close handshake may take; a server that stops waits for it.
    private static readonly TimeSpan FarewellMax = TimeSpan.FromSeconds(1);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        try
        {
            LimitBuffers(httpContext);
            await (httpContext.WebSockets.IsWebSocketRequest
                ? OverWebSocketAsync(httpContext) : AsEventStreamAsync(httpContext));
        }
        finally
        {
            channels.Release(channel, client);
        }
    }

    // The channel limits slow connections, by SendSecondsMax.
    private void LimitBuffers(HttpContext context)
    {
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        try
        {
            if (context.Features.Get<IConnectionSocketFeature>() is { } connection)
            {
                connection.Socket.SendBufferSize = options.SendBufferBytes;
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // It has gone since it asked, which is no defect; whoever writes to it notices.
        }
    }

    private async Task OverWebSocketAsync(HttpContext context)
    {
        var heartbeat = TimeSpan.FromSeconds(options.HeartbeatSeconds);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = heartbeat,
            KeepAliveTimeout = heartbeat,
        });
        Subscriber subscriber = SocketSubscriber.SocketOf(context) is { } direct
            ? new SocketSubscriber(direct, context, request.Form, time)
            : new WebSocketSubscriber(socket, context, request.Form, time);
        var heard = HearAsync(socket, context.RequestAborted);
        var tooMuch = context.Features.GetRequiredFeature<ReceiveLimit>().Exceeded;
        await TellAsync(subscriber, Task.WhenAny(heard, tooMuch));
        try
        {
            var farewell = subscriber.IsDismissed ? WebSocketCloseStatus.EndpointUnavailable
                : tooMuch.IsCompleted ? WebSocketCloseStatus.PolicyViolation
                : heard.IsCompletedSuccessfully ? await heard : default(WebSocketCloseStatus?);
            if (farewell is { } status)
            {
                using var patience = new CancellationTokenSource(FarewellMax, time);
                await socket.CloseOutputAsync(status, statusDescription: null, patience.Token);
                await Task.WhenAny(heard, tooMuch).WaitAsync(patience.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // It did not wait for the close handshake.
        }
    }

    private async Task AsEventStreamAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await response.StartAsync(context.RequestAborted);
        await TellAsync(new EventStreamSubscriber(context, request.Form, time), gone.Task);
    }

    private async Task TellAsync(Subscriber subscriber, Task gone)
    {
        channel.Begin(subscriber, request.After);
        if (channels.IsStopping)
        {
            subscriber.Dismiss();
        }

        await Task.WhenAny(gone, subscriber.Over);
        channel.Leave(subscriber);
        var ended = subscriber.EndAsync();
        if (await Task.WhenAny(ended, Task.Delay(FarewellMax, time)) != ended)
        {
            // It reads nothing. What is under way must end before the connection is released.
            subscriber.Abort();
            await ended;
        }
    }

    /// <summary>Receives until the client closes or sends too much; returns the close status to answer with.</summary>
    private async Task<WebSocketCloseStatus> HearAsync(WebSocket socket, CancellationToken gone)
    {
        var buffer = new byte[HeardBytes];
        for (var heard = 0; heard <= options.ReceiveBytesMax;)
        {
            var message = await socket.ReceiveAsync(buffer.AsMemory(), gone);
            if (message.MessageType == WebSocketMessageType.Close)
            {
                return WebSocketCloseStatus.NormalClosure;
            }

            heard += message.Count;
        }

        return WebSocketCloseStatus.PolicyViolation;
    }
}

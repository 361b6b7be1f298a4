using Microsoft.AspNetCore.Http.Features;

namespace Usher.Api.Live;

/// <summary>
/// How much a WebSocket's client may send, counted where the bytes come in: pings, empty frames and fragments, of which
/// the WebSocket says nothing, count as well. It is an amount that drains away, for answers to pings go on for ever.
/// </summary>
internal sealed class ReceiveLimit(LiveOptions options, TimeProvider time)
{
    private readonly TaskCompletionSource _exceeded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private double _level;
    private long _countedAt = time.GetTimestamp();

    /// <summary>Completes when the client has sent too much. It is not listened to any more.</summary>
    public Task Exceeded => _exceeded.Task;

    /// <summary>Makes what the request is upgraded to count. To be called before the WebSocket middleware.</summary>
    public static void Attach(HttpContext context, LiveOptions options, TimeProvider time)
    {
        var limit = new ReceiveLimit(options, time);
        context.Features.Set(limit);
        if (context.Features.Get<IHttpUpgradeFeature>() is { } upgrade)
        {
            context.Features.Set<IHttpUpgradeFeature>(new CountedUpgrade(upgrade, limit));
        }

        if (context.Features.Get<IHttpExtendedConnectFeature>() is { } connect)
        {
            context.Features.Set<IHttpExtendedConnectFeature>(new CountedConnect(connect, limit));
        }
    }

    /// <summary>Counts bytes that came in; false if they were too many. For one caller at a time.</summary>
    public bool Take(int bytes)
    {
        var drained = time.GetElapsedTime(_countedAt).TotalSeconds * options.ReceiveBytesPerSecondMax;
        _countedAt = time.GetTimestamp();
        _level = Math.Max(0, _level - drained) + bytes;
        if (_level > options.ReceiveBytesMax)
        {
            _exceeded.TrySetResult();
        }

        return !_exceeded.Task.IsCompleted;
    }

    private sealed class CountedUpgrade(IHttpUpgradeFeature inner, ReceiveLimit limit) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() => new ReceivedStream(await inner.UpgradeAsync(), limit);
    }

    private sealed class CountedConnect(IHttpExtendedConnectFeature inner, ReceiveLimit limit)
        : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => inner.IsExtendedConnect;

        public string? Protocol => inner.Protocol;

        public async ValueTask<Stream> AcceptAsync() => new ReceivedStream(await inner.AcceptAsync(), limit);
    }
}

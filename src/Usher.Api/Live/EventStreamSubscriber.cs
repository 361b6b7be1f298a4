namespace Usher.Api.Live;

/// <summary>A subscriber by server-sent events: one event per message.</summary>
internal sealed class EventStreamSubscriber(HttpContext context, TimeProvider time) : Subscriber(time)
{
    public override void Abort() => context.Abort();

    protected override ReadOnlyMemory<byte> BytesOf(LiveMessage message) => message.Event;

    protected override ValueTask SendAsync(ReadOnlyMemory<byte> part, bool isLast) =>
        context.Response.Body.WriteAsync(part, CancellationToken.None);
}

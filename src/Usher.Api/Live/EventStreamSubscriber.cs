namespace Usher.Api.Live;

/// <summary>A subscriber by server-sent events: one event per message.</summary>
internal sealed class EventStreamSubscriber(HttpContext context, LiveForm form, TimeProvider time)
    : Subscriber(context, form, time)
{
    // What HTTP writes around a chunk: with it a part fits into one buffer of what sends it.
    private const int ChunkFrameBytes = 32;

    private readonly Stream _body = context.Response.Body;

    protected override int PartBytes => PartBytesMax - ChunkFrameBytes;

    protected override ReadOnlyMemory<byte> BytesOf(LiveMessage message) => message.Event;

    protected override ValueTask SendAsync(ReadOnlyMemory<byte> part, bool isLast) =>
        _body.WriteAsync(part, CancellationToken.None);
}

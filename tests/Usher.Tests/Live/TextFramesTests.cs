using System.Net.WebSockets;
using Usher.Api.Live;

namespace Usher.Tests.Live;

public sealed class TextFramesTests
{
    // Sizes at which a head grows, a frame is full, or a further one begins; and a snapshot of a stadium.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(16_379)]
    [InlineData(16_380)]
    [InlineData(16_381)]
    [InlineData(16_380 + 125)]
    [InlineData(16_380 + 126)]
    [InlineData(2 * 16_380)]
    [InlineData(750_000)]
    public async Task A_client_reads_the_text_that_was_sent(int length)
    {
        var text = new byte[length];
        for (var i = 0; i < length; i++)
        {
            text[i] = (byte)('a' + i % 26);
        }

        using var client = WebSocket.CreateFromStream(
            new MemoryStream(TextFrames.Of(text)), new WebSocketCreationOptions { IsServer = false });
        var read = new byte[length + 1];
        var count = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await client.ReceiveAsync(read.AsMemory(count), CancellationToken.None);
            part.MessageType.ShouldBe(WebSocketMessageType.Text);
            count += part.Count;
        }
        while (!part.EndOfMessage);

        read[..count].ShouldBe(text);
    }

    // Each part is handed over by itself, and something else may go in between.
    [Fact]
    public void Each_part_that_is_sent_begins_with_a_frame()
    {
        var frames = TextFrames.Of(new byte[50_000]).AsSpan();
        var heads = new List<byte>();
        for (; !frames.IsEmpty; frames = frames[Math.Min(frames.Length, Subscriber.PartBytesMax)..])
        {
            heads.Add(frames[0]);
            frames[1].ShouldBe((byte)126);
            var payload = frames[2] * 256 + frames[3];
            payload.ShouldBe(Math.Min(frames.Length, Subscriber.PartBytesMax) - 4);
        }

        // Text, continued three times, the last time for good.
        heads.ShouldBe([0x01, 0x00, 0x00, 0x80]);
    }
}

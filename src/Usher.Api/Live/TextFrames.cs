using System.Buffers.Binary;

namespace Usher.Api.Live;

/// <summary>
/// A text as a server sends it over a WebSocket (RFC 6455, section 5.2: not masked), in frames of
/// <see cref="Subscriber.PartBytesMax"/> with their heads, and a last one that holds what is left.
/// </summary>
internal static class TextFrames
{
    private const byte Text = 0x1;
    private const byte Final = 0x80;
    private const byte SizeInTwoBytes = 126;
    private const int LargeHead = 4;
    private const int SmallHead = 2;
    private const int PayloadMax = Subscriber.PartBytesMax - LargeHead;

    public static byte[] Of(ReadOnlySpan<byte> text)
    {
        var whole = text.Length / PayloadMax;
        var rest = text.Length % PayloadMax;
        if (rest == 0 && whole > 0)
        {
            (whole, rest) = (whole - 1, PayloadMax);
        }

        var frames = new byte[whole * Subscriber.PartBytesMax + HeadOf(rest) + rest];
        var free = frames.AsSpan();
        for (var opcode = Text; !free.IsEmpty; opcode = 0)
        {
            var payload = text[..Math.Min(text.Length, PayloadMax)];
            text = text[payload.Length..];
            free[0] = text.IsEmpty ? (byte)(opcode | Final) : opcode;
            var head = HeadOf(payload.Length);
            if (head == SmallHead)
            {
                free[1] = (byte)payload.Length;
            }
            else
            {
                free[1] = SizeInTwoBytes;
                BinaryPrimitives.WriteUInt16BigEndian(free[2..], (ushort)payload.Length);
            }

            payload.CopyTo(free[head..]);
            free = free[(head + payload.Length)..];
        }

        return frames;
    }

    private static int HeadOf(int payload) => payload < SizeInTwoBytes ? SmallHead : LargeHead;
}

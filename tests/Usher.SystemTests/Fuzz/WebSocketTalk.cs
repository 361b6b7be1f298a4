using System.Buffers.Binary;
using System.Text;

namespace Usher.SystemTests.Fuzz;

/// <summary>
/// Clients that open a live feed and then say what no subscriber says: floods of pings and of empty fragments, frames
/// without a mask, halves of frames, closes that are none, noise.
/// </summary>
internal sealed class WebSocketTalk(KnownThings known)
{
    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const byte Continuation = 0x0, Text = 0x1, Binary = 0x2, Close = 0x8, Ping = 0x9, Pong = 0xA;

    // More than the server listens to (Live:ReceiveBytesMax), whatever drains away meanwhile.
    private const int FloodFrames = 4000;

    public FuzzRequest Draw(Dice dice)
    {
        var (name, frames, ending) = dice.Below(9) switch
        {
            0 => ("a flood of pings", Flood(Final | Ping, dice), Ending.UntilCutOff),
            1 => ("a flood of pongs", Flood(Final | Pong, dice), Ending.UntilCutOff),
            2 => ("a flood of empty messages", Flood(Final | Text, dice), Ending.UntilCutOff),
            3 => (
                "a flood of empty fragments",
                [Frame(dice.Of(Text, Binary), [], dice), .. Flood(Continuation, dice)], Ending.UntilCutOff),
            4 => ("a frame without a mask", [Unmasked(dice)], Ending.UntilCutOff),
            5 => ("noise", [dice.Bytes(dice.Of(1, 2, 3, 14, 200, 5000))], AnyEnd(dice)),
            6 => ("a close", [CloseFrame(dice)], dice.Of(AnyEnd(dice), Ending.UntilCutOff)),
            7 => ("half a frame", [Half(dice)], AnyEnd(dice)),
            _ => ("some talk", Talk(dice), AnyEnd(dice)),
        };
        // Together with its opening, or after it.
        byte[][] pieces = dice.Percent(50)
            ? [[.. Opening(dice), .. frames[0]], .. frames[1..]] : [Opening(dice), .. frames];
        return new FuzzRequest($"WebSocket: {name}", pieces, new Expectation
        {
            Statuses = [101, 404, 503],
            // It may have been cut off before its opening was answered.
            MayStaySilent = true,
        })
        { Ending = ending };
    }

    private static Ending AnyEnd(Dice dice) => dice.Of(Ending.WaitAndLeave, Ending.HalfClose, Ending.Abort);

    private byte[] Opening(Dice dice) => Encoding.ASCII.GetBytes(
        $"GET /api/shows/{known.Show(dice)}/live HTTP/1.1\r\nHost: usher.test\r\nConnection: Upgrade\r\n"
        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    private static byte[][] Flood(int head, Dice dice)
    {
        var frame = Frame(head, [], dice);
        byte[] all = [.. Enumerable.Repeat(frame, FloodFrames).SelectMany(bytes => bytes)];
        return [.. all.Chunk(dice.Of(6, 100, 1000, all.Length) * 10)];
    }

    private static byte[][] Talk(Dice dice) =>
    [
        .. Enumerable.Range(0, dice.Between(1, 12)).Select(_ => Frame(
            dice.Of(Final, (byte)0) | dice.Of(Continuation, Text, Binary, Close, Ping, Pong, (byte)0x3, (byte)0xF),
            dice.Bytes(dice.Of(0, 1, 2, 125, 126, 200)), dice)),
    ];

    private static byte[] CloseFrame(Dice dice)
    {
        var payload = dice.Bytes(dice.Of(0, 1, 2, 2, 2, 30, 125));
        if (payload.Length >= 2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(
                payload, dice.Of<ushort>(0, 999, 1000, 1001, 1005, 1006, 1015, 4999, 65535));
        }

        return Frame(Final | Close, payload, dice);
    }

    private static byte[] Unmasked(Dice dice)
    {
        var payload = dice.Bytes(dice.Between(0, 100));
        return [(byte)(Final | dice.Of(Text, Binary, Ping)), (byte)payload.Length, .. payload];
    }

    private static byte[] Half(Dice dice)
    {
        var whole = Frame(Final | Text, dice.Bytes(dice.Between(1, 100)), dice);
        return whole[..dice.Between(1, whole.Length - 1)];
    }

    // RFC 6455 §5.2.
    private static byte[] Frame(int head, byte[] payload, Dice dice)
    {
        var mask = dice.Bytes(4);
        byte[] length = payload.Length < 126 ? [(byte)(Masked | payload.Length)]
            : [Masked | 126, (byte)(payload.Length >> 8), (byte)payload.Length];
        return [(byte)head, .. length, .. mask, .. payload.Select((one, i) => (byte)(one ^ mask[i % 4]))];
    }
}

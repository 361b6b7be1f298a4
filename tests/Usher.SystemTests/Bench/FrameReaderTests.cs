using System.Buffers.Binary;
using System.Text;
using Usher.Bench.Http;
using Usher.Bench.Watching;

namespace Usher.SystemTests.Bench;

public sealed class FrameReaderTests
{
    private const int Text = 0x81;
    private const int FirstPart = 0x01;
    private const int MiddlePart = 0x00;
    private const int LastPart = 0x80;
    private const int Close = 0x88;
    private const int Ping = 0x89;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void Messages_come_out_whole_however_they_arrive(int pieceBytes)
    {
        var large = new string('b', 70_000);
        byte[] stream =
        [
            .. Frame(Text, "a"),
            .. Frame(Text, large),
            .. Frame(FirstPart, "one, "), .. Frame(Ping, "are you there?"), .. Frame(MiddlePart, "two, "),
            .. Frame(LastPart, "three"),
            .. Frame(Text, ""),
            .. Frame(Text, new string('c', 300)),
            .. Frame(Close, ""),
        ];

        Read(stream, pieceBytes).ShouldBe(
        [
            "Message a", "Message " + large, "Ping are you there?", "Message one, two, three", "Message ",
            "Message " + new string('c', 300), "Close ",
        ]);
    }

    [Fact]
    public void What_no_server_sends_is_refused()
    {
        Should.Throw<MalformedResponseException>(() => Read([Text, 0x81, 0, 0, 0, 0, 65], 7));
        Should.Throw<MalformedResponseException>(() => Read([0x83, 0], 2));
        Should.Throw<MalformedResponseException>(() => Read([Text, 127, 0, 0, 1, 0, 0, 0, 0, 0], 10));
    }

    [Fact]
    public void Messages_that_are_the_same_are_read_once()
    {
        var seen = new SeenMessages();
        var (one, other) = (0, 0);

        seen.Identify("""{"type":"snapshot","seats":[[1,"A",0]]}"""u8, ref one).ShouldBe(0);
        seen.Identify("""{"type":"delta","seats":[[1,"H",1]]}"""u8, ref one).ShouldBe(1);
        seen.Identify("""{"type":"snapshot","seats":[[1,"A",0]]}"""u8, ref other).ShouldBe(0);
        seen.Identify("""{"type":"delta","seats":[[1,"H",1]]}"""u8, ref other).ShouldBe(1);
        seen.Identify("""{"type":"snapshot","seats":[[1,"A",0]]}"""u8, ref other).ShouldBe(0);

        seen.Count.ShouldBe(2);
        seen[1].Seats.ShouldHaveSingleItem().ShouldBe(new ToldSeat(1, 'H', 1));
        Should.Throw<MalformedResponseException>(() => seen.Identify("{}"u8, ref other));
    }

    private static List<string> Read(byte[] stream, int pieceBytes)
    {
        using var reader = new FrameReader();
        var read = new List<string>();
        for (var at = 0; at < stream.Length;)
        {
            var free = reader.Free;
            var piece = stream.AsMemory(at, Math.Min(Math.Min(pieceBytes, free.Length), stream.Length - at));
            piece.CopyTo(free);
            reader.Advance(piece.Length);
            at += piece.Length;
            while (reader.Next() is var kind and not FrameKind.None)
            {
                read.Add($"{kind} {(kind == FrameKind.Close ? "" : Encoding.UTF8.GetString(reader.Payload.Span))}");
            }
        }

        return read;
    }

    private static byte[] Frame(int first, string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
        return payload.Length switch
        {
            < 126 => [(byte)first, (byte)payload.Length, .. payload],
            <= ushort.MaxValue => [(byte)first, 126, .. length[6..], .. payload],
            _ => [(byte)first, 127, .. length, .. payload],
        };
    }
}

using System.Buffers.Binary;
using System.Buffers.Text;
using Usher.Engine.Bookings;

namespace Usher.Http.Fields;

/// <summary>Where the next page of bookings, or of their events, begins, as clients see it: nothing they should take
/// apart.</summary>
public static class BookingCursors
{
    private const int GuidBytes = 16;
    private const int HeadBytes = sizeof(long) + GuidBytes;

    public static string Write(BookingCursor cursor) =>
        Base64Url.EncodeToString(Head(cursor.CreatedAt, cursor.Id, restBytes: 0));

    public static string Write(StepCursor cursor)
    {
        var bytes = Head(cursor.At, cursor.BookingId, sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(HeadBytes), cursor.Sequence);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null where it is none of ours.</summary>
    public static BookingCursor? ReadBooking(string text) =>
        Read(text, restBytesMax: 0) is (var at, var id, _) ? new BookingCursor(at, id) : null;

    /// <summary>Null where it is none of ours.</summary>
    public static StepCursor? ReadStep(string text) =>
        Read(text, sizeof(int)) is (var at, var id, { Length: sizeof(int) } rest)
            ? new StepCursor(at, id, BinaryPrimitives.ReadInt32BigEndian(rest))
            : null;

    private static byte[] Head(DateTime at, Guid id, int restBytes)
    {
        var bytes = new byte[HeadBytes + restBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.Ticks);
        id.TryWriteBytes(bytes.AsSpan(sizeof(long)), bigEndian: true, out _);
        return bytes;
    }

    private static (DateTime At, Guid Id, byte[] Tail)? Read(string text, int restBytesMax)
    {
        if (!Base64Url.IsValid(text, out var length) || length < HeadBytes || length > HeadBytes + restBytesMax)
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ticks > DateTime.MinValue.Ticks && ticks < DateTime.MaxValue.Ticks
            ? (new DateTime(ticks, DateTimeKind.Utc), new Guid(bytes.AsSpan(sizeof(long), GuidBytes), bigEndian: true),
                bytes[HeadBytes..])
            : null;
    }
}

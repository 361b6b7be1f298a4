using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Usher.Engine.Bookings;

namespace Usher.Http.Fields;

/// <summary>Where the next page of bookings, or of their events, begins, as clients see it: nothing they should take
/// apart.</summary>
public static class BookingCursors
{
    private const int GuidBytes = 16;
    private const int HeadBytes = sizeof(long) + GuidBytes;
    private const int EmailBytesMax = 4 * EmailAddress.CharsMax;

    public static string Write(BookingCursor cursor)
    {
        var bytes = Head(cursor.CreatedAt, cursor.Id, Encoding.UTF8.GetByteCount(cursor.Email ?? ""));
        Encoding.UTF8.GetBytes(cursor.Email ?? "", bytes.AsSpan(HeadBytes));
        return Base64Url.EncodeToString(bytes);
    }

    public static string Write(StepCursor cursor)
    {
        var bytes = Head(cursor.At, cursor.BookingId, sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(HeadBytes), cursor.Sequence);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null where it is none of ours.</summary>
    public static BookingCursor? ReadBooking(string text) =>
        Read(text, EmailBytesMax) is (var at, var id, var rest) && Utf8.IsValid(rest) && !rest.Contains((byte)0)
            ? new BookingCursor(at, id, rest.Length == 0 ? null : Encoding.UTF8.GetString(rest))
            : null;

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

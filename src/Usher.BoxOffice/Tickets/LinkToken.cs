using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Usher.BoxOffice.Tickets;

/// <summary>
/// What makes a link signed: a version, the number of the key, the minute in which it ends, and the HMAC-SHA-256 of
/// these together with the booking and with what the link is for, which are not in it. Base64url of 39 bytes: 52
/// characters without a bit to spare, so that each token has one form only.
/// </summary>
internal sealed class LinkToken
{
    public const int Chars = 52;

    /// <summary>The highest number of a key.</summary>
    public const int KeyNumberMax = ushort.MaxValue;

    private const byte Version = 1;
    private const int KeyNumberAt = 1;
    private const int MinuteAt = KeyNumberAt + sizeof(ushort);
    private const int HeadBytes = MinuteAt + sizeof(uint);
    private const int BookingBytes = 16;
    private const int Bytes = HeadBytes + HMACSHA256.HashSizeInBytes;

    private readonly byte[] _bytes;

    private LinkToken(byte[] bytes) => _bytes = bytes;

    /// <summary>The key that is said to have signed it.</summary>
    public int KeyNumber => BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(KeyNumberAt));

    /// <summary>When it is said to end. UTC.</summary>
    public DateTime EndsAt => DateTime.UnixEpoch.AddMinutes(
        Math.Min(BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(MinuteAt)), MinuteOf(DateTime.MaxValue)));

    /// <summary>A new one. It ends at a whole minute, less than one after <paramref name="endsAt"/>.</summary>
    public static LinkToken Make(TicketKey key, string purpose, BookingId booking, DateTime endsAt)
    {
        var bytes = new byte[Bytes];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(KeyNumberAt), checked((ushort)key.Number));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(MinuteAt), checked((uint)MinuteOf(endsAt)));
        Sign(bytes.AsSpan(0, HeadBytes), key, purpose, booking, bytes.AsSpan(HeadBytes));
        return new LinkToken(bytes);
    }

    /// <summary>Reads what somebody sent; null: it is none, whoever signed it.</summary>
    public static LinkToken? Read(string text)
    {
        if (text.Length != Chars)
        {
            return null;
        }

        var bytes = new byte[Bytes];
        return Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done
            && written == Bytes && bytes[0] == Version
            ? new LinkToken(bytes)
            : null;
    }

    /// <summary>Whether this key has signed it for this purpose and this booking; it takes the same time for every
    /// answer.</summary>
    public bool IsSigned(TicketKey key, string purpose, BookingId booking)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(_bytes.AsSpan(0, HeadBytes), key, purpose, booking, expected);
        return CryptographicOperations.FixedTimeEquals(expected, _bytes.AsSpan(HeadBytes));
    }

    public override string ToString() => Base64Url.EncodeToString(_bytes);

    // All before the purpose has one length, so no two statements have the same bytes.
    private static void Sign(
        ReadOnlySpan<byte> head, TicketKey key, string purpose, BookingId booking, Span<byte> signature)
    {
        var message = new byte[HeadBytes + BookingBytes + Encoding.UTF8.GetByteCount(purpose)];
        head.CopyTo(message);
        booking.Value.TryWriteBytes(message.AsSpan(HeadBytes), bigEndian: true, out _);
        Encoding.UTF8.GetBytes(purpose, message.AsSpan(HeadBytes + BookingBytes));
        HMACSHA256.HashData(key.Secret, message, signature);
    }

    // Rounded up, but for the last minute that there is.
    private static long MinuteOf(DateTime moment) => Math.Max(
        0,
        Math.Min(
            ((moment - DateTime.UnixEpoch).Ticks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute,
            (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMinute));
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Usher.Engine.Settings;

/// <summary>
/// Names a booking and, inside it, the show it belongs to, so that any process or shard finds it without a look-up.
/// A UUID of version 8 (RFC 9562 §5.8, custom): 40 bits of show id, then 82 bits that are random or, for a request
/// with an idempotency key, a keyed hash. It cannot be guessed, and a repeated key is the same id.
/// </summary>
public readonly record struct BookingId(Guid Value)
{
    /// <summary>The largest show id that fits: 2^40 − 1.</summary>
    public const long ShowIdMax = (1L << 40) - 1;

    private const int UuidBytes = 16;
    private const int ShowBytes = 5;

    // The system's source costs as much for an id's 11 bytes as for many ids': a thread asks it once for these.
    private const int DrawnIds = 64;

    [ThreadStatic]
    private static RandomBytes? _random;

    /// <summary>The show this booking belongs to.</summary>
    public ShowId ShowId
    {
        get
        {
            Span<byte> bytes = stackalloc byte[UuidBytes];
            Value.TryWriteBytes(bytes, bigEndian: true, out _);
            return new ShowId((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 24));
        }
    }

    /// <summary>A new id that nobody can guess: 82 bits from the system's random source.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="showId"/> is not in 0..2^40 − 1.</exception>
    public static BookingId Random(ShowId showId)
    {
        Span<byte> bits = stackalloc byte[UuidBytes];
        (_random ??= new RandomBytes()).Take(bits[ShowBytes..]);
        return Compose(showId, bits);
    }

    /// <summary>The one id of this organization, show and idempotency key: the same input gives the same id.</summary>
    /// <param name="secret">Shared by all processes on a database; without it ids could be computed by
    /// outsiders.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="showId"/> is not in 0..2^40 − 1.</exception>
    public static BookingId FromKey(ReadOnlySpan<byte> secret, OrganizationId organizationId, ShowId showId, string key)
    {
        var message = Encoding.UTF8.GetBytes($"{organizationId}:{showId}:{key}");
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, message, hash);
        return Compose(showId, hash[..UuidBytes]);
    }

    /// <summary>Reads the usual hyphenated form; false for anything that cannot be one of our ids.</summary>
    public static bool TryParse(string? text, out BookingId id)
    {
        id = default;
        if (!Guid.TryParseExact(text, "D", out var value) || value.Version != 8)
        {
            return false;
        }

        id = new BookingId(value);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");

    private static BookingId Compose(ShowId showId, Span<byte> bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(showId.Value, nameof(showId));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(showId.Value, ShowIdMax, nameof(showId));
        Span<byte> show = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(show, (ulong)showId.Value << 24);
        show[..ShowBytes].CopyTo(bits);
        bits[6] = (byte)((bits[6] & 0x0F) | 0x80); // version 8
        bits[8] = (byte)((bits[8] & 0x3F) | 0x80); // variant of RFC 9562
        return new BookingId(new Guid(bits, bigEndian: true));
    }

    // Of one thread. What was given out is wiped: the memory of this process tells no id that it does not need.
    private sealed class RandomBytes
    {
        private readonly byte[] _bytes = new byte[DrawnIds * (UuidBytes - ShowBytes)];
        private int _left;

        public void Take(Span<byte> into)
        {
            if (_left < into.Length)
            {
                RandomNumberGenerator.Fill(_bytes);
                _left = _bytes.Length;
            }

            var taken = _bytes.AsSpan(_left - into.Length, into.Length);
            taken.CopyTo(into);
            taken.Clear();
            _left -= into.Length;
        }
    }
}

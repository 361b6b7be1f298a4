using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Usher.Http.BotChecks;

/// <summary>
/// A challenge that the server need not remember: what it says is signed, together with the client it was given to.
/// </summary>
/// <param name="Bits">How many leading bits of the hash must be zero.</param>
/// <param name="Show">The show it is good for.</param>
/// <param name="IssuedMilliseconds">When it was given, in milliseconds since 1970 (UTC).</param>
/// <param name="Id">No other one has it.</param>
internal readonly record struct ChallengeToken(int Bits, ShowId Show, long IssuedMilliseconds, UInt128 Id)
{
    /// <summary>Of a token as text.</summary>
    public const int Chars = 88;

    /// <summary>The longest number that an answer may end with.</summary>
    public const int NonceCharsMax = 20;

    private const byte Version = 1;
    private const int PayloadBytes = 34;
    private const int MacBytes = HMACSHA256.HashSizeInBytes;

    /// <summary>A new one.</summary>
    public static ChallengeToken New(int bits, ShowId show, DateTimeOffset now) => new(
        bits, show, now.ToUnixTimeMilliseconds(),
        BinaryPrimitives.ReadUInt128BigEndian(RandomNumberGenerator.GetBytes(16)));

    /// <summary>As text, signed for a client.</summary>
    public string Sign(byte[] key, ClientAddress client)
    {
        Span<byte> bytes = stackalloc byte[PayloadBytes + MacBytes];
        bytes[0] = Version;
        bytes[1] = (byte)Bits;
        BinaryPrimitives.WriteInt64BigEndian(bytes[2..], Show.Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes[10..], IssuedMilliseconds);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[18..], Id);
        WriteMac(key, bytes[..PayloadBytes], client, bytes[PayloadBytes..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>What a text says, if it was signed for this client; null: it was not.</summary>
    public static ChallengeToken? Read(string text, byte[] key, ClientAddress client)
    {
        Span<byte> bytes = stackalloc byte[PayloadBytes + MacBytes];
        Span<byte> mac = stackalloc byte[MacBytes];
        if (!Decode(text, bytes))
        {
            return null;
        }

        WriteMac(key, bytes[..PayloadBytes], client, mac);
        return CryptographicOperations.FixedTimeEquals(mac, bytes[PayloadBytes..]) && bytes[0] == Version
            ? new ChallengeToken(
                bytes[1],
                new ShowId(BinaryPrimitives.ReadInt64BigEndian(bytes[2..])),
                BinaryPrimitives.ReadInt64BigEndian(bytes[10..]),
                BinaryPrimitives.ReadUInt128BigEndian(bytes[18..PayloadBytes]))
            : null;
    }

    /// <summary>Which one it is, whoever signed it; null: it is none.</summary>
    public static UInt128? IdOf(string text)
    {
        Span<byte> bytes = stackalloc byte[PayloadBytes + MacBytes];
        return Decode(text, bytes) ? BinaryPrimitives.ReadUInt128BigEndian(bytes[18..]) : null;
    }

    /// <summary>The two parts of an answer, "token.number"; null: it has another form.</summary>
    public static (string Token, string Nonce)? Split(string answer) =>
        answer.Length is > Chars + 1 and <= Chars + 1 + NonceCharsMax && answer[Chars] == '.'
        && answer.AsSpan(Chars + 1).IndexOfAnyExceptInRange('0', '9') < 0
            ? (answer[..Chars], answer[(Chars + 1)..])
            : null;

    /// <summary>Whether SHA-256 of "token:number" begins with so many zero bits.</summary>
    public static bool IsSolved(string token, string nonce, int bits)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes($"{token}:{nonce}"), hash);
        var zeros = BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt64BigEndian(hash));
        return zeros >= bits;
    }

    /// <summary>Works on it as a client does.</summary>
    internal static string Solve(string token, int bits)
    {
        for (var nonce = 0L; ; nonce++)
        {
            var text = nonce.ToString(CultureInfo.InvariantCulture);
            if (IsSolved(token, text, bits))
            {
                return $"{token}.{text}";
            }
        }
    }

    // One text for one token: with what a decoder would overlook, such as padding or spaces, it has another length.
    private static bool Decode(string text, Span<byte> bytes) =>
        text.Length == Chars
        && Base64Url.DecodeFromChars(text, bytes, out _, out var length) == OperationStatus.Done
        && length == bytes.Length;

    private static void WriteMac(byte[] key, ReadOnlySpan<byte> payload, ClientAddress client, Span<byte> mac)
    {
        Span<byte> signed = stackalloc byte[PayloadBytes + ClientAddress.Bytes];
        payload.CopyTo(signed);
        client.WriteTo(signed[PayloadBytes..]);
        HMACSHA256.HashData(key, signed, mac);
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Usher.Engine.Sealing;

/// <summary>A key that seals what is known of one person in one place. It is stored sealed itself.</summary>
/// <param name="id">What every ciphertext under it names.</param>
/// <param name="bytes">The key.</param>
internal readonly struct DataKey(Guid id, byte[] bytes)
{
    /// <summary>What an address is sealed as; something else under the same key does not open as one.</summary>
    public const string Email = "email";

    /// <summary>The same of what staff wrote for colleagues.</summary>
    public const string Note = "note";

    /// <summary>The same of what staff wrote for the buyer.</summary>
    public const string PublicReason = "reason";

    private const int OnStackBytesMax = 1_024;
    private const int GuidBytes = 16;
    private const int KindCharsMax = 32;
    private const int ContextBytesMax = KindCharsMax + 2 * GuidBytes;

    public Guid Id => id;

    public byte[] Bytes => bytes;

    /// <summary>A new one. Ids follow time, so that their index grows at one end.</summary>
    public static DataKey Make()
    {
        var key = new byte[KeyRing.KeyBytes];
        RandomDraws.Fill(key);
        return new DataKey(Guid.CreateVersion7(), key);
    }

    /// <summary>Seals a text.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="subject">What it belongs to; it opens nowhere else.</param>
    /// <param name="text">The text.</param>
    public byte[] Seal(string kind, Guid subject, string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        var plain = count <= OnStackBytesMax ? stackalloc byte[count] : new byte[count];
        Encoding.UTF8.GetBytes(text, plain);
        var result = new byte[Gcm.OverheadBytes + count];
        using var aes = Gcm.Under(bytes);
        Gcm.Seal(aes, plain, Context(kind, subject, stackalloc byte[ContextBytesMax]), result);
        return result;
    }

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <exception cref="CryptographicException">It did not, or somebody changed it.</exception>
    public string Open(string kind, Guid subject, ReadOnlySpan<byte> ciphertext)
    {
        var count = Math.Max(0, ciphertext.Length - Gcm.OverheadBytes);
        var plain = count <= OnStackBytesMax ? stackalloc byte[count] : new byte[count];
        using var aes = Gcm.Under(bytes);
        Gcm.Open(aes, ciphertext, Context(kind, subject, stackalloc byte[ContextBytesMax]), plain);
        return Encoding.UTF8.GetString(plain);
    }

    // Kinds are few and none begins another.
    private ReadOnlySpan<byte> Context(string kind, Guid subject, Span<byte> buffer)
    {
        var count = Encoding.ASCII.GetBytes(kind, buffer);
        id.TryWriteBytes(buffer[count..]);
        subject.TryWriteBytes(buffer[(count + GuidBytes)..]);
        return buffer[..(count + 2 * GuidBytes)];
    }
}

/// <summary>AES-256-GCM (NIST SP 800-38D) with a random nonce in front of the ciphertext and the tag behind it.
/// </summary>
internal static class Gcm
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>How much longer a ciphertext is than its text.</summary>
    public const int OverheadBytes = NonceBytes + TagBytes;

    /// <summary>The cipher under a key. One thread at a time uses it.</summary>
    public static AesGcm Under(byte[] key) => new(key, TagBytes);

    public static void Seal(AesGcm aes, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context, Span<byte> result)
    {
        var nonce = result[..NonceBytes];
        RandomDraws.Fill(nonce);
        aes.Encrypt(nonce, plain, result.Slice(NonceBytes, plain.Length), result[^TagBytes..], context);
    }

    public static void Open(AesGcm aes, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> context, Span<byte> plain)
    {
        if (ciphertext.Length != OverheadBytes + plain.Length)
        {
            throw new CryptographicException("A ciphertext is too short, or was cut.");
        }

        aes.Decrypt(
            ciphertext[..NonceBytes], ciphertext[NonceBytes..^TagBytes], ciphertext[^TagBytes..], plain, context);
    }
}

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

    private const int OnStackBytesMax = 1_024;

    public Guid Id => id;

    public byte[] Bytes => bytes;

    /// <summary>A new one. Ids follow time, so that their index grows at one end.</summary>
    public static DataKey Make() => new(Guid.CreateVersion7(), RandomNumberGenerator.GetBytes(KeyRing.KeyBytes));

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
        Gcm.Seal(bytes, plain, Context(kind, subject), result);
        return result;
    }

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <exception cref="CryptographicException">It did not, or somebody changed it.</exception>
    public string Open(string kind, Guid subject, ReadOnlySpan<byte> ciphertext)
    {
        var count = Math.Max(0, ciphertext.Length - Gcm.OverheadBytes);
        var plain = count <= OnStackBytesMax ? stackalloc byte[count] : new byte[count];
        Gcm.Open(bytes, ciphertext, Context(kind, subject), plain);
        return Encoding.UTF8.GetString(plain);
    }

    // Kinds are few and none begins another.
    private byte[] Context(string kind, Guid subject) =>
        [.. Encoding.ASCII.GetBytes(kind), .. id.ToByteArray(), .. subject.ToByteArray()];
}

/// <summary>AES-256-GCM (NIST SP 800-38D) with a random nonce in front of the ciphertext and the tag behind it.
/// </summary>
internal static class Gcm
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>How much longer a ciphertext is than its text.</summary>
    public const int OverheadBytes = NonceBytes + TagBytes;

    public static void Seal(byte[] key, ReadOnlySpan<byte> plain, byte[] context, Span<byte> result)
    {
        var nonce = result[..NonceBytes];
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, result.Slice(NonceBytes, plain.Length), result[^TagBytes..], context);
    }

    public static void Open(byte[] key, ReadOnlySpan<byte> ciphertext, byte[] context, Span<byte> plain)
    {
        if (ciphertext.Length != OverheadBytes + plain.Length)
        {
            throw new CryptographicException("A ciphertext is too short, or was cut.");
        }

        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            ciphertext[..NonceBytes], ciphertext[NonceBytes..^TagBytes], ciphertext[^TagBytes..], plain, context);
    }
}

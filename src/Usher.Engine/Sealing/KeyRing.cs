using System.Buffers.Text;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Usher.Engine.Sealing;

/// <summary>
/// The keys that personal data is sealed under, by their ids (ADR 54). They seal data keys, and data keys seal what
/// people typed. Secrets of the installation and of its people they seal themselves (ADR 62). Immutable; safe for
/// several threads.
/// </summary>
public sealed class KeyRing
{
    /// <summary>How long a key is.</summary>
    public const int KeyBytes = 32;

    /// <summary>The longest id of a key.</summary>
    public const int IdCharsMax = 20;

    /// <summary>How long the value is that a person is found by.</summary>
    public const int PersonChars = 22;

    private const int PersonBytes = 16;
    private const int ProofBytes = 16;

    // Of what a sealed data key looks like: this, the length of the ring key's id, the id, and what AES-GCM makes. So
    // does a sealed secret.
    private const byte Version = 1;
    private const int HeadBytes = 2;
    private const int GuidBytes = 16;

    // Longer than the id of a data key, which is what such a key is bound to: neither opens as the other.
    private const string SecretContext = "a secret called ";

    private readonly FrozenDictionary<string, RingKey> _keys;
    private readonly RingKey _active;
    private readonly Spares<IncrementalHash> _finding;

    /// <param name="activeId">The key that seals from now on.</param>
    /// <param name="findingId">The key that people are found by.</param>
    /// <param name="keys">All keys, of <see cref="KeyBytes"/> each.</param>
    /// <exception cref="KeyRingException">One of the two is not among them, or something is wrong with a key.
    /// </exception>
    public KeyRing(string activeId, string findingId, IReadOnlyDictionary<string, byte[]> keys)
    {
        foreach (var (id, key) in keys)
        {
            if (!IsId(id))
            {
                throw new KeyRingException(
                    $"'{id}' is no id of a key: use 1 to {IdCharsMax} lower-case letters, digits and hyphens.");
            }

            if (key.Length != KeyBytes)
            {
                throw new KeyRingException($"the key '{id}' has {key.Length} bytes; it must have {KeyBytes}.");
            }
        }

        _keys = keys.Select(key => new RingKey(key.Key, key.Value)).ToFrozenDictionary(key => key.Id);
        _active = Find(activeId, "active");
        FindingId = Find(findingId, "finding").Id;
        var finding = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, keys[findingId], KeyBytes, info: "usher people"u8.ToArray());
        _finding = new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, finding));
    }

    /// <summary>The id of the key that seals.</summary>
    public string ActiveId => _active.Id;

    /// <summary>The id of the key that people are found by.</summary>
    public string FindingId { get; }

    /// <summary>The file in which erasures are remembered; null: the ring comes from no file, and there is none.
    /// </summary>
    public string? ErasedPath { get; init; }

    /// <summary>The ids of all keys.</summary>
    public ImmutableArray<string> Ids => _keys.Keys;

    /// <summary>Whether a text can be the id of a key.</summary>
    public static bool IsId(string text) => text.Length is >= 1 and <= IdCharsMax
        && text.All(sign => sign is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'));

    /// <summary>What the key of this id makes and no other one; null: there is no such key.</summary>
    public byte[]? ProofOf(string id) => _keys.TryGetValue(id, out var key) ? key.Proof : null;

    /// <summary>The value that a person is found by.</summary>
    /// <param name="normalAddress">The one form of the address.</param>
    public string PersonOf(string normalAddress)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var hmac = _finding.Take();
        hmac.AppendData(Encoding.UTF8.GetBytes(normalAddress));
        hmac.GetHashAndReset(hash);
        _finding.GiveBack(hmac);
        return Base64Url.EncodeToString(hash[..PersonBytes]);
    }

    /// <summary>A value that stands in place of <see cref="PersonOf"/> and belongs to nobody.</summary>
    public static string Nobody() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PersonBytes));

    /// <summary>Seals an address of a booking under a new data key.</summary>
    /// <param name="booking">The booking; the address opens in no other one.</param>
    /// <param name="email">As it was typed.</param>
    /// <param name="normalAddress">Its one form.</param>
    public SealedEmail Seal(BookingId booking, string email, string normalAddress)
    {
        var key = DataKey.Make();
        return new SealedEmail(
            key.Id, Wrap(key), PersonOf(normalAddress), key.Seal(DataKey.Email, booking.Value, email));
    }

    /// <summary>Opens an address.</summary>
    /// <exception cref="CryptographicException">It was not sealed so, or somebody changed it.</exception>
    /// <exception cref="KeyRingException">The ring does not have the key.</exception>
    public string Open(BookingId booking, Guid keyId, ReadOnlySpan<byte> sealedKey, ReadOnlySpan<byte> sealedEmail) =>
        Open(DataKey.Email, booking, keyId, sealedKey, sealedEmail);

    /// <summary>Seals what staff wrote about a booking under a new data key of its own.</summary>
    /// <param name="booking">The booking; what is written opens in no other one.</param>
    /// <param name="text">For colleagues; null: nothing.</param>
    /// <param name="publicReason">For the buyer; null: nothing.</param>
    internal SealedNote SealNote(BookingId booking, string? text, string? publicReason)
    {
        var key = DataKey.Make();
        return new SealedNote(
            key.Id, Wrap(key), text is null ? null : key.Seal(DataKey.Note, booking.Value, text),
            publicReason is null ? null : key.Seal(DataKey.PublicReason, booking.Value, publicReason));
    }

    /// <summary>Opens something of a booking.</summary>
    /// <param name="kind">What it is, as with <see cref="DataKey.Seal"/>.</param>
    /// <param name="booking">The booking.</param>
    /// <param name="keyId">The data key's.</param>
    /// <param name="sealedKey">The data key.</param>
    /// <param name="ciphertext">What is sealed.</param>
    /// <inheritdoc cref="Open(BookingId, Guid, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    internal string Open(
        string kind, BookingId booking, Guid keyId, ReadOnlySpan<byte> sealedKey, ReadOnlySpan<byte> ciphertext) =>
        Unwrap(keyId, sealedKey).Open(kind, booking.Value, ciphertext);

    /// <summary>The same data key under the active key; null: it is already.</summary>
    /// <exception cref="CryptographicException">It was not sealed so, or somebody changed it.</exception>
    /// <exception cref="KeyRingException">The ring does not have the key that it is under.</exception>
    public byte[]? Rewrap(Guid keyId, ReadOnlySpan<byte> sealedKey) =>
        IdOf(sealedKey) == ActiveId ? null : Wrap(Unwrap(keyId, sealedKey));

    /// <summary>Seals a secret under the active key itself.</summary>
    /// <param name="name">What it is and whose; under another name it does not open.</param>
    /// <param name="secret">The secret.</param>
    public byte[] SealSecret(string name, ReadOnlySpan<byte> secret) => SealUnderActive(secret, ContextOf(name));

    /// <summary>Opens what <see cref="SealSecret"/> made.</summary>
    /// <exception cref="CryptographicException">It did not, or somebody changed it.</exception>
    /// <exception cref="KeyRingException">The ring does not have the key.</exception>
    public byte[] OpenSecret(string name, ReadOnlySpan<byte> sealedSecret)
    {
        var secret = new byte[sealedSecret.Length - HeadBytes - IdOf(sealedSecret).Length - Gcm.OverheadBytes];
        OpenUnderRing(sealedSecret, ContextOf(name), secret);
        return secret;
    }

    /// <summary>The same secret under the active key; null: it is already.</summary>
    /// <inheritdoc cref="OpenSecret"/>
    public byte[]? ResealSecret(string name, ReadOnlySpan<byte> sealedSecret) =>
        IdOf(sealedSecret) == ActiveId ? null : SealSecret(name, OpenSecret(name, sealedSecret));

    private static byte[] ContextOf(string name) => Encoding.UTF8.GetBytes(SecretContext + name);

    private byte[] Wrap(DataKey key)
    {
        Span<byte> context = stackalloc byte[GuidBytes];
        key.Id.TryWriteBytes(context);
        return SealUnderActive(key.Bytes, context);
    }

    private DataKey Unwrap(Guid keyId, ReadOnlySpan<byte> wrapped)
    {
        var bytes = new byte[KeyBytes];
        Span<byte> context = stackalloc byte[GuidBytes];
        keyId.TryWriteBytes(context);
        OpenUnderRing(wrapped, context, bytes);
        return new DataKey(keyId, bytes);
    }

    private byte[] SealUnderActive(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var id = _active.IdBytes;
        var wrapped = new byte[HeadBytes + id.Length + Gcm.OverheadBytes + plain.Length];
        (wrapped[0], wrapped[1]) = (Version, (byte)id.Length);
        id.CopyTo(wrapped, HeadBytes);
        var aes = _active.Ciphers.Take();
        Gcm.Seal(aes, plain, context, wrapped.AsSpan(HeadBytes + id.Length));
        _active.Ciphers.GiveBack(aes);
        return wrapped;
    }

    private void OpenUnderRing(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context, Span<byte> plain)
    {
        var id = IdOf(wrapped);
        if (!_keys.TryGetValue(id, out var key))
        {
            throw new KeyRingException(
                $"the key ring lacks the key '{id}', which data is sealed under. Give every server the same file, "
                + "and restart those that have an older one.");
        }

        var aes = key.Ciphers.Take();
        Gcm.Open(aes, wrapped[(HeadBytes + id.Length)..], context, plain);
        key.Ciphers.GiveBack(aes);
    }

    private static string IdOf(ReadOnlySpan<byte> wrapped) =>
        wrapped.Length > HeadBytes && wrapped[0] == Version && wrapped[1] <= IdCharsMax
        && wrapped.Length >= HeadBytes + wrapped[1] + Gcm.OverheadBytes
            ? Encoding.ASCII.GetString(wrapped.Slice(HeadBytes, wrapped[1]))
            : throw new CryptographicException("This was not sealed under a key ring.");

    private RingKey Find(string id, string field) => _keys.TryGetValue(id, out var key) ? key
        : throw new KeyRingException($"'{field}' names the key '{id}', which is not among 'keys'.");

    // What is derived from a key: it is used for nothing itself.
    private sealed class RingKey(string id, byte[] key)
    {
        public string Id => id;

        public Spares<AesGcm> Ciphers { get; } = new(() => Gcm.Under(
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, info: "usher sealing"u8.ToArray())));

        public byte[] IdBytes { get; } = Encoding.ASCII.GetBytes(id);

        public byte[] Proof { get; } =
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, ProofBytes, info: "usher proof"u8.ToArray());
    }
}

/// <summary>Something is wrong with the key ring; the message says what, and is for an operator.</summary>
public sealed class KeyRingException(string message) : Exception(message);

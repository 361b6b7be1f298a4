namespace Usher.Engine.Sealing;

/// <summary>A text of a booking that was read sealed, and is opened once somebody asks for it.</summary>
/// <param name="ring">The keys.</param>
/// <param name="kind">What it is, as with <see cref="DataKey.Seal"/>.</param>
/// <param name="booking">Whose it is.</param>
/// <param name="keyId">The data key's.</param>
/// <param name="sealedKey">The data key.</param>
/// <param name="ciphertext">The text.</param>
internal sealed class UnopenedText(
    KeyRing ring, string kind, BookingId booking, Guid keyId, byte[] sealedKey, byte[] ciphertext)
{
    private string? _opened;

    /// <summary>The data key's.</summary>
    public Guid KeyId => keyId;

    /// <summary>The text. Two threads at once open it twice, which harms nobody.</summary>
    public string Value => _opened ??= ring.Open(kind, booking, keyId, sealedKey, ciphertext);
}

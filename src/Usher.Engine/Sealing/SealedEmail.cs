namespace Usher.Engine.Sealing;

/// <summary>An address as it is stored, with the data key that is stored beside it.</summary>
/// <param name="KeyId">The data key's.</param>
/// <param name="SealedKey">The data key, under a key of the ring.</param>
/// <param name="Person">What the person is found by.</param>
/// <param name="Ciphertext">The address, under the data key.</param>
public sealed record SealedEmail(Guid KeyId, byte[] SealedKey, string Person, byte[] Ciphertext);

/// <summary>An address that was read sealed, and is opened once somebody asks for it.</summary>
/// <param name="ring">The keys.</param>
/// <param name="booking">Whose it is.</param>
/// <param name="keyId">The data key's.</param>
/// <param name="sealedKey">The data key.</param>
/// <param name="ciphertext">The address.</param>
internal sealed class UnopenedEmail(
    KeyRing ring, BookingId booking, Guid keyId, byte[] sealedKey, byte[] ciphertext)
{
    private string? _opened;

    /// <summary>The data key's.</summary>
    public Guid KeyId => keyId;

    /// <summary>The address. Two threads at once open it twice, which harms nobody.</summary>
    public string Value => _opened ??= ring.Open(booking, keyId, sealedKey, ciphertext);
}

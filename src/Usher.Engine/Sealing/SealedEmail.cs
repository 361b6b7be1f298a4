namespace Usher.Engine.Sealing;

/// <summary>An address as it is stored, with the data key that is stored beside it.</summary>
/// <param name="KeyId">The data key's.</param>
/// <param name="SealedKey">The data key, under a key of the ring.</param>
/// <param name="Person">What the person is found by.</param>
/// <param name="Ciphertext">The address, under the data key.</param>
public sealed record SealedEmail(Guid KeyId, byte[] SealedKey, string Person, byte[] Ciphertext);

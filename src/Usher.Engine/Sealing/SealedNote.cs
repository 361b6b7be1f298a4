namespace Usher.Engine.Sealing;

/// <summary>What staff wrote about a booking as it is stored, with the data key that is stored beside it.</summary>
/// <param name="KeyId">The data key's.</param>
/// <param name="SealedKey">The data key, under a key of the ring.</param>
/// <param name="Text">What is for colleagues, under the data key; null: nothing.</param>
/// <param name="PublicReason">What is for the buyer, under the data key; null: nothing.</param>
internal sealed record SealedNote(Guid KeyId, byte[] SealedKey, byte[]? Text, byte[]? PublicReason);

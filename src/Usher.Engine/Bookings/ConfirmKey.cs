namespace Usher.Engine.Bookings;

/// <summary>By what the confirmation of a booking is known again: keyed hashes of its idempotency key and of what it
/// said, compared within one booking only. Who repeats the key is given the buyer's link, so nobody may find one by
/// trying: 48 bits are of it, and 16, which only tell a mistake, of the rest.</summary>
/// <param name="Key">Of the key, as much as <see cref="KeyOf"/> leaves.</param>
/// <param name="Payload">Of the key and what came with it.</param>
public readonly record struct ConfirmKey(long Key, short Payload)
{
    private const int PayloadBits = 16;

    /// <summary>As it is stored.</summary>
    public long Value => (Key << PayloadBits) | (ushort)Payload;

    /// <summary>Reads what is stored.</summary>
    public static ConfirmKey Of(long value) => new(KeyOf(value), (short)value);

    /// <summary>As much of a hash as is stored.</summary>
    public static long KeyOf(long hash) => hash >> PayloadBits;
}

namespace Usher.Engine.Bookings;

/// <summary>By what the confirmation of a booking is known again: keyed hashes of its idempotency key and of what it
/// said. 32 bits of each are enough, for they are only compared within one booking.</summary>
/// <param name="Key">Of the key.</param>
/// <param name="Payload">Of the key and what came with it.</param>
public readonly record struct ConfirmKey(int Key, int Payload)
{
    /// <summary>As it is stored.</summary>
    public long Value => ((long)Key << 32) | (uint)Payload;

    /// <summary>Reads what is stored.</summary>
    public static ConfirmKey Of(long value) => new((int)(value >> 32), (int)value);
}

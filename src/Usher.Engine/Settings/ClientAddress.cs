using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Usher.Engine.Settings;

/// <summary>
/// What counts as one client where limits are set for each: an IPv4 address, or the /64 network of an IPv6 address,
/// since whoever has one IPv6 address commonly has all of its network. A value without memory of its own, for keys of
/// tables that are kept in memory; it is never stored. The default value stands for all whose address is not known.
/// </summary>
public readonly record struct ClientAddress
{
    // An IPv4 address in the low 32 bits with a mark above them, or the upper half of an IPv6 address with another.
    private readonly UInt128 _value;

    private ClientAddress(UInt128 value) => _value = value;

    /// <summary>How many bytes <see cref="WriteTo"/> writes.</summary>
    public const int Bytes = 16;

    /// <summary>Writes what it is, to be hashed with a secret.</summary>
    public void WriteTo(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);

    /// <summary>The client that an address belongs to. An IPv4 address that is written as IPv6 is the same client.
    /// </summary>
    /// <param name="address">As the server saw it; null: not known, as for a Unix domain socket.</param>
    public static ClientAddress Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return (address.AddressFamily == AddressFamily.InterNetwork, address.IsIPv4MappedToIPv6) switch
        {
            (true, _) => new ClientAddress(new UInt128(1, BinaryPrimitives.ReadUInt32BigEndian(bytes[..length]))),
            (_, true) => new ClientAddress(new UInt128(1, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]))),
            _ => new ClientAddress(new UInt128(2, BinaryPrimitives.ReadUInt64BigEndian(bytes))),
        };
    }
}

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Usher.Pages.Desk.SignIn;

/// <summary>
/// Counts wrong keys, so that nobody can try many. Bounded: as many addresses are known as wrong keys are let through.
/// </summary>
public sealed class SignInAttempts(IOptions<DeskOptions> options, TimeProvider time)
{
    // A network of IPv6 has addresses without end for one person.
    private const int NetworkBytes = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _wrongByAddress = [];
    private long _windowStart = time.GetTimestamp();
    private int _wrong;

    /// <summary>How long this address has to wait before it may try; null: it may.</summary>
    public TimeSpan? WaitFor(IPAddress? address)
    {
        lock (_lock)
        {
            var left = Turn();
            var ofAddress = _wrongByAddress.GetValueOrDefault(NetworkOf(address));
            return _wrong >= options.Value.SignInAttemptsOfAllMax || ofAddress >= options.Value.SignInAttemptsMax
                ? left
                : null;
        }
    }

    public void CountWrong(IPAddress? address)
    {
        lock (_lock)
        {
            Turn();
            _wrong++;
            var network = NetworkOf(address);
            _wrongByAddress[network] = _wrongByAddress.GetValueOrDefault(network) + 1;
        }
    }

    private TimeSpan Turn()
    {
        var window = TimeSpan.FromSeconds(options.Value.SignInAttemptsSeconds);
        var passed = time.GetElapsedTime(_windowStart);
        if (passed < window)
        {
            return window - passed;
        }

        _windowStart = time.GetTimestamp();
        _wrong = 0;
        _wrongByAddress.Clear();
        return window;
    }

    private static IPAddress NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}

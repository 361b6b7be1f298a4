using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.Http.RateLimits;

/// <summary>How often one client, an IPv4 address or an IPv6 /64 network, may ask for seats, and how often an API key
/// may be used; whole crowds may share one. Configuration section RateLimits.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Whether there is a limit. Without one nothing is counted, and answers say nothing of it.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Requests for seats that one client may make within <see cref="WindowSeconds"/>, whatever becomes of
    /// them; one more is answered 429.</summary>
    [Range(1, 1_000_000)]
    public int BookingsPerWindow { get; set; } = 100;

    /// <summary>How long a request counts, in seconds: in full until the window that it fell into ends, then less by
    /// the second until the next one has ended too.</summary>
    [Range(1, 86_400)]
    public int WindowSeconds { get; set; } = 900;

    /// <summary>Requests that one API key may make within <see cref="KeyWindowSeconds"/>, but for those for seats that
    /// <see cref="BookingsPerWindow"/> counts; one more is answered 429.</summary>
    [Range(1, 100_000_000)]
    public int KeyRequestsPerWindow { get; set; } = 3_000;

    /// <summary>How long a request with an API key counts, in seconds, as with <see cref="WindowSeconds"/>.</summary>
    [Range(1, 86_400)]
    public int KeyWindowSeconds { get; set; } = 60;

    /// <summary>Clients that are counted within one window, some 200 bytes each. Further ones are not limited until the
    /// window ends.</summary>
    [Range(1, 10_000_000)]
    public int ClientsMax { get; set; } = 100_000;
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsCheck : IValidateOptions<RateLimitOptions>;

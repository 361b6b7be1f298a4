using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Usher.Http.Transport;

/// <summary>What a client may take of this server. Configuration section Http.</summary>
public sealed class HttpLimits
{
    public const string Section = "Http";

    /// <summary>As sent: where a body comes in chunks, with their framing.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int BodyBytesMax { get; set; } = 64 * 1024;

    /// <summary>The same for a new show, which may bring a seating plan of 200,000 seats.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int PlanBodyBytesMax { get; set; } = 32 * 1024 * 1024;

    [Range(1024, 1024 * 1024)]
    public int RequestLineBytesMax { get; set; } = 8 * 1024;

    [Range(1024, 1024 * 1024)]
    public int HeaderBytesMax { get; set; } = 16 * 1024;

    [Range(10, 1000)]
    public int HeadersMax { get; set; } = 64;

    [Range(1, 1_000_000)]
    public int ConnectionsMax { get; set; } = 20_000;

    [Range(1, 3600)]
    public int HeaderSecondsMax { get; set; } = 15;

    [Range(1, 3600)]
    public int KeepAliveSecondsMax { get; set; } = 130;

    /// <summary>
    /// A booking that has waited longer than this for a thread, in milliseconds, is refused at once: with the wait for
    /// its transaction it would be answered when its buyer has given up.
    /// </summary>
    [Range(10, 60_000)]
    public int QueueDelayMillisecondsMax { get; set; } = 200;

    /// <summary>
    /// How many requests that book seats may be under way at once, from their first byte to their answer; one more is
    /// refused at once. It bounds memory, and is above what may wait for a transaction (Bookings:QueueCommandsMax).
    /// </summary>
    [Range(1, 1_000_000)]
    public int RequestsUnderWayMax { get; set; } = 10_000;
}

[OptionsValidator]
public sealed partial class HttpLimitsCheck : IValidateOptions<HttpLimits>;

public sealed class KestrelLimits(IOptions<HttpLimits> options) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        var limits = options.Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.BodyBytesMax;
        kestrel.Limits.MaxRequestLineSize = limits.RequestLineBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.HeaderBytesMax;
        kestrel.Limits.MaxRequestHeaderCount = limits.HeadersMax;
        kestrel.Limits.MaxConcurrentConnections = limits.ConnectionsMax;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.ConnectionsMax;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.HeaderSecondsMax);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(limits.KeepAliveSecondsMax);
    }
}

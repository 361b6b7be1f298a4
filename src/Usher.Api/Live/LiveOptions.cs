using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Usher.Http.Transport;

namespace Usher.Api.Live;

/// <summary>Limits of live updates. Configuration section Live.</summary>
internal sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>Fewer than <c>Http:ConnectionsMax</c>, so that subscribers leave connections to buyers.</summary>
    [Range(1, 1_000_000)]
    public int SubscribersMax { get; set; } = 12_000;

    [Range(1, 1_000_000)]
    public int SubscribersPerShowMax { get; set; } = 10_000;

    /// <summary>How many one client, an IPv4 address or an IPv6 /64 network, may have at once; a whole crowd may share
    /// an address, at a company or behind a mobile carrier. 0: any number.</summary>
    [Range(0, 1_000_000)]
    public int SubscribersPerClientMax { get; set; } = 1000;

    /// <summary>Seats of all shows with subscribers; their maps stay in memory.</summary>
    [Range(200_000, 1_000_000_000)]
    public long SubscribedSeatsMax { get; set; } = 2_000_000;

    /// <summary>For how long a show's messages are kept after its last subscriber has left: one that lost its
    /// connection goes on where it was. They count as subscribed seats, and go first where these are too many.
    /// </summary>
    [Range(0, 3600)]
    public int LingerSeconds { get; set; } = 30;

    /// <summary>The pause between two broadcasts. Changes meanwhile leave together in the next one; the first change
    /// after a quiet period leaves at once. Where a broadcast takes longer than this, the pause is at least as long as
    /// it: half of the time is left to bookings.</summary>
    [Range(0, 10_000)]
    public int PaceMilliseconds { get; set; } = 80;

    /// <summary>Where a broadcast takes longer than this, more than half of the time is left to bookings: two thirds at
    /// one and a half times as long, and soon three quarters, which is the most.</summary>
    [Range(1, 10_000)]
    public int QuickMilliseconds { get; set; } = 115;

    /// <summary>How many deltas are kept for subscribers that lag behind; beyond, they get a snapshot.</summary>
    [Range(2, 10_000)]
    public int DeltasKeptMax { get; set; } = 16;

    /// <summary>How large these deltas may be together.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int DeltaBytesKeptMax { get; set; } = 256 * 1024;

    /// <summary>For how long new subscribers get the same snapshot and the deltas since, while seats change.</summary>
    [Range(0, 60_000)]
    public int SnapshotMilliseconds { get; set; } = 500;

    /// <summary>A show in which nothing changes sends a heartbeat this often.</summary>
    [Range(1, 3600)]
    public int HeartbeatSeconds { get; set; } = 15;

    /// <summary>How long a subscriber may take for 16 KiB before it is disconnected.</summary>
    [Range(1, 3600)]
    public int SendSecondsMax { get; set; } = 10;

    /// <summary>The size of a connection's send buffer in the operating system. The smaller, the sooner a client that
    /// does not read is noticed.</summary>
    [Range(4 * 1024, 16 * 1024 * 1024)]
    public int SendBufferBytes { get; set; } = 64 * 1024;

    /// <summary>Subscribers only receive: one that sends more than this is disconnected. Over a WebSocket all of its
    /// bytes count, pings and empty frames too.</summary>
    [Range(0, 1024 * 1024)]
    public int ReceiveBytesMax { get; set; } = 4 * 1024;

    /// <summary>How much of that is forgotten each second: a few pings, and the answers to ours.</summary>
    [Range(1, 1024 * 1024)]
    public int ReceiveBytesPerSecondMax { get; set; } = 64;

    /// <summary>The <c>Retry-After</c> of those that find no place.</summary>
    [Range(1, 3600)]
    public int RetrySeconds { get; set; } = 10;
}

[OptionsValidator]
internal sealed partial class LiveOptionsCheck : IValidateOptions<LiveOptions>;

/// <summary>Subscribers that could take every connection would keep the buyers out.</summary>
internal sealed class SubscribersLeaveRoom(IOptionsMonitor<HttpLimits> http) : IValidateOptions<LiveOptions>
{
    public ValidateOptionsResult Validate(string? name, LiveOptions options)
    {
        int connections;
        try
        {
            connections = http.CurrentValue.ConnectionsMax;
        }
        catch (OptionsValidationException)
        {
            // It is reported by its own check.
            return ValidateOptionsResult.Skip;
        }

        return options.SubscribersMax < connections
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Live__SubscribersMax is {options.SubscribersMax}; it must be less than Http__ConnectionsMax, "
                + $"{connections}, so that connections remain for buyers.");
    }
}

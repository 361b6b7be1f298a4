using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Usher.Http.Transport;

namespace Usher.Api.Live;

/// <summary>What watching may cost. Configuration section Live.</summary>
internal sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>Fewer than <c>Http:ConnectionsMax</c>, so that watchers leave connections to buyers.</summary>
    [Range(1, 1_000_000)]
    public int SubscribersMax { get; set; } = 12_000;

    [Range(1, 1_000_000)]
    public int SubscribersPerShowMax { get; set; } = 10_000;

    /// <summary>Seats of all shows that are watched at once; their maps stay in memory.</summary>
    [Range(200_000, 1_000_000_000)]
    public long SubscribedSeatsMax { get; set; } = 2_000_000;

    /// <summary>What changes within this time after a delta leaves in the next one; the first change after a silence
    /// leaves at once. Where telling everybody takes longer than this, so long at least: half of the time is left to
    /// those who book.</summary>
    [Range(0, 10_000)]
    public int PaceMilliseconds { get; set; } = 80;

    /// <summary>Where telling everybody takes longer than this, more than half of the time is left to those who book:
    /// where it takes half as long again, two thirds; from then on soon three quarters, and never more.</summary>
    [Range(1, 10_000)]
    public int QuickMilliseconds { get; set; } = 115;

    /// <summary>How many deltas are kept for watchers that lag behind; beyond, they get a snapshot.</summary>
    [Range(2, 10_000)]
    public int DeltasKeptMax { get; set; } = 16;

    /// <summary>How large these deltas may be together.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int DeltaBytesKeptMax { get; set; } = 256 * 1024;

    /// <summary>For how long newcomers get the same snapshot and the deltas since, while seats change.</summary>
    [Range(0, 60_000)]
    public int SnapshotMilliseconds { get; set; } = 500;

    /// <summary>A show in which nothing changes says so this often.</summary>
    [Range(1, 3600)]
    public int HeartbeatSeconds { get; set; } = 15;

    /// <summary>How long a watcher may take for 16 KiB before it is given up.</summary>
    [Range(1, 3600)]
    public int SendSecondsMax { get; set; } = 10;

    /// <summary>What the system may keep for a watcher that does not read; the less, the sooner it shows.</summary>
    [Range(4 * 1024, 16 * 1024 * 1024)]
    public int SendBufferBytes { get; set; } = 64 * 1024;

    /// <summary>Subscribers only listen: whoever says more than this is shown out.</summary>
    [Range(0, 1024 * 1024)]
    public int ReceiveBytesMax { get; set; } = 4 * 1024;

    /// <summary>What those are told who find no place.</summary>
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
            // Told for itself.
            return ValidateOptionsResult.Skip;
        }

        return options.SubscribersMax < connections
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Live__SubscribersMax is {options.SubscribersMax}; it must be less than Http__ConnectionsMax, "
                + $"{connections}, so that watchers leave connections to buyers.");
    }
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.Pages.Desk;

/// <summary>The organisers' desk. Configuration section Desk.</summary>
public sealed class DeskOptions
{
    public const string Section = "Desk";

    /// <summary>How long somebody stays signed in.</summary>
    [Range(1, 24 * 30)]
    public int SessionHours { get; set; } = 12;

    /// <summary>How many wrong keys an address may send within <see cref="SignInAttemptsSeconds"/>.</summary>
    [Range(1, 1000)]
    public int SignInAttemptsMax { get; set; } = 10;

    /// <summary>How long wrong keys are counted, and the longest that an address with too many of them waits.</summary>
    [Range(1, 86_400)]
    public int SignInAttemptsSeconds { get; set; } = 60;

    /// <summary>Wrong keys from all addresses together within <see cref="SignInAttemptsSeconds"/>.</summary>
    [Range(1, 1_000_000)]
    public int SignInAttemptsOfAllMax { get; set; } = 200;

    /// <summary>How old the figures of the overview may be, in milliseconds; all who look at it share a reading.
    /// </summary>
    [Range(0, 60_000)]
    public int FiguresMillisecondsMax { get; set; } = 500;
}

[OptionsValidator]
internal sealed partial class DeskOptionsCheck : IValidateOptions<DeskOptions>;

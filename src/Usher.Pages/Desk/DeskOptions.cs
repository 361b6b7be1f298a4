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

    /// <summary>How old the figures of the overview may be, in milliseconds; all who look at it share a reading.
    /// </summary>
    [Range(0, 60_000)]
    public int FiguresMillisecondsMax { get; set; } = 500;
}

[OptionsValidator]
internal sealed partial class DeskOptionsCheck : IValidateOptions<DeskOptions>;

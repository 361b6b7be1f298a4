using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.Server.Desk;

/// <summary>How the organisers' desk lets people in. Configuration section Desk.</summary>
internal sealed class DeskOptions
{
    public const string Section = "Desk";

    /// <summary>How long somebody stays signed in.</summary>
    [Range(1, 24 * 30)]
    public int SessionHours { get; set; } = 12;

    /// <summary>How many wrong keys an address may send within <see cref="TriesSeconds"/>.</summary>
    [Range(1, 1000)]
    public int TriesMax { get; set; } = 10;

    /// <summary>How long wrong keys are counted, and how long an address that sent too many waits at most.</summary>
    [Range(1, 86_400)]
    public int TriesSeconds { get; set; } = 60;

    /// <summary>Wrong keys from all addresses together within <see cref="TriesSeconds"/>.</summary>
    [Range(1, 1_000_000)]
    public int TriesOfAllMax { get; set; } = 200;
}

[OptionsValidator]
internal sealed partial class DeskOptionsCheck : IValidateOptions<DeskOptions>;

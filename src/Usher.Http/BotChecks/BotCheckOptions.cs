using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.Http.BotChecks;

/// <summary>What a client without credentials has to do before it may ask for seats.</summary>
public enum BotCheckMode
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>To spend some of its processor's time (<see cref="ProofOfWork"/>).</summary>
    ProofOfWork,
}

/// <summary>How programs that buy for themselves are slowed down. Configuration section BotCheck.</summary>
public sealed class BotCheckOptions
{
    public const string Section = "BotCheck";

    /// <summary>Off, or ProofOfWork: each booking of a client without credentials costs its processor the time of some
    /// 2^<see cref="DifficultyBits"/> hashes.</summary>
    public BotCheckMode Mode { get; set; }

    /// <summary>How many leading bits of the hash must be zero; one more doubles the work. With 18, a laptop works for
    /// well under a second, an old phone for some seconds.</summary>
    [Range(8, 28)]
    public int DifficultyBits { get; set; } = 18;

    /// <summary>How long a challenge can be answered after it was given, in seconds.</summary>
    [Range(10, 3600)]
    public int LifetimeSeconds { get; set; } = 300;

    /// <summary>How many answered challenges are remembered, so that none is taken twice, some 60 bytes each. Where
    /// more are answered within <see cref="LifetimeSeconds"/>, challenges live shorter.</summary>
    [Range(100, 10_000_000)]
    public int SpentMax { get; set; } = 200_000;
}

[OptionsValidator]
internal sealed partial class BotCheckOptionsCheck : IValidateOptions<BotCheckOptions>;

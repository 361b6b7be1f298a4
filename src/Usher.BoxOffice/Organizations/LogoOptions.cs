using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.BoxOffice.Organizations;

/// <summary>What a file may be that is to become a logo. Configuration section Logos.</summary>
public sealed class LogoOptions
{
    public const string Section = "Logos";

    /// <summary>How large the file may be, in bytes.</summary>
    [Range(1024, 8 * 1024 * 1024)]
    public int FileBytesMax { get; set; } = 512 * 1024;

    /// <summary>How many pixels a side of the picture may have.</summary>
    [Range(16, 16_384)]
    public int SidePixelsMax { get; set; } = 4096;

    /// <summary>How many pixels it may have in all. While it is read, each takes 4 to 12 bytes of memory.</summary>
    [Range(256, 100_000_000)]
    public int PixelsMax { get; set; } = 10_000_000;
}

[OptionsValidator]
internal sealed partial class LogoOptionsCheck : IValidateOptions<LogoOptions>;

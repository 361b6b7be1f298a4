using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.Pages.Kit;

/// <summary>What pages say and how old it may be. Configuration section Pages.</summary>
internal sealed class PagesOptions
{
    public const string Section = "Pages";

    /// <summary>Who sells, as every page says at its top.</summary>
    [Required]
    [StringLength(80)]
    public string SiteName { get; set; } = "Usher";

    /// <summary>How old a show's name, start and prices may be.</summary>
    [Range(0, 3600)]
    public int ShowSecondsMax { get; set; } = 10;

    /// <summary>How old a page of the list of shows may be, here and in a browser.</summary>
    [Range(0, 3600)]
    public int ListSecondsMax { get; set; } = 5;

    /// <summary>How old the small picture of a show's seats may be; its figures are those of the list.</summary>
    [Range(0, 3600)]
    public int PictureSecondsMax { get; set; } = 60;

    /// <summary>The most shows, lists and pictures that are cached, together.</summary>
    [Range(1, 1_000_000)]
    public int CachedEntriesMax { get; set; } = 4_000;

    /// <summary>When a browser that met a server without its database tries again by itself.</summary>
    [Range(1, 600)]
    public int RetrySeconds { get; set; } = 5;

    /// <summary>The most seats that a page lists for those without scripts; larger halls are listed in parts.</summary>
    [Range(50, 10_000)]
    public int SeatsListedMax { get; set; } = 600;
}

[OptionsValidator]
internal sealed partial class PagesOptionsCheck : IValidateOptions<PagesOptions>;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Usher.Engine.Settings;

/// <summary>On which clock the times of shows are told. Bound from the configuration section <c>Shows</c>.</summary>
public sealed class ShowTimeOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Shows";

    /// <summary>The time zone of the venue of a show that says nothing: a name of the IANA database such as
    /// Europe/Berlin. UTC if it is not set.</summary>
    public string TimeZone { get; set => field = TimeZones.Present(value); } = TimeZones.Utc;

    /// <summary>Refuses a configuration with a zone that nobody knows.</summary>
    /// <exception cref="OptionsValidationException">It names the setting, its value and what it must be.</exception>
    public static void Require(IConfiguration configuration)
    {
        if (configuration[$"{Section}:{nameof(TimeZone)}"] is { } zone && !TimeZones.Exists(zone))
        {
            throw new OptionsValidationException(
                "", typeof(ShowTimeOptions),
                [$"{Section}__{nameof(TimeZone)} is '{zone}'; it must be a time zone such as Europe/Berlin (IANA)."]);
        }
    }
}

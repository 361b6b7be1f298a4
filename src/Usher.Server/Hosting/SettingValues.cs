using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;
using Usher.Engine;
using Usher.Engine.Audit;

namespace Usher.Server.Hosting;

/// <summary>
/// Checks what settings are set to before anybody reads them, so that a wrong type and a wrong value read alike in
/// every section, and all of them are told at once, each under the name that it was set by.
/// </summary>
internal static class SettingValues
{
    /// <summary>Every setting that is a whole number: those of the engine, then what the classes with a section say.
    /// </summary>
    public static ImmutableArray<SettingRange> Numbers { get; } =
    [
        .. EngineServices.Ranges, .. AuditOptions.Ranges,
        .. from setting in KnownSettings.OfClasses()
           let range = setting.Property.GetCustomAttribute<RangeAttribute>()
           where range is not null
           select new SettingRange(
               setting.Section, setting.Property.Name,
               Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture),
               Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture)),
    ];

    private static readonly ImmutableArray<(string Section, string Name)> Flags =
    [
        .. from setting in KnownSettings.OfClasses()
           where setting.Property.PropertyType == typeof(bool)
           select (setting.Section, setting.Property.Name),
    ];

    private static readonly ImmutableArray<(string Section, PropertyInfo Property)> Choices =
        [.. KnownSettings.OfClasses().Where(setting => setting.Property.PropertyType.IsEnum)];

    /// <exception cref="OptionsValidationException">It names every wrong setting, its value and what it must be.
    /// </exception>
    public static void Require(IConfiguration configuration)
    {
        List<string> problems =
        [
            .. Numbers.Select(number => number.Problem(
                configuration, RenamedSettings.WrittenAs(configuration, $"{number.Section}:{number.Name}")))
                .OfType<string>(),
            .. from flag in Flags
               let text = configuration[$"{flag.Section}:{flag.Name}"]
               where text is not null && !bool.TryParse(text, out _)
               select $"{RenamedSettings.WrittenAs(configuration, $"{flag.Section}:{flag.Name}")} is '{text}'; it must "
                   + "be true or false.",
            .. from choice in Choices
               let setting = $"{choice.Section}:{choice.Property.Name}"
               let text = configuration[setting]
               let names = Enum.GetNames(choice.Property.PropertyType)
               where text is not null && !names.Contains(text, StringComparer.OrdinalIgnoreCase)
               select $"{RenamedSettings.WrittenAs(configuration, setting)} is '{text}'; it must be "
                   + $"{string.Join(" or ", names)}.",
        ];
        if (problems.Count > 0)
        {
            throw new OptionsValidationException("", typeof(SettingValues), problems);
        }
    }
}

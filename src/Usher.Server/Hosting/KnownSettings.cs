using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.Options;
using Usher.Api;
using Usher.BoxOffice;
using Usher.Engine;
using Usher.Http;
using Usher.Pages;
using Usher.Postgres;

namespace Usher.Server.Hosting;

/// <summary>
/// Refuses settings of ours that nobody reads: a misspelt limit would be at its default without a word. What belongs to
/// the framework, or to whatever else shares the environment, is let be.
/// </summary>
internal static partial class KnownSettings
{
    /// <summary>Only warns of unknown settings: for the way back to a version that does not know a new one.</summary>
    public const string AllowUnknown = "Configuration:AllowUnknown";

    private const string ConnectionStrings = "ConnectionStrings";

    // A slip of the finger, but no other word.
    private const int TyposMax = 2;

    private static readonly string[] OfNoClass =
    [
        "Data:Directory", "Data:PostgresBinaries", AllowUnknown, SecretFiles.Setting, $"{ConnectionStrings}:Postgres",
        $"{ConnectionStrings}:PostgresReplicas", $"{ConnectionStrings}:PostgresMigrations",
    ];

    /// <summary>Every setting, as Section:Name: what the classes with a section have, and the few without one.
    /// </summary>
    public static ImmutableSortedSet<string> All { get; } = ImmutableSortedSet.CreateRange(
        StringComparer.Ordinal,
        OfNoClass.Concat(OfClasses().Select(setting => $"{setting.Section}:{setting.Property.Name}")));

    private static readonly HashSet<string> Known = new(
        All.Concat(RenamedSettings.All.Select(setting => setting.Old)), StringComparer.OrdinalIgnoreCase);

    // Connection strings of others may be there for other programs.
    private static readonly HashSet<string> Sections = new(
        All.Select(SectionOf).Where(section => section != ConnectionStrings), StringComparer.OrdinalIgnoreCase);

    /// <summary>What the classes with a section have, of all projects.</summary>
    public static IEnumerable<(string Section, PropertyInfo Property)> OfClasses() =>
        from assembly in (Assembly[])
        [
            typeof(EngineServices).Assembly, typeof(PrivatePostgresOptions).Assembly,
            typeof(BoxOfficeServices).Assembly, typeof(HttpServices).Assembly, typeof(ApiServices).Assembly,
            typeof(PagesServices).Assembly, typeof(KnownSettings).Assembly,
        ]
        from type in assembly.GetTypes()
        where type.GetField("Section") is { IsLiteral: true }
        let section = (string)type.GetField("Section")!.GetRawConstantValue()!
        from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
        where property.SetMethod is { IsPublic: true }
        select (section, property);

    /// <summary>Refuses unknown settings, or warns of them where the configuration says so.</summary>
    /// <exception cref="OptionsValidationException">It names each with the nearest that is known.</exception>
    public static void Require(IConfiguration configuration, ILoggerFactory loggers)
    {
        var problems = Problems(configuration).ToList();
        if (configuration[AllowUnknown] is { } text && !bool.TryParse(text, out _))
        {
            problems.Add($"{RenamedSettings.InEnvironment(AllowUnknown)} is '{text}'; it must be true or false.");
        }
        else if (configuration.GetValue<bool>(AllowUnknown))
        {
            var logger = loggers.CreateLogger(typeof(KnownSettings).FullName!);
            problems.ForEach(problem => LogUnknown(logger, problem));
            return;
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException("", typeof(KnownSettings), problems);
        }
    }

    /// <summary>What is wrong with each unknown setting, in the order of their names.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration) => configuration.AsEnumerable()
        .Where(setting => setting.Value is not null)
        .Select(setting => setting.Key)
        .Order(StringComparer.Ordinal)
        .Select(Problem)
        .OfType<string>();

    /// <summary>Whether a setting is in one of our sections, or names a database of ours.</summary>
    public static bool IsOfOurs(string setting) =>
        Known.Contains(setting) || Sections.Any(section => IsBelow(setting, section));

    private static string? Problem(string key)
    {
        if (Known.Contains(key))
        {
            return null;
        }

        if (!key.Contains(':', StringComparison.Ordinal) || Sections.Contains(key))
        {
            return Sections.Contains(key)
                ? $"{key} is a section of settings, not a setting: use {RenamedSettings.InEnvironment(key)}__NAME."
                : All.FirstOrDefault(setting => key == setting.Replace(':', '_')) is { } meant
                ? $"{key} is ignored: use {RenamedSettings.InEnvironment(meant)}, with two underscores."
                : null;
        }

        if (Known.FirstOrDefault(setting => IsBelow(key, setting)) is { } above)
        {
            return $"{RenamedSettings.InEnvironment(above)} is a single setting and has no settings below it.";
        }

        var nearest = All.MinBy(known => Typos(known, key))!;
        return IsOfOurs(key) || Typos(nearest, key) <= TyposMax
            ? $"{RenamedSettings.InEnvironment(key)} is not a setting. Did you mean "
                + $"{RenamedSettings.InEnvironment(nearest)}? {RenamedSettings.InEnvironment(AllowUnknown)}=true "
                + "turns this into a warning."
            : null;
    }

    private static bool IsBelow(string key, string above) =>
        key.Length > above.Length && key[above.Length] == ':'
        && key.StartsWith(above, StringComparison.OrdinalIgnoreCase);

    private static string SectionOf(string setting) => setting[..setting.LastIndexOf(':')];

    // Levenshtein's distance, whatever the case.
    private static int Typos(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var change = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + change, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    private static partial void LogUnknown(ILogger logger, string problem);
}

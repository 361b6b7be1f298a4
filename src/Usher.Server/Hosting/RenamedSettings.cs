using Microsoft.Extensions.Options;

namespace Usher.Server.Hosting;

/// <summary>
/// Settings that have another name than in an earlier version. The old one still works, with a warning, whether it
/// comes from appsettings.json, the environment or an argument.
/// </summary>
internal static partial class RenamedSettings
{
    public static IReadOnlyList<(string Old, string New)> All { get; } =
    [
        ("Bookings:Lanes", "Bookings:BatchWorkers"),
        ("Bookings:LaneCommandsMin", "Bookings:BatchWorkerCommandsMin"),
        ("Live:WatchersMax", "Live:SubscribersMax"),
        ("Live:WatchersPerShowMax", "Live:SubscribersPerShowMax"),
        ("Live:SeatsWatchedMax", "Live:SubscribedSeatsMax"),
        ("Http:ArrivalMillisecondsMax", "Http:QueueDelayMillisecondsMax"),
        ("Desk:TriesMax", "Auth:WrongKeysPerClientMax"),
        ("Desk:TriesSeconds", "Auth:WrongKeysSeconds"),
        ("Desk:TriesOfAllMax", "Auth:WrongKeysMax"),
        ("Desk:SignInAttemptsMax", "Auth:WrongKeysPerClientMax"),
        ("Desk:SignInAttemptsSeconds", "Auth:WrongKeysSeconds"),
        ("Desk:SignInAttemptsOfAllMax", "Auth:WrongKeysMax"),
        ("Pages:RememberedMax", "Pages:CachedEntriesMax"),
    ];

    /// <summary>The values of old names under the new ones, to be put over all other sources.</summary>
    /// <exception cref="OptionsValidationException">A setting is given under both names.</exception>
    public static IReadOnlyDictionary<string, string?> Translate(IConfiguration configuration)
    {
        var given = All.Where(setting => configuration[setting.Old] is not null).ToList();
        var twice = given.Where(setting => configuration[setting.New] is not null)
            .Select(setting => $"{InEnvironment(setting.Old)} is the old name of {InEnvironment(setting.New)}, and "
                + $"both are set. Remove {InEnvironment(setting.Old)}.")
            .ToList();
        var olds = given.GroupBy(setting => setting.New, StringComparer.Ordinal).Where(old => old.Count() > 1);
        twice.AddRange(olds.Select(old =>
            $"{string.Join(" and ", old.Select(setting => InEnvironment(setting.Old)))} are old names of "
            + $"{InEnvironment(old.Key)}, and all are set. Set only {InEnvironment(old.Key)}."));
        return twice.Count > 0
            ? throw new OptionsValidationException("", typeof(RenamedSettings), twice)
            : given.ToDictionary(
                setting => setting.New, setting => configuration[setting.Old], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Names the new name of each old one that is used, once.</summary>
    public static void WarnOfOldNames(IConfiguration configuration, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger(typeof(RenamedSettings).FullName!);
        foreach (var (old, name) in All.Where(setting => configuration[setting.Old] is not null))
        {
            LogOldName(logger, InEnvironment(old), InEnvironment(name));
        }
    }

    /// <summary>What whoever set a setting called it, as the environment writes it.</summary>
    public static string WrittenAs(IConfiguration configuration, string setting) => InEnvironment(
        All.Where(renamed => renamed.New == setting && configuration[renamed.Old] is not null)
            .Select(renamed => renamed.Old).FirstOrDefault(setting));

    /// <summary>A setting as the environment writes it.</summary>
    public static string InEnvironment(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);

    [LoggerMessage(LogLevel.Warning, "{Old} is now {New}. The old name works until the next major version.")]
    private static partial void LogOldName(ILogger logger, string old, string @new);
}

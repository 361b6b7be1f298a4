using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace Usher.Server.Observability;

/// <summary>Log lines go to standard error, so that standard output has only a command's result.</summary>
internal static class ConsoleLogging
{
    // As settings, so that appsettings.json, the environment and arguments can override them:
    // Logging__Console__FormatterName=json makes each line a JSON object.
    private static readonly Dictionary<string, string?> Defaults = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Npgsql"] = "Warning",
        // It says every address whole, and that of a ticket opens it: not even where somebody wants to hear more of
        // the framework.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Warning",
        // A form without its cookie, or with one that somebody made up, is its sender's affair: it is refused, and
        // whoever sends many of them does not fill the log.
        ["Logging:LogLevel:Microsoft.AspNetCore.Antiforgery"] = "Critical",
        // It names its own categories after our classes, and says several lines for each wrong key.
        ["Logging:LogLevel:Usher.Http.Security.KeyHandler"] = "Warning",
        // Its errors repeat with a stack trace what the command reports in one line; only a crash is of interest.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        ["Logging:Console:LogToStandardErrorThreshold"] = "Trace",
        ["Logging:Console:FormatterName"] = ShortConsoleFormatter.FormatterName,
    };

    /// <summary>Adds the defaults with the lowest priority.</summary>
    public static void AddConsoleLoggingDefaults(this IConfigurationBuilder configuration) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });

    public static ILoggingBuilder AddUsherConsole(this ILoggingBuilder logging) =>
        logging.AddConsole().AddConsoleFormatter<ShortConsoleFormatter, ConsoleFormatterOptions>();

    /// <summary>Loggers before there is a host, or without one.</summary>
    public static ILoggerFactory CreateFactory(IConfiguration configuration, LogLevel atLeast = LogLevel.Trace) =>
        LoggerFactory.Create(logging => logging
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddUsherConsole()
            .Services.PostConfigure<LoggerFilterOptions>(options => Raise(options, atLeast)));

    // Not by one more filter: it would come last, and take the place of the configured default.
    private static void Raise(LoggerFilterOptions options, LogLevel atLeast)
    {
        for (var i = 0; i < options.Rules.Count; i++)
        {
            var rule = options.Rules[i];
            if (rule.LogLevel < atLeast)
            {
                options.Rules[i] = new LoggerFilterRule(rule.ProviderName, rule.CategoryName, atLeast, rule.Filter);
            }
        }
    }
}

using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace Usher.Server.Observability;

/// <summary>Log lines go to standard error, whole ones, so that standard output is only what was asked for.</summary>
internal static class ConsoleLogging
{
    // As settings, so that appsettings.json, the environment and arguments have the last word:
    // Logging__Console__FormatterName=json makes each line a JSON object.
    private static readonly Dictionary<string, string?> Defaults = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Npgsql"] = "Warning",
        // Its errors repeat with a stack trace what the command says in a line; its last word is a crash.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        ["Logging:Console:LogToStandardErrorThreshold"] = "Trace",
        ["Logging:Console:FormatterName"] = ShortConsoleFormatter.FormatterName,
    };

    /// <summary>Puts the defaults under every other source.</summary>
    public static void AddConsoleLoggingDefaults(this IConfigurationBuilder configuration) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });

    public static ILoggingBuilder AddUsherConsole(this ILoggingBuilder logging) =>
        logging.AddConsole().AddConsoleFormatter<ShortConsoleFormatter, ConsoleFormatterOptions>();

    /// <summary>Loggers before there is a host, or without one.</summary>
    public static ILoggerFactory CreateFactory(IConfiguration configuration, LogLevel atLeast = LogLevel.Trace) =>
        LoggerFactory.Create(logging => logging
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddUsherConsole()
            .AddFilter(level => level >= atLeast));
}

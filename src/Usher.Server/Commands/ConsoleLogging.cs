namespace Usher.Server.Commands;

/// <summary>Log lines go to standard error, whole ones, so that standard output is only what was asked for.</summary>
static class ConsoleLogging
{
    // As settings, so that appsettings.json, the environment and arguments have the last word:
    // Logging__Console__FormatterName=json makes each line a JSON object.
    private static readonly Dictionary<string, string?> Defaults = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Npgsql"] = "Warning",
        ["Logging:Console:LogToStandardErrorThreshold"] = "Trace",
        ["Logging:Console:FormatterName"] = "simple",
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
        ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
        ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-ddTHH:mm:ss.fffZ ",
    };

    /// <summary>Puts the defaults under every other source.</summary>
    public static void AddConsoleLoggingDefaults(this IConfigurationBuilder configuration) =>
        configuration.Sources.Insert(
            0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = Defaults });

    /// <summary>Loggers before there is a host, or without one.</summary>
    public static ILoggerFactory CreateFactory(IConfiguration configuration, LogLevel atLeast = LogLevel.Trace) =>
        LoggerFactory.Create(logging => logging
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddConsole()
            .AddFilter(level => level >= atLeast));
}

using System.CommandLine;
using Usher.Server.Hosting;
using Usher.Server.Observability;

namespace Usher.Server.Cli;

/// <summary>The settings of one command: appsettings.json, then files of secrets, then the environment, then its own
/// arguments.</summary>
internal static class CommandSettings
{
    private static readonly string[] HostKeys =
        ["urls", "http_ports", "https_ports", "environment", "contentRoot", "webRoot", "applicationName"];

    private const string ArgumentName = "--SETTING=VALUE";

    /// <summary>A command that passes unknown arguments to the configuration.</summary>
    public static Command WithSettings(this Command command)
    {
        command.Add(new Argument<string[]>(ArgumentName)
        {
            Description = "Any configuration setting, for example --Bookings:HoldSeconds=300.",
            Arity = ArgumentArity.ZeroOrMore,
        });
        return command;
    }

    /// <summary>The arguments that are settings.</summary>
    /// <exception cref="CommandException">One of them is not; the configuration would ignore it silently.</exception>
    public static string[] SettingsArguments(this ParseResult command)
    {
        var tokens = command.GetValue<string[]>(ArgumentName) ?? [];
        for (var i = 0; i < tokens.Length; i++)
        {
            var (key, isComplete) = Split(tokens[i]);
            if (key is null || !(key.Contains(':') || HostKeys.Contains(key, StringComparer.OrdinalIgnoreCase)))
            {
                throw new CommandException(
                    $"'{tokens[i]}' is neither an option of this command nor a setting such as "
                    + "--Bookings:HoldSeconds=120. "
                    + $"Try 'usher {command.CommandResult.Command.FullName()} --help'.");
            }

            if (!isComplete && ++i == tokens.Length)
            {
                throw new CommandException($"'{tokens[^1]}' needs a value.");
            }
        }

        return tokens;
    }

    /// <summary>The same sources as the server's, for a command that starts no server.</summary>
    public static IConfiguration Load(string[] arguments)
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environments.Production;
        var configuration = new ConfigurationBuilder();
        configuration.AddConsoleLoggingDefaults();
        configuration
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine(arguments);
        configuration.AddSecretFiles(arguments);
        var given = configuration.Build();
        return new ConfigurationBuilder()
            .AddConfiguration(given)
            .AddInMemoryCollection(RenamedSettings.Translate(given))
            .Build();
    }

    private static (string? Key, bool IsComplete) Split(string token)
    {
        if (!token.StartsWith("--", StringComparison.Ordinal))
        {
            return (null, false);
        }

        var equals = token.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (token[2..], false) : (token[2..equals], true);
    }

    /// <summary>The command as it is called, without the program.</summary>
    public static string FullName(this Command command) => command.Parents.OfType<Command>().FirstOrDefault() switch
    {
        null or RootCommand => command.Name,
        var parent => $"{parent.FullName()} {command.Name}",
    };
}

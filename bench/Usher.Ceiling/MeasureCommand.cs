using System.CommandLine;
using System.Globalization;
using Usher.Server.Hosting;

namespace Usher.Ceiling;

/// <summary>
/// One half of the system without the other, for usher-bench to measure: their two ceilings together say how fast the
/// whole can be.
/// </summary>
internal static class MeasureCommand
{
    public static RootCommand Create() =>
        new("Serves or runs one half of Usher alone, for usher-bench ceiling.") { Http(), Batches() };

    private static Command Http()
    {
        var command = new Command(
            "http", "Serve the API with an engine that says yes to every request and stores none.");
        var settings = Settings();
        command.Add(settings);
        command.SetAction((parsed, ct) => ServerHost.RunAsync(
            parsed.GetValue(settings) ?? [], Roles.All, demo: false, ct, HttpAlone.Replace));
        return command;
    }

    private static Command Batches()
    {
        var connections = Whole("--connections", "Buyers at once.", 64, 1, 10_000);
        var seconds = Whole("--seconds", "Length of the measured part.", 15, 1, 3600);
        var warmupSeconds = Whole("--warmup-seconds", "Load before that part.", 5, 0, 3600);
        var shows = Whole("--shows", "Shows on sale, put there beforehand.", 2000, 1, 10_000);
        var settings = Settings();
        var seats = Whole("--seats", "Seats of each show.", 1000, 2, 200_000);
        var command = new Command(
            "batches", "Drive the engine in this process, without HTTP, two free seats each; writes JSON.")
        {
            connections, seconds, warmupSeconds, shows, seats, settings,
        };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(settings) ?? [],
            new BatchLoad(
                parsed.GetValue(connections), parsed.GetValue(seconds), parsed.GetValue(warmupSeconds),
                parsed.GetValue(shows), parsed.GetValue(seats)),
            ct));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, BatchLoad load, CancellationToken ct)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build();
        using var loggers = LoggerFactory.Create(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Warning));
        await using var database = await OpenDatabase.OpenAsync(configuration, loggers, mayCreate: true, ct);
        var result = await BatchesAlone.RunAsync(database, configuration, load, ct);
        await Console.Out.WriteLineAsync(result.ToJson());
        return 0;
    }

    private static Argument<string[]> Settings() => new("--SETTING=VALUE")
    {
        Description = "Any configuration setting, for example --Bookings:HoldSeconds=300.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static Option<int> Whole(string name, string description, int byDefault, int min, int max)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = string.Create(CultureInfo.InvariantCulture, $"{min}..{max}"),
            DefaultValueFactory = _ => byDefault,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < min || value > max))
            {
                result.AddError(string.Create(
                    CultureInfo.InvariantCulture, $"{name} must be a whole number from {min} to {max}, not {value}"));
            }
        });
        return option;
    }
}

using System.CommandLine;
using System.Globalization;
using Usher.Server.Cli;
using Usher.Server.Hosting;

namespace Usher.Ceiling;

/// <summary>
/// One half of the system without the other, for usher-bench to measure: their two ceilings together say how fast the
/// whole can be. Hidden from help, because neither sells anything.
/// </summary>
internal static class MeasureCommand
{
    public static Command Create()
    {
        var command = new Command("measure", "Serve or run one half of the system alone, for usher-bench.")
        {
            Http(),
            Batches(),
        };
        command.Hidden = true;
        return command;
    }

    private static Command Http()
    {
        var command = new Command(
            "http", "Serve the API with an engine that says yes to every wish and stores none.").WithSettings();
        command.SetAction((parsed, ct) => ServeCommand.RunAsync(
            parsed.SettingsArguments(), Roles.All, demo: false, ct, HttpAlone.Replace));
        return command;
    }

    private static Command Batches()
    {
        var connections = Whole("--connections", "Buyers at once.", 64, 1, 10_000);
        var seconds = Whole("--seconds", "Length of the measured part.", 15, 1, 3600);
        var warmupSeconds = Whole("--warmup-seconds", "Load before that part.", 5, 0, 3600);
        var shows = Whole("--shows", "Shows on sale, put there beforehand.", 2000, 1, 10_000);
        var seats = Whole("--seats", "Seats of each show.", 1000, 2, 200_000);
        var command = new Command(
            "batches", "Drive the engine in this process, without HTTP, two free seats each; writes JSON.")
        {
            connections, seconds, warmupSeconds, shows, seats,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(
            parsed,
            new BatchLoad(
                parsed.GetValue(connections), parsed.GetValue(seconds), parsed.GetValue(warmupSeconds),
                parsed.GetValue(shows), parsed.GetValue(seats)),
            ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, BatchLoad load, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenAsync(command, ct);
        var result = await BatchesAlone.RunAsync(database, load, ct);
        await Console.Out.WriteLineAsync(result.ToJson());
        return 0;
    }

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

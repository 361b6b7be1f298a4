using System.CommandLine;
using System.CommandLine.Parsing;
using Usher.Engine.Shows;
using Usher.Server.Http;

namespace Usher.Server.Commands;

internal static class ShowsCreateCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "What people will call it.", Required = true };
        var start = new Option<DateTime>("--start")
        {
            Description = $"When it begins, with the offset from UTC: {Rfc3339.Example}.",
            HelpName = "time",
            Required = true,
            CustomParser = argument => ParseTime(argument) ?? default,
        };
        var seats = new Option<int>("--seats")
        {
            Description = $"How many seats it has, 1 to {NewShow.TotalSeatsMax:N0}.",
            HelpName = "count",
            Required = true,
        };
        var hold = new Option<int?>("--hold-seconds")
        {
            Description = "How long a booking holds its seats; the server's Bookings:HoldSeconds by default.",
            HelpName = "seconds",
        };
        var opening = new Option<DateTime?>("--sales-open-at")
        {
            Description = "When its sale opens; at once by default.",
            HelpName = "time",
            CustomParser = ParseTime,
        };
        var command = new Command("create", "Put one show on sale.") { name, start, seats, hold, opening }
            .WithSettings();
        command.SetAction((parsed, ct) => RunAsync(
            parsed,
            new NewShow(
                parsed.GetRequiredValue(name), parsed.GetValue(start), parsed.GetValue(seats), parsed.GetValue(hold),
                parsed.GetValue(opening)),
            ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, NewShow show, CancellationToken ct)
    {
        if (show.Problems().FirstOrDefault() is { } wrong)
        {
            throw new CommandException($"{OptionOf(wrong.Field)} {wrong.Problem}.");
        }

        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await ShowsCommand.CreateShowAsync(database, show, ct);
        return 0;
    }

    private static DateTime? ParseTime(ArgumentResult argument)
    {
        var time = Rfc3339.Parse(argument.Tokens[0].Value, out var message);
        if (time is null)
        {
            argument.AddError($"{((OptionResult)argument.Parent!).Option.Name} {message}");
        }

        return time;
    }

    private static string OptionOf(string field) => field switch
    {
        nameof(NewShow.Name) => "--name",
        nameof(NewShow.StartsAt) => "--start",
        nameof(NewShow.TotalSeats) => "--seats",
        nameof(NewShow.HoldSeconds) => "--hold-seconds",
        _ => "--sales-open-at",
    };
}

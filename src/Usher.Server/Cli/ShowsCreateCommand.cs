using System.CommandLine;
using System.CommandLine.Parsing;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.Fields;

namespace Usher.Server.Cli;

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
            Description = $"How many seats it has, 1 to {ShowLimits.TotalSeatsMax:N0}.",
            HelpName = "count",
        };
        var plan = new Option<long?>("--plan")
        {
            Description = "The seating plan of its hall, instead of --seats; 'usher plans list' tells its id.",
            HelpName = "id",
        };
        var prices = new Option<string[]>("--price")
        {
            Description = "What a category costs: --price \"Stalls=46.00\", once for each. Left out: the show is free.",
            HelpName = "category=amount",
        };
        var currency = new Option<string?>("--currency")
        {
            Description = "The currency of the prices (ISO 4217).",
            HelpName = "code",
        };
        var seatsPerBooking = new Option<int>("--seats-per-booking-max")
        {
            Description = "The most seats one booking may have.",
            HelpName = "count",
            DefaultValueFactory = _ => BookRequest.SeatsMax,
        };
        var noOrphans = new Option<bool>("--no-orphans")
        {
            Description = "Refuse a booking that leaves a single seat between taken ones, unless it cannot be helped.",
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
        var command = new Command("create", "Put one show on sale.")
        {
            name, start, seats, plan, prices, currency, hold, opening, seatsPerBooking, noOrphans,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(
            parsed,
            new NewShow(
                parsed.GetRequiredValue(name), parsed.GetValue(start), parsed.GetValue(seats), parsed.GetValue(hold),
                parsed.GetValue(opening))
            {
                Currency = parsed.GetValue(currency),
                Prices = PriceOption.Read(parsed.GetValue(prices) ?? [], parsed.GetValue(currency)),
                SeatsPerBookingMax = parsed.GetValue(seatsPerBooking),
                NoOrphans = parsed.GetValue(noOrphans),
            },
            parsed.GetValue(plan) is { } id ? new PlanId(id) : null,
            ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, NewShow show, PlanId? planId, CancellationToken ct)
    {
        if ((planId is null) == (show.TotalSeats == 0))
        {
            throw new CommandException("Say how many seats the show has with --seats, or name its hall with --plan.");
        }

        if (planId is null)
        {
            RequireValid(show);
        }

        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        if (planId is { } id)
        {
            var hall = await PlansCommand.FindAsync(database, id, ct);
            show = show with { Plan = hall, TotalSeats = hall.Seats.Length };
            RequireValid(show);
        }

        await ShowsCommand.CreateShowAsync(database, show, ct);
        return 0;
    }

    private static void RequireValid(NewShow show)
    {
        if (show.Problems().FirstOrDefault() is { } wrong)
        {
            throw new CommandException($"{OptionOf(wrong.Field)} {wrong.Problem}.");
        }
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
        nameof(NewShow.Currency) => "--currency",
        nameof(NewShow.Prices) => "--price",
        nameof(NewShow.SeatsPerBookingMax) => "--seats-per-booking-max",
        _ => "--sales-open-at",
    };
}

using System.CommandLine;
using System.CommandLine.Parsing;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Http.Fields;

namespace Usher.Server.Cli;

internal static class ShowsCreateCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "The name that buyers see.", Required = true };
        var start = new Option<DateTime>("--start")
        {
            Description = $"When the show starts, with the offset from UTC: {Rfc3339.Example}.",
            HelpName = "time",
            Required = true,
            CustomParser = argument => ParseTime(argument) ?? default,
        };
        var seats = new Option<int>("--seats")
        {
            CustomParser = WholeNumber.Parse,
            Description = $"The number of seats, 1 to {ShowLimits.TotalSeatsMax:N0}.",
            HelpName = "count",
        };
        var plan = new Option<long?>("--plan")
        {
            CustomParser = WholeNumber.ParseId,
            Description = "The id of its seating plan, from 'usher plans list'; instead of --seats.",
            HelpName = "id",
        };
        var prices = new Option<string[]>("--price")
        {
            Description = "The price of a category, once for each: --price \"Stalls=46.00\" or \"Stalls=46,00\". "
                + "Default: free.",
            HelpName = "category=amount",
        };
        var currency = new Option<string?>("--currency")
        {
            Description = "The currency of the prices (ISO 4217).",
            HelpName = "code",
        };
        var seatsPerBooking = new Option<int>("--seats-per-booking-max")
        {
            CustomParser = WholeNumber.Parse,
            Description = "The maximum number of seats per booking.",
            HelpName = "count",
            DefaultValueFactory = _ => ShowLimits.SeatsPerBookingMax,
        };
        var seatsPerPerson = SeatsPerPerson();
        var noOrphans = new Option<bool>("--no-orphans")
        {
            Description = "Refuse bookings that leave a single free seat between taken ones, unless unavoidable.",
        };
        var noExtension = new Option<bool>("--no-extension") { Description = "Do not let buyers extend holds." };
        var (zone, hold, opening) = (Zone(), Hold(), Opening());
        var command = new Command("create", "Create a show and put it on sale.")
        {
            name, start, zone, seats, plan, prices, currency, hold, opening, seatsPerBooking, seatsPerPerson, noOrphans,
            noExtension,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(
            parsed,
            new NewShow(
                parsed.GetRequiredValue(name), parsed.GetValue(start), parsed.GetValue(seats), parsed.GetValue(hold),
                parsed.GetValue(opening))
            {
                TimeZone = parsed.GetValue(zone),
                PlanId = parsed.GetValue(plan) is { } id ? new PlanId(id) : null,
                Currency = parsed.GetValue(currency),
                Prices = PriceOption.Read(parsed.GetValue(prices) ?? [], parsed.GetValue(currency)),
                SeatsPerBookingMax = parsed.GetValue(seatsPerBooking),
                SeatsPerPersonMax = parsed.GetValue(seatsPerPerson),
                NoOrphans = parsed.GetValue(noOrphans),
                ExtensionAllowed = !parsed.GetValue(noExtension),
            },
            ct));
        return command;
    }

    private static Option<string?> Zone() => new("--time-zone")
    {
        Description = "The time zone of its venue, such as Europe/Berlin (IANA); Shows:TimeZone by default.",
        HelpName = "name",
    };

    private static Option<int?> Hold() => new("--hold-seconds")
    {
        CustomParser = argument => WholeNumber.Parse(argument),
        Description = "How long seats are held. Default: the server's Bookings:HoldSeconds.",
        HelpName = "seconds",
    };

    private static Option<int?> SeatsPerPerson() => new("--seats-per-person-max")
    {
        CustomParser = argument => WholeNumber.Parse(argument),
        Description = "The maximum number of seats per person, in all bookings with one e-mail address. Default: no "
            + "limit.",
        HelpName = "count",
    };

    private static Option<DateTime?> Opening() => new("--sales-open-at")
    {
        Description = "When sales open. Default: immediately.",
        HelpName = "time",
        CustomParser = ParseTime,
    };

    private static async Task<int> RunAsync(ParseResult command, NewShow show, CancellationToken ct)
    {
        if (show is { PlanId: null, TotalSeats: 0 })
        {
            throw new CommandException("Give the number of seats with --seats, or a seating plan with --plan.");
        }

        if (show is { PlanId: not null, TotalSeats: not 0 })
        {
            throw new CommandException("--seats and --plan cannot be used together; give only one.");
        }

        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var engine = ShowsCommand.EngineOf(database);
        var totalSeats = show.PlanId is not { } id ? show.TotalSeats
            : await engine.GetRequiredService<SeatingPlanStore>().FindLatestAsync(id, ct) is { } plan ? plan.TotalSeats
            : throw PlansCommand.NotThere(id);
        var shows = engine.GetRequiredService<ShowService>();
        var outcome = await engine.GetRequiredService<OrganiserWrites>().RunAsync(
            write => ShowsCommand.CreateAsync(shows, write, show, totalSeats, ct), ct);
        var made = outcome switch
        {
            NewShowOutcome.Created(var created) => created,
            NewShowOutcome.Wrong(var problems) =>
                throw new CommandException($"{OptionOf(problems[0].Field)} {problems[0].Problem}."),
            NewShowOutcome.PlanNotFound(var planId) => throw PlansCommand.NotThere(planId),
        };
        await ShowsCommand.TellAsync(engine, made, ct);
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
        nameof(NewShow.TimeZone) => "--time-zone",
        nameof(NewShow.TotalSeats) => "--seats",
        nameof(NewShow.HoldSeconds) => "--hold-seconds",
        nameof(NewShow.Currency) => "--currency",
        nameof(NewShow.Prices) => "--price",
        nameof(NewShow.SeatsPerBookingMax) => "--seats-per-booking-max",
        nameof(NewShow.SeatsPerPersonMax) => "--seats-per-person-max",
        _ => "--sales-open-at",
    };
}

using System.CommandLine;
using Usher.Bench.Comparisons;
using Usher.Bench.Http;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;

namespace Usher.Bench.Cli;

/// <summary>Refusals per second: everybody asks for seats that are gone.</summary>
internal static class SoldOutCommand
{
    private const double Goal = 0.8;

    public static Command Create()
    {
        var connections = RunOptions.Whole("--connections", "Buyers at once, each with a connection.", 64, 1, 10_000);
        var shows = RunOptions.Whole("--shows", "Shows sold out beforehand.", 4, 1, 1000);
        var seats = RunOptions.Whole("--seats", "Seats of each show.", 1000, 1, 200_000);
        var perBooking = RunOptions.Whole("--per-booking", "Random seats asked for.", 2, 1, RequestWriter.SeatsMax);
        var soldAs = new Option<SoldAs>("--sold-as")
        {
            Description = "Whether the seats are held, confirmed, or each in one half of the shows.",
            DefaultValueFactory = _ => SoldAs.Both,
        };
        var compare = RunOptions.Compare("Also run spread on the HTTP layer alone");
        var command = new Command("soldout", "Refusals per second on shows that are sold out.")
        {
            connections, shows, seats, perBooking, soldAs, compare,
        };
        command.Run(new RunOptions(secondsByDefault: 15, warmupSecondsByDefault: 5), async (line, context) =>
        {
            Scenario Define() => SoldOut.Scenario(
                line.GetValue(connections), line.GetValue(shows), line.GetValue(seats), line.GetValue(perBooking),
                line.GetValue(soldAs));
            return context.Settings.CompareTo is not null ? await RevisionComparison.RunAsync(context, Define)
                : line.GetValue(compare)
                ? await CompareAsync(context, Define, line.GetValue(connections))
                : await context.RunAsync(Define());
        });
        return command;
    }

    private static async Task<IBenchResult> CompareAsync(
        RunContext context, Func<Scenario> soldOut, int connections)
    {
        const string name = "soldout";
        var contest = new Contest(
            context, name, $"refusals beside the HTTP layer alone, {connections} connections");
        await using var server = await context.StartAsync();
        await using var http = await HttpAlone.StartAsync(context);
        await contest.RoundsAsync(async () =>
        {
            await http.MeasureAsync(contest, connections);
            await server.ClearAsync(context.Ct);
            var run = await contest.RunAsync(name, soldOut(), server);
            contest.Add(name, "refusals/s", run.RefusalsPerSecond, run.GeneratorCores);
        });
        return contest.Result(contest.Ratio(name, HttpAlone.Name, Goal));
    }
}

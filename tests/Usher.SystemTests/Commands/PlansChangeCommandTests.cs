using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Testing;

namespace Usher.SystemTests.Commands;

public sealed class PlansChangeCommandTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("usher-plans-").FullName;

    [Fact]
    public async Task The_stage_is_said_with_the_file_and_later()
    {
        var file = Path.Combine(_folder, "hall.json");
        await File.WriteAllBytesAsync(file, PlanJson.Write(BlockPlan.Create("Studio", 6, 10, [5], "Front")));

        var import = await RunAsync("plans", "import", file, "--stage", "bottom", "--kind", "coach");
        import.Code.ShouldBe(0, import.Errors);
        var id = import.Output.Split(' ')[2].TrimEnd(',');
        import.Output.ShouldEndWith($"The stage is at 167.5, 315.\n");
        var change = await RunAsync("plans", "change", id, "--stage", "TOP");
        change.Output.ShouldBe(
            $"Seating plan {id}, version 2: Studio. Shows keep their version until you change it: usher shows move.\n"
            + "The stage is at 167.5, 0.\n", change.Errors);

        (await RunAsync("plans", "change", id)).ShouldBeOneLine().ShouldContain("--stage, --kind or both");
        (await RunAsync("plans", "change", id, "--stage", "below")).ShouldBeOneLine()
            .ShouldContain("--stage must be one of top|bottom|left|right|middle, not 'below'");
        (await RunAsync("plans", "change", "999", "--kind", "slots")).ShouldBeOneLine()
            .ShouldContain("There is no seating plan 999");
    }

    [Fact]
    public async Task Appointments_are_called_slots_and_have_no_stage_and_only_a_coach_has_a_journey()
    {
        var file = Path.Combine(_folder, "desk.csv");
        await File.WriteAllTextAsync(
            file, "section,row,seat,category\nPassport,Desk 1,08:00,Std\nPassport,Desk 1,13:00,Std\n");
        var import = await RunAsync("plans", "import", file, "--name", "Town hall");
        import.Output.ShouldEndWith("Town hall, 2 slots in 1 section; categories Std.\n");
        var plan = import.Output.Split(' ')[2].TrimEnd(',');
        var create = await RunAsync(
            "shows", "create", "--name", "Passports", "--start", "2031-01-01T08:00Z", "--plan", plan);
        var show = create.Output.Split(' ')[1];

        (await RunAsync("shows", "journey", show, "--from", "A", "--to", "B")).ShouldBeOneLine().ShouldContain(
            "--from can be set only for a coach; the plan of this show is of kind SLOTS.");
        (await RunAsync("shows", "journey", show, "--from", "", "--to", "")).Output
            .ShouldBe($"Show {show} does not say where it goes any more.\n");
        (await RunAsync("shows", "journey", "999", "--from", "", "--to", "")).ShouldBeOneLine()
            .ShouldContain("999");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<UsherExit> RunAsync(params string[] arguments) =>
        UsherProcess.RunAsync(database.ConnectionString, arguments);
}

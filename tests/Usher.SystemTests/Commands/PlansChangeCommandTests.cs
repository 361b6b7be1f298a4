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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<UsherExit> RunAsync(params string[] arguments) =>
        UsherProcess.RunAsync(database.ConnectionString, arguments);
}

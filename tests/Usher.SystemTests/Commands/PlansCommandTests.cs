using System.Text;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Testing;

namespace Usher.SystemTests.Commands;

public sealed class PlansCommandTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("usher-plans-").FullName;

    [Fact]
    public async Task A_plan_comes_in_goes_out_the_same_and_puts_a_show_on_sale()
    {
        var file = Path.Combine(_folder, "studio.json");
        await File.WriteAllBytesAsync(file, PlanJson.Write(BlockPlan.Create("Studio", 6, 10, [5], "Front", "Rear")));

        var import = await RunAsync("plans", "import", file, "--name", "Small room");
        import.Code.ShouldBe(0, import.Errors);
        // Other tests here import as well.
        var id = import.Output.Split(' ', ',')[2];
        import.Output.ShouldBe(
            $"Seating plan {id}, version 1: Small room, 60 seats in 1 section; categories Front, Rear.\n"
            + "The text \"Stage\" in the plan (167.5, 45) is taken for the stage. If that is wrong: usher plans change "
            + $"{id} --stage top|bottom|left|right|middle.\n");
        (await RunAsync("plans", "import", file, "--as", id)).Output.ShouldStartWith($"Seating plan {id}, version 2");
        (await RunAsync("plans", "list")).Output.ShouldContain($"{id,6}  version   2       60 seats  Studio\n");
        (await RunAsync("plans", "export", id)).Output.ShouldBe(await File.ReadAllTextAsync(file) + "\n");

        var show = await RunAsync(
            "shows", "create", "--name", "A", "--start", "2031-01-01T20:00Z", "--plan", id, "--currency", "GBP",
            "--price", "Front=18.00", "--price", "Rear=12");
        show.Output.ShouldBe("Show 1 is on sale: A, 2031-01-01 20:00 UTC, 60 seats.\n", show.Errors);
        var half = await RunAsync(
            "shows", "create", "--name", "A", "--start", "2031-01-01T20:00Z", "--plan", id, "--currency", "GBP",
            "--price", "Front=18.0055");
        half.Errors.ShouldStartWith("usher: --price must be a category and an amount with at most 2 decimals");
    }

    [Fact]
    public async Task A_file_that_is_no_plan_is_refused_with_every_place()
    {
        var file = Path.Combine(_folder, "hall.csv");
        await File.WriteAllTextAsync(file, "section,row,seat,x,y,category\nMain,A,1,0,0,\n");

        var import = await RunAsync("plans", "import", file);

        import.Code.ShouldBe(2);
        import.ErrorLines[0].ShouldBe($"usher: {file}: line 2, section Main, row A, seat 1: the category is empty");
        import.ErrorLines.Skip(1).ShouldBe(["usher: nothing was saved."]);
    }

    [Fact]
    public async Task Numbers_are_written_alike_whatever_language_the_machine_speaks()
    {
        var file = Path.Combine(_folder, "large.json");
        await File.WriteAllBytesAsync(file, PlanJson.Write(BlockPlan.Create("Large", 40, 40, [5], "Front", "Rear")));
        var german = new Dictionary<string, string> { ["LC_ALL"] = "de_DE.UTF-8" };
        await using var import = UsherProcess.Start(database.ConnectionString, german, "plans", "import", file);

        (await import.WaitAsync()).Output.ShouldContain(": Large, 1,600 seats in 1 section;");
    }

    [Fact]
    public async Task It_is_said_how_letters_were_read_and_can_be_said()
    {
        var file = Path.Combine(_folder, "sal.csv");
        await File.WriteAllBytesAsync(file, CodePagesEncodingProvider.Instance.GetEncoding(1250)!
            .GetBytes("section;row;seat;category\nBalkón;1;1;Běžná\n"));

        (await RunAsync("plans", "import", file)).Output.ShouldContain(
            "they were read as Western European (windows-1252). If names look wrong, save it as UTF-8 or give "
            + "--encoding.\n");
        (await RunAsync("plans", "import", file, "--encoding", "Windows-1250")).Output.ShouldContain("Běžná");
        (await RunAsync("plans", "import", file, "--encoding", "latin")).ShouldBeOneLine()
            .ShouldContain("--encoding must be one of windows-1252|windows-1250|");
    }

    [Fact]
    public async Task A_sample_comes_in_as_it_is()
    {
        foreach (var form in new string[][] { ["plans", "sample"], ["plans", "sample", "--semicolons"] })
        {
            var file = Path.Combine(_folder, "sample.csv");
            await File.WriteAllTextAsync(file, (await RunAsync(form)).Output);

            (await RunAsync("plans", "import", file)).Output.ShouldContain(
                ": sample, 38 seats in 2 sections; categories Front, Rear, Balcony.\n");
        }
    }

    [Fact]
    public async Task A_wrong_number_and_a_folder_are_told_in_words()
    {
        (await RunAsync("plans", "import", "hall.csv", "--as", "abc")).ShouldBeOneLine()
            .ShouldContain("--as must be a whole number of at least 1, not 'abc'. Try 'usher plans import --help'");
        (await RunAsync("plans", "export", "first")).ShouldBeOneLine()
            .ShouldContain("ID must be a whole number of at least 1, not 'first'");
        (await RunAsync("plans", "import", _folder)).ShouldBeOneLine()
            .ShouldContain($"{_folder} is a folder; give the file of a seating plan.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<UsherExit> RunAsync(params string[] arguments) =>
        UsherProcess.RunAsync(database.ConnectionString, arguments);
}

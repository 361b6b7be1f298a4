using Usher.Engine.SeatingPlans;
using Usher.Testing;

namespace Usher.SystemTests.Commands;

public sealed class ShowsCommandTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(postgres);
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"usher-{Guid.NewGuid():N}.json");

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        File.Delete(_file);
        return _database.DisposeAsync();
    }

    [Fact]
    public async Task A_show_of_100_000_seats_is_created_with_progress_in_plain_lines_and_listed()
    {
        var create = await RunAsync(
            "shows", "create", "--name", "The final", "--start", "2031-07-13T21:00:00+02:00", "--seats", "100000",
            "--hold-seconds", "90", "--sales-open-at", "2031-01-01T00:00Z", "--time-zone", "Europe/Berlin",
            "--seats-per-person-max", "4");
        var list = await RunAsync("shows", "list");

        create.Code.ShouldBe(0, create.Errors);
        create.ErrorLines.ShouldBe(
        [
            "25,000 of 100,000 seats", "50,000 of 100,000 seats", "75,000 of 100,000 seats", "100,000 of 100,000 seats",
        ]);
        create.Output.ShouldBe(
            "Show 1 goes on sale at 2031-01-01 01:00 Europe/Berlin: The final, 2031-07-13 21:00 Europe/Berlin, "
            + "100,000 seats.\n");
        list.Output.Split('\n')[1].ShouldBe(
            "       1  2031-07-13 21:00  Europe/Berlin            100000   100000  The final");
        var show = (await _database.DataSources.ShowQueries().FindAsync(new ShowId(1), default))!.Show;
        (show.HoldSeconds, show.SalesOpenAt, show.SeatsPerPersonMax).ShouldBe(
            (90, new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc), 4));
        (show.StartsAt, show.TimeZone).ShouldBe(
            (new DateTime(2031, 7, 13, 19, 0, 0, DateTimeKind.Utc), "Europe/Berlin"));
    }

    [Theory]
    [InlineData("", "2031-01-01T00:00Z", "1", "--name must have 1 to 200 characters")]
    [InlineData("A", "2031-01-01", "1", "--start must be a time with an offset")]
    [InlineData("A", "2020-06-01T19:30:00Z", "1", "--start must be in the future")]
    [InlineData("A", "2031-01-01T00:00Z", "200001", "--seats must be 1 to 200,000, not 200001")]
    [InlineData("A", "2031-01-01T00:00Z", "many", "--seats must be a whole number, not 'many'")]
    public async Task A_wrong_option_is_told_in_one_line(string name, string start, string seats, string problem) =>
        (await RunAsync("shows", "create", "--name", name, "--start", start, "--seats", seats))
            .ShouldBeOneLine().ShouldContain(problem);

    [Fact]
    public async Task A_show_moves_to_another_version_of_its_plan_once_renamed_seats_are_accepted()
    {
        var first = await _database.DataSources.StorePlanAsync(Hall("1", "2"));
        var plan = $"{first.Id}";
        await RunAsync("shows", "create", "--name", "A", "--start", "2031-01-01T00:00Z", "--plan", plan);
        await _database.DataSources.StoreVersionAsync(first.Id!.Value, Hall("2", "1"));
        await using (var engine = new TestEngine(_database.DataSources))
        {
            await engine.HoldAsync(new ShowId(1), 1);
        }

        var refused = await RunAsync("shows", "move", "1", "--version", "2");
        refused.Code.ShouldBe(2);
        refused.ErrorLines.ShouldBe(
        [
            "usher: In version 2, 1 seat that is sold, held or blocked has a different name than on its ticket:",
            "usher: Stalls, Row A, seat 1 would become Stalls, Row A, seat 2",
            "usher: nothing was changed; to move the show anyway, add --accept-renamed-seats.",
        ]);

        (await RunAsync("shows", "move", "1", "--version", "2", "--accept-renamed-seats")).Output
            .ShouldBe("Show 1 now uses version 2 of its plan: 2 seats.\n");
        (await RunAsync("shows", "move", "7", "--version", "1")).ShouldBeOneLine().ShouldContain("There is no show 7");
        (await RunAsync("shows", "move", "1", "--version", "9")).ShouldBeOneLine()
            .ShouldContain($"--version must be a version of plan {plan}");
    }

    [Fact]
    public async Task A_file_of_shows_is_imported_in_its_order()
    {
        await File.WriteAllTextAsync(_file, """
            [
              { "name": "First", "start_time": "2031-01-01T20:00:00Z", "total_seats": 10 },
              { "name": "Second", "start_time": "2030-01-01T20:00:00Z", "total_seats": 20, "hold_seconds": 60 }
            ]
            """);

        var import = await RunAsync("shows", "import", _file);

        import.Code.ShouldBe(0, import.Errors);
        import.Output.Split('\n').Take(2).ShouldBe(
        [
            "Show 1 is on sale: First, 2031-01-01 20:00 UTC, 10 seats.",
            "Show 2 is on sale: Second, 2030-01-01 20:00 UTC, 20 seats.",
        ]);
    }

    [Fact]
    public async Task A_file_with_a_mistake_creates_nothing_and_names_each_by_file_index_and_field()
    {
        await File.WriteAllTextAsync(_file, """
            [
              { "name": "Good", "start_time": "2031-01-01T20:00:00Z", "total_seats": 10 },
              { "name": "Bad", "start_time": "tomorrow", "total_seats": 0 }
            ]
            """);

        var import = await RunAsync("shows", "import", _file);

        import.Code.ShouldBe(2);
        import.ErrorLines[0].ShouldStartWith($"usher: {_file}[1]: start_time must be a time with an offset");
        import.ErrorLines[1].ShouldBe($"usher: {_file}[1]: total_seats must be a whole number from 1 to 200000");
        import.ErrorLines[^1].ShouldBe("usher: nothing was created.");
        (await RunAsync("shows", "list")).Output.ShouldBe("No shows.\n");
    }

    [Fact]
    public async Task One_show_needs_no_array()
    {
        await File.WriteAllTextAsync(_file, """{ "name": "A", "start_time": "2031-01-01T20:00Z", "total_seats": 1 }""");

        (await RunAsync("shows", "import", _file)).Output.ShouldStartWith("Show 1 is on sale: A,");
    }

    [Theory]
    [InlineData("[", "is not JSON, at line 1, byte 2.")]
    [InlineData("", "is empty; it must contain one show")]
    [InlineData("[]", "contains 0 shows")]
    [InlineData("[5]", "must be a JSON object")]
    [InlineData(null, "cannot be read")]
    public async Task A_file_that_is_no_list_of_shows_is_refused(string? content, string problem)
    {
        if (content is not null)
        {
            await File.WriteAllTextAsync(_file, content);
        }

        var import = await RunAsync("shows", "import", _file);

        import.Code.ShouldBe(2);
        import.ErrorLines[0].ShouldStartWith($"usher: {_file}");
        import.ErrorLines[0].ShouldContain(problem);
    }

    [Theory]
    [InlineData("--plan x", "--plan must be a whole number of at least 1, not 'x'. Try 'usher shows create --help'")]
    [InlineData("--seats 5 --plan 2", "--seats and --plan cannot be used together")]
    [InlineData("--seats 5 --time-zone Berlin", "--time-zone must be a time zone such as Europe/Berlin")]
    [InlineData("--seats 5 --sales-open-at 2031-07-01T19:30Z", "--sales-open-at must be before the show")]
    [InlineData("--seats 5 --hold-seconds 1m", "--hold-seconds must be a whole number, not '1m'")]
    [InlineData("--seats 5 --seats-per-person-max 0", "--seats-per-person-max must be 1 to 100, not 0")]
    [InlineData("--seats 5 --currency EUR --price A=99999999999999999999999999", "--price must be at most 10,000,000")]
    [InlineData("--seats 5 --currency EUR --price A=99999999999999999999999999999999", "--price must be at most")]
    [InlineData("--seats 5 --currency EUR --price A=10000000.01", "--price must be at most 10,000,000")]
    [InlineData("--seats 5 --currency EUR --price A=4,6055", "an amount with at most 2 decimals")]
    [InlineData("--seats 5 --currency EUR --price A=4.605", "'A=4.605' could be 4605, or an amount with too")]
    public async Task A_wrong_option_of_a_new_show_is_told_in_its_own_words(string options, string problem) =>
        (await RunAsync(["shows", "create", "--name", "A", "--start", "2031-01-01T20:00Z", .. options.Split(' ')]))
            .ShouldBeOneLine().ShouldContain(problem);

    [Fact]
    public async Task A_folder_is_no_file_of_shows()
    {
        (await RunAsync("shows", "import", Path.GetTempPath())).ShouldBeOneLine().ShouldContain("is a folder");
        (await RunAsync("shows", "import", "/dev/null")).ShouldBeOneLine().ShouldContain("/dev/null is empty");
        (await RunAsync("shows", "import", "--help")).Output.ShouldContain("import <FILE>");
    }

    private Task<UsherExit> RunAsync(params string[] arguments) =>
        UsherProcess.RunAsync(_database.ConnectionString, arguments);

    private static SeatingPlan Hall(params string[] numbers)
    {
        var table = new SeatTable("Hall");
        foreach (var (i, number) in numbers.Index())
        {
            table.Add(i + 1, "Stalls", "A", number, $"{i * 25}", "0", "Seat", kind: null, seatGuid: $"seat {i}");
        }

        return table.Finish().Plan.ShouldNotBeNull();
    }
}

using System.CommandLine;
using Usher.Bench.Cli;

namespace Usher.SystemTests.Bench;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--users 0", "--users must be a whole number from 1 to 10000, not '0'.")]
    [InlineData("--users many", "--users must be a whole number from 1 to 10000, not 'many'.")]
    [InlineData("--confirm-ratio 1.5", "--confirm-ratio must be a number from 0 to 1, not '1.5'.")]
    [InlineData("--confirm-ratio NaN", "--confirm-ratio must be a number from 0 to 1, not 'NaN'.")]
    [InlineData("--seconds 100000", "--seconds must be a whole number from 1 to 1800, not '100000'.")]
    [InlineData(
        "--url ftp://example.com",
        "--url: 'ftp://example.com' is not an address such as http://localhost:8080; only plain HTTP is spoken.")]
    public void A_wrong_option_is_named_with_what_it_may_be(string line, string error) =>
        SeedCommand.Create().Parse(line).Errors.ShouldHaveSingleItem().Message.ShouldBe(error);

    [Theory]
    [InlineData("--compare", "--compare")]
    [InlineData("--compare-express", "--compare-express")]
    [InlineData("--url http://localhost:8080", "--url")]
    public void A_comparison_with_another_commit_is_made_with_nothing_else(string line, string other) =>
        SpreadCommand.Create().Parse($"--compare-to HEAD {line}").Errors.ShouldHaveSingleItem().Message
            .ShouldBe($"--compare-to starts two servers of its own; it cannot go with {other}.");

    [Fact]
    public void Every_benchmark_of_one_server_can_be_made_of_two_builds()
    {
        Command[] commands =
        [
            SeedCommand.Create(), SpreadCommand.Create(), HotCommand.Create(), BestCommand.Create(),
            SoldOutCommand.Create(), RushCommand.Create(), SeatsCommand.Create(), WatchCommand.Create(),
            GrowCommand.Create(), DeskCommand.Create(), ColdCommand.Create(),
        ];
        commands.ShouldAllBe(command => command.Parse("--compare-to HEAD --rounds 2 --allow-dirty").Errors.Count == 0);
        CeilingCommand.Create().Parse("--compare-to HEAD").Errors.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("--per-booking 3 --seats 2", "--per-booking (3) cannot be more than --seats (2).")]
    [InlineData(
        "--url http://127.0.0.1:1",
        "Nothing is listening at http://127.0.0.1:1. Start the server with ./run, or use another with --url.")]
    [InlineData(
        "--json-file /no/such/folder/result.json",
        "--json-file: there is no folder for '/no/such/folder/result.json'. Create it first.")]
    public async Task A_run_that_cannot_take_place_says_why_and_ends_with_exit_code_2(string line, string why)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var console = new InvocationConfiguration { Output = output, Error = errors };
        (await SeedCommand.Create().Parse(line).InvokeAsync(console)).ShouldBe(ScenarioCommand.CannotRun);
        errors.ToString().TrimEnd().ShouldBe($"usher-bench: {why}");
        output.ToString().ShouldBeEmpty();
    }
}

using Usher.Testing;

namespace Usher.SystemTests.Commands;

public sealed class OrganizationsCommandTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task An_organization_is_made_with_a_manager_of_its_own_suspended_and_resumed()
    {
        var made = await CreateAsync("harbour", "--currency", "GBP", "--time-zone", "Europe/London");
        (made.Code, made.Output).ShouldBe((0, "Harbour Cinema sells at /o/harbour.\n"));
        made.ErrorLines.ShouldHaveSingleItem()
            .ShouldContain("usher admin create --organization harbour --role ADMIN --email");

        var manager = await UsherProcess.RunWithInputAsync(
            database.ConnectionString, "vermilion-otter-41-quays\n", "admin", "create", "--organization", "harbour",
            "--email", "mona@example.com", "--role", "ADMIN");
        manager.Code.ShouldBe(0, manager.Output);
        (await RunAsync("admin", "list", "--organization", "harbour")).Output
            .ShouldMatch(@"ADMIN\s+active\s.*mona@example\.com");
        (await RunAsync("admin", "list")).Output.ShouldNotMatch(@"ADMIN\s+active\s.*mona@example\.com");

        (await ListedAsync()).ShouldMatch(@"default\s+active\s+-\s+.*\nharbour\s+active\s+-\s+Harbour Cinema\n$");
        (await RunAsync("organizations", "suspend", "harbour")).Output
            .ShouldStartWith("Harbour Cinema sells nothing new.");
        (await ListedAsync()).ShouldMatch(@"harbour\s+suspended\s");
        (await RunAsync("organizations", "resume", "harbour")).Output.ShouldBe("Harbour Cinema sells again.\n");
        (await ListedAsync()).ShouldMatch(@"harbour\s+active\s");
    }

    [Theory]
    [InlineData("--slug must have 2 to 40 characters", "Not a slug")]
    [InlineData("--slug is another organization's already", "default")]
    [InlineData("--currency must be a currency of ISO 4217 in capitals", "lantern", "--currency", "eur")]
    [InlineData("--time-zone must be a time zone of the IANA database", "lantern", "--time-zone", "Mars/Olympus")]
    [InlineData("--host must be the name of a host in small letters", "lantern", "--host", "https://lantern.example")]
    public async Task What_an_organization_cannot_be_is_refused_in_one_line_that_names_the_option(
        string words, string slug, params string[] options)
    {
        (await CreateAsync(slug, options)).ShouldBeOneLine().ShouldContain(words);

        (await ListedAsync()).ShouldNotContain("lantern");
    }

    [Fact]
    public async Task A_logo_is_set_from_a_file_and_removed_and_another_file_is_refused()
    {
        await CreateAsync("lighthouse");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "<svg/>");
            (await RunAsync("organizations", "logo", "lighthouse", file)).ShouldBeOneLine()
                .ShouldContain($"{file} must be a PNG, JPEG or WebP file");
            (await LogosAsync()).ShouldBe(0);

            await File.WriteAllBytesAsync(file, Pictures.Draw(40, 20));
            (await RunAsync("organizations", "logo", "lighthouse", file)).Output
                .ShouldBe("Harbour Cinema has this logo. Servers that run go by it within seconds.\n");
            (await LogosAsync()).ShouldBe(1);
        }
        finally
        {
            File.Delete(file);
        }

        (await RunAsync("organizations", "logo", "lighthouse", file)).ShouldBeOneLine().ShouldContain("cannot be read");
        (await RunAsync("organizations", "remove-logo", "lighthouse")).Output
            .ShouldStartWith("Harbour Cinema has no logo.");
        (await LogosAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("organizations", "suspend", "nowhere")]
    [InlineData("organizations", "resume", "nowhere")]
    [InlineData("organizations", "remove-logo", "nowhere")]
    [InlineData("admin", "list", "--organization", "nowhere")]
    public async Task An_organization_that_is_not_there_is_named_with_the_command_that_lists_all(
        params string[] command) =>
        (await RunAsync(command)).ShouldBeOneLine()
            .ShouldContain("There is no organization 'nowhere'; run 'usher organizations list' to see all.");

    private Task<UsherExit> CreateAsync(string slug, params string[] options) => RunAsync(
        ["organizations", "create", "--slug", slug, "--name", "Harbour Cinema", .. options]);

    private async Task<long> LogosAsync()
    {
        await using var count = database.DataSource.CreateCommand("select count(logo) from organizations");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private async Task<string> ListedAsync() => (await RunAsync("organizations", "list")).Output;

    private Task<UsherExit> RunAsync(params string[] arguments) =>
        UsherProcess.RunAsync(database.ConnectionString, arguments);
}

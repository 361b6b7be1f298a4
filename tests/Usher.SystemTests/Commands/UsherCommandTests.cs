using System.Net;
using Usher.Testing;

namespace Usher.SystemTests.Commands;

public sealed class UsherCommandTests
{
    private const string Nowhere = "Host=127.0.0.1;Port=1;Username=nobody";

    [Theory]
    [InlineData("--help", "serve", "migrate", "audit", "shows", "admin", "Exit codes")]
    [InlineData("serve --help", "--roles <api,worker,web>", "--demo", "http://localhost:8080")]
    [InlineData("shows --help", "list", "create", "import")]
    [InlineData("shows create --help", "--name", "--start", "--seats", "--hold-seconds", "--sales-open-at")]
    public async Task Help_tells_what_there_is(string arguments, params string[] words)
    {
        var help = await UsherProcess.RunAsync(Nowhere, arguments.Split(' '));

        help.Code.ShouldBe(0);
        foreach (var word in words)
        {
            help.Output.ShouldContain(word);
        }
    }

    [Theory]
    [InlineData("", "Required command was not provided")]
    [InlineData("sevre", "'sevre' is not a command")]
    [InlineData("shows lst", "'lst' is not a command. Try 'usher shows --help'")]
    [InlineData("audit --jsn", "'--jsn' is neither an option of this command nor a setting")]
    [InlineData("audit --Audit:ViolationsMax", "'--Audit:ViolationsMax' needs a value")]
    [InlineData("serve --roles api,cook", "--roles must be api, worker or web, not 'cook'")]
    [InlineData("shows create --name A --start 2031-01-01T00:00Z", "Give the number of seats with --seats")]
    public async Task A_mistake_is_told_in_one_line(string arguments, string problem) =>
        (await UsherProcess.RunAsync(Nowhere, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .ShouldBeOneLine().ShouldContain(problem);

    [Theory]
    [InlineData("audit")]
    [InlineData("migrate")]
    [InlineData("shows list")]
    [InlineData("serve --urls http://127.0.0.1:0")]
    public async Task A_database_that_is_away_is_told_in_one_line(string arguments) =>
        (await UsherProcess.RunAsync(Nowhere, arguments.Split(' '))).ShouldBeOneLine()
            .ShouldContain("the database cannot be reached: Failed to connect to 127.0.0.1:1");

    [Fact]
    public async Task A_connection_string_that_is_none_is_told_in_one_line() =>
        (await UsherProcess.RunAsync("postgres://usher@db.example.com/usher", "audit"))
            .ShouldBeOneLine().ShouldContain("ConnectionStrings__Postgres is not a connection string");

    [Fact]
    public async Task Every_setting_out_of_range_is_named_with_its_value_and_its_range()
    {
        var exit = await UsherProcess.RunAsync(
            Nowhere, "serve", "--Bookings:HoldSeconds=0", "--Bookings:BatchWorkers", "many");

        exit.Code.ShouldBe(2);
        exit.ErrorLines.ShouldBe(
        [
            "usher: Bookings__HoldSeconds is '0'; it must be a whole number from 1 to 86,400.",
            "usher: Bookings__BatchWorkers is 'many'; it must be a whole number from 1 to 16.",
        ]);
    }

    [Theory]
    [InlineData("serve --urls ftp://x", "'ftp://x' is not an address to listen on: it must start with http:// or")]
    [InlineData(
        "serve --urls https://127.0.0.1:0 --environment Production --Auth:AdminKey=k3vQz8xL7TnWp2Rj",
        "needs a certificate")]
    [InlineData("serve --urls http://localhost:0", "for any free port use http://127.0.0.1:0.")]
    [InlineData("serve --Bookings:HoldSecond=60", "Did you mean Bookings__HoldSeconds?")]
    [InlineData("shows list --Data:Dir=x", "Did you mean Data__Directory?")]
    [InlineData("serve --Auth:AdminKey=aaaaaaaaaaaaaaaa", "Auth:AdminKey has too few different characters")]
    [InlineData("serve --Data:Directory=/etc/hostname", "/etc/hostname/postgres cannot be used: ")]
    [InlineData("audit --Data:Directory=/etc/hostname", "There is no database in /etc/hostname/postgres")]
    [InlineData("serve --Bookings:BatchWorkers=16 --Database:PrimaryConnectionsMax=16", "Allow at least 18")]
    [InlineData("serve --Logging:LogLevel:Default=Loud", "'Loud'")]
    public async Task A_start_that_is_set_wrong_is_told_in_one_line_before_anything_is_made(
        string arguments, string problem)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"usher-{Guid.NewGuid():N}");
        string[] place = arguments.Contains("Data:", StringComparison.Ordinal) ? [] : [$"--Data:Directory={folder}"];
        if (!arguments.Contains("--urls", StringComparison.Ordinal) && arguments[0] == 's' && arguments[1] == 'e')
        {
            place = [.. place, "--urls", "http://127.0.0.1:0"];
        }

        var exit = await UsherProcess.RunAsync(null, [.. arguments.Split(' '), .. place]);

        exit.ShouldBeOneLine().ShouldContain(problem);
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_for_development_that_strangers_may_reach_says_so_loudly()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"usher-{Guid.NewGuid():N}");
        try
        {
            await using var open = UsherProcess.Start(
                null, "serve", "--demo", "--urls", "http://0.0.0.0:0", $"--Data:Directory={folder}");
            var url = await open.ReadAfterAsync("Usher sells seats on ");
            var key = (await open.ReadAfterAsync("    sign in with ")).Trim();
            var call = await open.ReadAfterAsync("    organiser requests ");
            using var http = new HttpClient();

            call.ShouldBe($"curl {url}/api/admin/plans -H 'X-Api-Key: {key}'");
            open.Output.ShouldContain($"usher-bench seed --admin-key {key}");
            (await http.GetAnswerAsync($"{url}/api/admin/plans")).Status.ShouldBe(HttpStatusCode.Unauthorized);
            (await http.GetAnswerAsync($"{url}/api/admin/plans", ("X-Api-Key", key)))
                .Status.ShouldBe(HttpStatusCode.OK);
            open.Signal("TERM");
            (await open.WaitAsync()).Errors.ShouldContain(
                "THIS SERVER RUNS IN DEVELOPMENT MODE AND LISTENS ON http://0.0.0.0:");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("serve")]
    public async Task An_old_name_of_a_setting_works_with_a_warning_and_beside_the_new_one_is_refused(string command)
    {
        var warned = await UsherProcess.RunAsync(Nowhere, command, "--Bookings:Lanes=2");
        var refused = await UsherProcess.RunAsync(Nowhere, command, "--Bookings:Lanes=2", "--Bookings:BatchWorkers=3");

        warned.ErrorLines.Count(line => line.Contains("Bookings__Lanes is now Bookings__BatchWorkers."))
            .ShouldBe(1);
        refused.ShouldBeOneLine().ShouldContain(
            "Bookings__Lanes is the old name of Bookings__BatchWorkers, and both are set. Remove Bookings__Lanes.");
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("serve")]
    public async Task A_wrong_value_under_an_old_name_is_warned_of_and_told_under_that_name(string command)
    {
        var exit = await UsherProcess.RunAsync(Nowhere, command, "--Bookings:Lanes=abc", "--Http:HeadersMax=few");

        exit.Code.ShouldBe(2);
        exit.ErrorLines[0].ShouldContain("Bookings__Lanes is now Bookings__BatchWorkers.");
        exit.ErrorLines.Skip(1).ShouldBe(
        [
            "usher: Bookings__Lanes is 'abc'; it must be a whole number from 1 to 16.",
            "usher: Http__HeadersMax is 'few'; it must be a whole number from 10 to 1,000.",
        ]);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("migrate")]
    [InlineData("migrate --check")]
    [InlineData("shows list")]
    [InlineData("plans export 1")]
    public async Task A_command_creates_no_database_in_a_folder_that_has_none(string arguments)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"usher-nowhere-{Guid.NewGuid():N}");

        var exit = await UsherProcess.RunAsync(null, [.. arguments.Split(' '), $"--Data:Directory={folder}"]);

        exit.ShouldBeOneLine().ShouldContain($"There is no database in {folder}");
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task Outside_development_the_server_wants_somebody_who_can_sign_in()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"usher-nobody-{Guid.NewGuid():N}");

        var exit = await UsherProcess.RunAsync(
            null, "serve", "--environment", "Production", "--urls", "http://127.0.0.1:0", $"--Data:Directory={folder}");

        exit.ShouldBeOneLine().ShouldContain("set Auth__AdminKey");
        exit.ShouldBeOneLine().ShouldContain("usher admin create --role OPERATOR");
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_fresh_signing_key_is_all_that_a_file_gets()
    {
        var made = await UsherProcess.RunAsync(Nowhere, "admin", "signing-key");

        made.Code.ShouldBe(0);
        made.Output.ShouldStartWith("-----BEGIN PRIVATE KEY-----\n");
        made.Output.ShouldEndWith("-----END PRIVATE KEY-----\n");
        made.Errors.ShouldContain("Auth__SigningKeys=");
    }

    [Theory]
    [InlineData("admin create --email nobody --role ADMIN", "--email must be an e-mail address")]
    [InlineData("admin create --email a@example.com --role KING", "--role must be OPERATOR, ADMIN, STAFF or SCANNER")]
    [InlineData("admin create --email a@example.com --role ADMIN --name buyer", "--name must not be a name")]
    public async Task A_person_who_is_described_wrong_is_refused_before_a_password_is_asked_for(
        string arguments, string problem) =>
        (await UsherProcess.RunAsync(Nowhere, arguments.Split(' '))).ShouldBeOneLine().ShouldContain(problem);

    [Fact]
    public async Task A_fresh_key_is_all_that_a_script_reads()
    {
        var one = await UsherProcess.RunAsync(Nowhere, "admin", "key");
        var other = await UsherProcess.RunAsync(Nowhere, "admin", "key");

        one.Code.ShouldBe(0);
        one.Output.ShouldMatch("^[0-9a-f]{64}\n$");
        other.Output.ShouldNotBe(one.Output);
        one.Errors.ShouldContain("Auth__AdminKey=");
    }
}

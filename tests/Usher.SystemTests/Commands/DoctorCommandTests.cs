using System.Text.Json;
using Npgsql;
using Usher.Testing;

namespace Usher.SystemTests.Commands;

public sealed class DoctorCommandTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Key = "k3vQz8xL7TnWp2Rj";

    private readonly TestDatabase _database = new(postgres);

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task With_a_role_of_its_own_nothing_fails_and_with_the_owners_it_is_warned_of()
    {
        var serving = await ExamineAsync(postgres.AsServingRole(_database.ConnectionString));
        var owning = await ExamineAsync(_database.ConnectionString);

        serving.Code.ShouldBe(0);
        serving.StateOf("database role").ShouldBe("ok");
        foreach (var check in (string[])["settings", "keys", "database", "schema", "clock", "disk"])
        {
            serving.StateOf(check).ShouldBe("ok", check);
        }

        owning.Code.ShouldBe(0);
        owning.StateOf("database role").ShouldBe("warning");
        owning.RemedyOf("database role").ShouldContain("docs/security.md");
    }

    [Theory]
    [InlineData("grant delete on booking_events to {0}", "DELETE on booking_events")]
    [InlineData("revoke insert on bookings from {0}", "lacks INSERT on bookings")]
    [InlineData("grant create on schema public to {0}", "CREATE on public")]
    public async Task Rights_that_are_wrong_fail_and_are_named(string change, string words)
    {
        await using var command = _database.DataSource.CreateCommand(
            string.Format(null, change, postgres.ServingRole));
        await command.ExecuteNonQueryAsync();

        var report = await ExamineAsync(postgres.AsServingRole(_database.ConnectionString));

        report.Code.ShouldBe(1);
        report.StateOf("database role").ShouldBe("failed");
        report.MessageOf("database role").ShouldContain(words);
        report.RemedyOf("database role").ShouldContain("usher migrate");
    }

    [Fact]
    public async Task A_database_that_is_away_is_one_failure_after_the_other_and_no_crash()
    {
        var report = await ExamineAsync("Host=127.0.0.1;Port=1;Username=usher;Timeout=2");

        report.Code.ShouldBe(1);
        report.StateOf("settings").ShouldBe("ok");
        foreach (var check in (string[])["database", "schema", "database role", "clock", "people"])
        {
            report.StateOf(check).ShouldBe("failed", check);
        }

        report.MessageOf("database").ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task Settings_and_keys_are_told_together_with_what_to_do()
    {
        var report = await ExamineAsync(
            _database.ConnectionString, "--Bookings:HoldSecond=1", "--RateLimits:Enabled=false",
            "--Bookings:HeldSeatsPerClientMax=0", "--Http:PublicUrl=http://tickets.example.com");

        report.Code.ShouldBe(1);
        report.MessageOf("settings").ShouldContain("Did you mean Bookings__HoldSeconds?");
        report.MessageOf("limits")
            .ShouldContain("RateLimits__Enabled is false and Bookings__HeldSeatsPerClientMax is 0");
        (report.StateOf("public URL"), report.StateOf("people")).ShouldBe(("warning", "warning"));
    }

    [Fact]
    public async Task A_key_that_could_be_guessed_and_the_documents_password_fail()
    {
        var connection = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Password = "change-me" };
        var report = await ExamineAsync(connection.ConnectionString, "--Auth:AdminKey=change-me-change-me");

        report.Code.ShouldBe(1);
        report.StateOf("keys").ShouldBe("failed");
        report.MessageOf("development defaults").ShouldContain("ConnectionStrings__Postgres has a password");
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_warned_of_and_one_that_has_ended_fails()
    {
        using var authority = new TestAuthority();
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var now = TimeProvider.System.GetUtcNow();
            var soon = await ExamineAsync(_database.ConnectionString, Certificate(authority, folder, now.AddDays(7)));
            var ended = await ExamineAsync(_database.ConnectionString, Certificate(authority, folder, now.AddDays(-1)));

            soon.StateOf("certificate").ShouldBe("warning");
            soon.MessageOf("certificate").ShouldContain($"{now.AddDays(7):yyyy-MM-dd}");
            ended.StateOf("certificate").ShouldBe("failed");
            ended.MessageOf("certificate").ShouldContain("has expired");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task As_text_it_is_a_line_for_each_check_with_the_remedy_below()
    {
        var doctor = await UsherProcess.RunAsync(_database.ConnectionString, "doctor");

        doctor.Code.ShouldBe(0, doctor.Errors);
        doctor.Output.ShouldContain("ok       schema               It is up to date.");
        doctor.Output.ShouldContain("warning  development defaults The server runs in development mode");
        doctor.Output.TrimEnd().Split('\n')[^1].ShouldStartWith("0 failed, ");
    }

    private static string[] Certificate(TestAuthority authority, DirectoryInfo folder, DateTimeOffset until)
    {
        var (certificates, key) = authority.Issue(until.AddDays(-60), until);
        var file = Path.Combine(folder.FullName, $"{Guid.NewGuid():N}.pem");
        File.WriteAllText(file, certificates + key);
        return [$"--Http:CertificateFile={file}"];
    }

    private static async Task<Report> ExamineAsync(string connectionString, params string[] settings)
    {
        await using var process = UsherProcess.Start(
            connectionString,
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Auth__AdminKey"] = Key,
            },
            ["doctor", "--json", .. settings]);
        var exit = await process.WaitAsync();
        exit.Errors.ShouldBe("");
        return new Report(exit.Code, JsonDocument.Parse(exit.Output).RootElement);
    }

    private sealed record Report(int Code, JsonElement Json)
    {
        public string StateOf(string name) => Find(name).GetProperty("state").GetString()!;

        public string MessageOf(string name) => Find(name).GetProperty("message").GetString()!;

        public string RemedyOf(string name) => Find(name).GetProperty("remedy").GetString()!;

        private JsonElement Find(string name) => Json.GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == name);
    }
}

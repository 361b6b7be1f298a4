using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Npgsql;
using Usher.Engine.Sealing;
using Usher.Engine.Selling;
using Usher.Postgres;
using Usher.Testing;

namespace Usher.SystemTests.Commands;

/// <summary>Each command about personal data on a real database, and what a run leaves behind of buyers.</summary>
public sealed class PrivacyCommandTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private const string AdminKey = "a-key-for-the-tests-only";

    private readonly string _folder = Directory.CreateTempSubdirectory("usher-privacy-").FullName;

    private string RingPath => Path.Combine(_folder, "keyring.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Keys_are_added_used_and_sealed_under_and_a_ring_without_one_starts_nothing()
    {
        await ForgetRingAsync();
        (await RunAsync("add-key")).Output.ShouldBe("k1\n");
        var first = await File.ReadAllTextAsync(RingPath);
        (await RunAsync("add-key")).Output.ShouldBe("k2\n");
        var show = await TestEngine.CreateShowAsync(DataOf(), seats: 20);
        await BookAsync(show, 1, "asha@example.com");
        (await RunAsync("use-key --id k9")).ShouldBeOneLine().ShouldContain("has no key 'k9'");
        (await RunAsync("use-key --id k2")).Code.ShouldBe(0);
        await BookAsync(show, 2, "asha@example.com");
        // As an earlier program stored it.
        await ExecuteAsync("insert into secrets (name, value) values ('idempotency', sha256('x'))");

        (await RunAsync("reseal")).Output.ShouldBe(
            "Encrypted under 'k2' now: keys of people 1, secrets 1. Keys of the ring that must stay: k2, k1.\n");
        (await RunAsync("reseal")).Output.ShouldContain("now: keys of people 0, secrets 0.");
        Emails(await RunAsync("export --email asha@example.com"))
            .ShouldBe(["asha@example.com", "asha@example.com"]);

        var whole = await File.ReadAllTextAsync(RingPath);
        await File.WriteAllTextAsync(RingPath, first);
        foreach (var command in (string[])["privacy reseal", "shows list", "serve --urls http://127.0.0.1:0"])
        {
            (await UsherAsync(command)).ShouldBeOneLine().ShouldBe(
                "usher: Privacy:KeyRing lacks the key 'k2', which data in this database is sealed under. Use the file "
                + "that has it.");
        }

        await File.WriteAllTextAsync(RingPath, whole);
        Emails(await RunAsync("export --email asha@example.com")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_person_is_exported_erased_and_erased_again_after_a_restore()
    {
        await ForgetRingAsync();
        await RunAsync("add-key");
        var show = await TestEngine.CreateShowAsync(DataOf(), seats: 20);
        await BookAsync(show, 1, "Asha@Example.com");
        await BookAsync(show, 2, "bo@example.com");
        Emails(await RunAsync("export --email asha@example.com")).ShouldBe(["Asha@Example.com"]);
        await ExecuteAsync("create table kept_bookings as table bookings");
        await ExecuteAsync("create table kept_keys as table personal_keys");

        (await RunAsync("erase --email ASHA@example.com")).Output.ShouldBe(
            "The person is erased. Bookings that no longer say whose they were: 1.\n");
        Emails(await RunAsync("export --email asha@example.com")).ShouldBeEmpty();
        await ExecuteAsync("""
            truncate bookings, personal_keys;
            insert into bookings select * from kept_bookings;
            insert into personal_keys select * from kept_keys;
            drop table kept_bookings, kept_keys
            """);
        Emails(await RunAsync("export --email asha@example.com")).Length.ShouldBe(1);
        (await RunAsync("reapply")).Output.ShouldBe(
            "People in the record of erasures: 1. Bookings that were theirs again and are not now: 1.\n");

        Emails(await RunAsync("export --email asha@example.com")).ShouldBeEmpty();
        Emails(await RunAsync("export --email bo@example.com")).ShouldBe(["bo@example.com"]);
        (await RunAsync("erase --email asha")).ShouldBeOneLine().ShouldContain("--email must be an e-mail address");
        (await UsherAsync("audit")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Production_wants_a_ring_that_lies_outside_of_its_data()
    {
        var (data, inside) = (Path.Combine(_folder, "data"), Path.Combine(_folder, "data", "keyring.json"));
        foreach (var (ring, problem) in new[]
        {
            ("", "Privacy__KeyRing is not set"), (inside, "within Data__Directory"),
            (RingPath, "there is no such file. 'usher privacy add-key' makes it."),
        })
        {
            await using var server = UsherProcess.Start(
                connectionString: null,
                new Dictionary<string, string> { ["Privacy__KeyRing"] = ring, ["Auth__AdminKey"] = AdminKey },
                "serve", "--environment", "Production", "--urls", "http://127.0.0.1:0", $"--Data:Directory={data}");
            (await server.WaitAsync()).ShouldBeOneLine().ShouldContain(problem);
            Directory.Exists(data).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task After_a_whole_run_neither_the_log_nor_a_dump_has_an_address_or_a_note()
    {
        await ForgetRingAsync();
        await RunAsync("add-key");
        await using var server = UsherProcess.Start(
            database.ConnectionString,
            new Dictionary<string, string>
            {
                ["Privacy__KeyRing"] = RingPath,
                ["Auth__AdminKey"] = AdminKey,
                ["Logging__LogLevel__Default"] = "Debug",
            },
            "serve", "--urls", "http://127.0.0.1:0");
        var url = new Uri(await server.ReadAfterAsync("Usher sells seats on "));
        await UseAsync(url);
        server.Signal("TERM");
        var said = await server.WaitAsync();
        await RunAsync("export --email zqzq-page@example.com");
        await RunAsync("erase --email zqzq-cancelled@example.com");

        said.Output.ShouldNotContain("zqzq-");
        said.Errors.ShouldNotContain("zqzq-");
        said.Code.ShouldBe(0, said.Errors);
        var dump = await DumpAsync();
        dump.ShouldContain("COPY public.bookings");
        dump.ShouldNotContain("zqzq-");
        // Nor as bytes, as pg_dump writes bytea.
        dump.ShouldNotContain(Convert.ToHexStringLower("zqzq-"u8));
        // Nor what its sessions and links are made with.
        dump.ShouldContain("<sealed>");
        dump.ShouldNotContain("masterKey");
    }

    // What buyers and staff do with addresses, each in one way or another.
    private async Task UseAsync(Uri url)
    {
        var show = await TestEngine.CreateShowAsync(DataOf(), seats: 20, seatsPerPersonMax: 10);
        using var organiser = new Organiser(url);
        var key = ("X-Api-Key", AdminKey);
        (await organiser.SignInAsync(AdminKey)).ShouldRedirect();
        var api = (await organiser.Http.BookAsync(show, [1], "zqzq-api@example.com", "key")).Field("booking_id");
        await organiser.Http.BookAsync(show, [1], "zqzq-refused@example.com");
        await organiser.Http.PostNothingAsync($"/api/bookings/{api}/confirm");
        var page = (await organiser.Http.BookAsync(show, [2], email: null)).Field("booking_id");
        (await organiser.Http.PostFormAsync($"/bookings/{page}/confirm", [("email", "zqzq-wrong")])).Status
            .ShouldBe(HttpStatusCode.BadRequest);
        (await organiser.Http.PostFormAsync($"/bookings/{page}/confirm", [("email", "zqzq-page@example.com")]))
            .ShouldRedirect();
        var cancelled = (await organiser.Http.BookAsync(show, [3], "zqzq-cancelled@example.com")).Field("booking_id");
        await organiser.Http.PostJsonAsync(
            $"/api/admin/bookings/{cancelled}/cancel",
            """{ "reason": "zqzq-note Asha rang", "public_reason": "zqzq-reason" }""", key,
            ("Idempotency-Key", "cancel"));
        (await organiser.OpenAsync($"/desk/bookings/{cancelled}")).Text.ShouldContain("zqzq-note");
        (await organiser.Http.GetAnswerAsync($"/api/bookings/{cancelled}")).Text.ShouldContain("zqzq-reason");
        (await organiser.PostAsync(
            $"/desk/bookings/{page}/cancel", ("reason", "zqzq-note"), ("public_reason", "zqzq-reason")))
            .ShouldRedirect();
        var blocked = $"/api/admin/shows/{show}";
        await organiser.Http.PostJsonAsync(
            $"{blocked}/block", """{ "seat_numbers": [8, 9], "reason": "zqzq-note" }""", key,
            ("Idempotency-Key", "block"));
        await organiser.Http.PostJsonAsync(
            $"{blocked}/unblock", """{ "seat_numbers": [9], "reason": "zqzq-note" }""", key);
        (await organiser.Http.GetAnswerAsync("/api/admin/audit", key)).Text.ShouldContain("zqzq-note");
        var found = (await organiser.Http.PostFormAsync("/desk/bookings", [("q", "zqzq-api@example.com")]))
            .ShouldRedirect();
        (await organiser.OpenAsync(found)).Text.ShouldContain("zqzq-api@example.com");
        await organiser.OpenAsync($"/desk/bookings?show={show}");
        (await organiser.Http.GetAnswerAsync("/desk/bookings.csv")).Text.ShouldContain("zqzq-page@example.com");
        await organiser.Http.PostJsonAsync("/api/bookings", """{ "user_email": "zqzq-broken@example.com" """);
        (await organiser.Http.PostJsonAsync(
            "/api/admin/privacy/export", """{ "email": "zqzq-api@example.com" }""", key)).Status
            .ShouldBe(HttpStatusCode.OK);
        (await organiser.Http.PostJsonAsync(
            "/api/admin/privacy/erase", """{ "email": "zqzq-gone@example.com" }""", key, ("Idempotency-Key", "erase")))
            .Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<string> DumpAsync()
    {
        var binaries = await PostgresBinaries.FindAsync(null, _folder, version: null, CancellationToken.None);
        var program = binaries.Program("pg_dump");
        Assert.SkipUnless(File.Exists(program), "This PostgreSQL comes without pg_dump.");
        var to = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var start = new ProcessStartInfo(program, [to.Database!])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGHOST"] = to.Host;
        start.Environment["PGPORT"] = $"{to.Port}";
        start.Environment["PGUSER"] = to.Username;
        start.Environment["PGPASSWORD"] = to.Password;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var dump = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return dump;
    }

    private static string[] Emails(UsherExit export)
    {
        export.Code.ShouldBe(0, export.Errors);
        return
        [
            .. JsonDocument.Parse(export.Output).RootElement.GetProperty("bookings").EnumerateArray()
                .Select(booking => booking.GetProperty("user_email").GetString()!),
        ];
    }

    private Engine.Database.DataSources DataOf() =>
        database.DataSources with { Keys = new KeyRingFile(RingPath).Read() };

    private async Task BookAsync(ShowId show, int seat, string email)
    {
        await using var engine = new TestEngine(DataOf());
        (await engine.BookAsync(new BookRequest(show, email, [seat]))).ShouldBeOfType<BookOutcome.Held>();
    }

    private Task<UsherExit> RunAsync(string arguments) => UsherAsync($"privacy {arguments}");

    private async Task<UsherExit> UsherAsync(string arguments)
    {
        await using var process = UsherProcess.Start(
            database.ConnectionString, new Dictionary<string, string> { ["Privacy__KeyRing"] = RingPath },
            arguments.Split(' '));
        return await process.WaitAsync();
    }

    // Each test has a ring of its own.
    private Task ForgetRingAsync() => ExecuteAsync("""
        truncate key_ring_keys, personal_keys, bookings, booking_events, bookings_by_person, idempotency_keys, seats,
            secrets, data_protection_keys;
        delete from shows
        """);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

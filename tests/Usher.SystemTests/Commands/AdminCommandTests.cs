using System.Net;
using Usher.Testing;

namespace Usher.SystemTests.Commands;

public sealed class AdminCommandTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Password = "vermilion-otter-41-quays";

    [Fact]
    public async Task Without_its_own_key_a_server_serves_the_operator_that_the_command_made()
    {
        var made = await CreateAsync("olga@example.com", "OPERATOR", Password);
        (made.Code, made.Output).ShouldBe((0, "olga@example.com can sign in as OPERATOR.\n"));
        var again = await CreateAsync("Olga@Example.com", "STAFF", Password);
        again.Code.ShouldBe(1);
        again.ErrorLines.ShouldHaveSingleItem().ShouldContain("somebody has the e-mail address");
        (await CreateAsync("weak@example.com", "STAFF", "password1234")).ShouldBeOneLine().ShouldContain(
            "the password consists of common words");
        (await CreateAsync("none@example.com", "STAFF", "")).ShouldBeOneLine().ShouldContain("standard input is empty");
        (await CreateAsync("bo@example.com", "STAFF", Password)).Code.ShouldBe(0);

        var list = (await RunAsync("admin list")).Output;
        list.ShouldMatch(@"OPERATOR\s+active\s.*olga@example\.com\s+olga");
        list.ShouldMatch(@"STAFF\s+active\s.*bo@example\.com\s+bo");
        var last = await RunAsync("admin disable --email olga@example.com");
        last.Code.ShouldBe(1);
        last.ErrorLines.ShouldHaveSingleItem().ShouldContain("is the last OPERATOR who can sign in");
        (await RunAsync("admin disable --email nobody@example.com")).ShouldBeOneLine().ShouldContain("nobody has");

        await using var server = UsherProcess.Start(
            database.ConnectionString, "serve", "--environment", "Production", "--urls", "http://127.0.0.1:0");
        var url = new Uri(await server.ReadAfterAsync("Usher sells seats on "));
        using var olga = new Organiser(url);
        using var bo = new Organiser(url);
        (await olga.SignInAsPersonAsync("olga@example.com", Password)).ShouldRedirect().ShouldBe("/desk");
        (await bo.SignInAsPersonAsync("bo@example.com", Password)).ShouldRedirect();
        await bo.OpenAsync("/desk/bookings");

        (await RunAsync("admin disable --email bo@example.com")).Output.ShouldBe("bo@example.com is disabled.\n");
        await Task.Delay(TimeSpan.FromSeconds(5));
        (await bo.Http.GetPageAsync("/desk/bookings")).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await RunAsync("admin enable --email bo@example.com")).Code.ShouldBe(0);

        var link = (await RunAsync("admin reset-link --email bo@example.com")).Output.Trim();
        link.ShouldMatch("^http://localhost:8080/desk/join#[A-Za-z0-9_-]{43}$");
        const string chosen = "granite-mandolin-7-umbrella";
        (await bo.Http.PostFormAsync("/desk/join", [("code", link), ("password", chosen), ("repeat", chosen)]))
            .ShouldRedirect();
        (await bo.SignInAsPersonAsync("bo@example.com", chosen)).ShouldRedirect().ShouldBe("/desk");
    }

    private Task<UsherExit> CreateAsync(string email, string role, string password) => UsherProcess.RunWithInputAsync(
        database.ConnectionString, password.Length > 0 ? password + "\n" : "", "admin", "create", "--email", email,
        "--role", role);

    private Task<UsherExit> RunAsync(string arguments) =>
        UsherProcess.RunAsync(database.ConnectionString, arguments.Split(' '));
}

using System.Net;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Http;

/// <summary>Everybody may know whether the server is ready. Why it is not is for those who run it.</summary>
public sealed class OperatorAccessTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Ready = "/health/ready";

    private static readonly (string, string) Proxied = ("X-Forwarded-For", "203.0.113.9");

    [Fact]
    public async Task Only_this_machine_and_an_operator_learn_why_it_is_not_ready()
    {
        await using var server = await TestServer.StartAsync(database, ("Auth:AdminKey", TestApi.AdminKey));
        await ExecuteAsync("update schema_migrations set checksum = reverse(checksum) where number = 1");
        try
        {
            (await server.Http.GetAnswerAsync(Ready)).Field("reason").ShouldContain("0001_bookings");
            foreach (var mark in (string[])["X-Forwarded-For", "X-Original-For", "Forwarded", "Via", "X-Real-IP"])
            {
                (await server.Http.GetAnswerAsync(Ready, (mark, "203.0.113.9"))).ShouldTellNothing();
            }

            (await server.Http.GetAnswerAsync(Ready, Proxied, ("X-Api-Key", "wrong-and-long-enough")))
                .ShouldTellNothing();
            (await server.Http.GetAnswerAsync(Ready, Proxied, ("X-Api-Key", TestApi.AdminKey)))
                .Field("reason").ShouldContain("0001_bookings");
        }
        finally
        {
            await ExecuteAsync("update schema_migrations set checksum = reverse(checksum) where number = 1");
        }
    }

    [Fact]
    public async Task Other_roles_learn_no_more_than_strangers()
    {
        await using var server = await TestServer.StartAsync(database, ("Auth:AdminKey", TestApi.AdminKey));
        var key = (await server.MakeKeyAsync(Role.Admin)).Secret;
        await ExecuteAsync("update schema_migrations set checksum = reverse(checksum) where number = 1");
        try
        {
            (await server.Http.GetAnswerAsync(Ready, Proxied, ("X-Api-Key", key))).ShouldTellNothing();
        }
        finally
        {
            await ExecuteAsync("update schema_migrations set checksum = reverse(checksum) where number = 1");
        }
    }

    [Fact]
    public async Task Ready_is_one_word_for_everybody()
    {
        await using var server = await TestServer.StartAsync(database, ("Auth:AdminKey", TestApi.AdminKey));

        (await server.Http.GetAnswerAsync(Ready)).Text.ShouldBe("""{"status":"ready"}""");
        (await server.Http.GetAnswerAsync(Ready, Proxied)).Text.ShouldBe("""{"status":"ready"}""");
    }

    // The port that everybody uses is said to be the operators' here, so that one server shows both.
    [Fact]
    public async Task An_address_for_operators_answers_nothing_but_health()
    {
        var port = LocalPort.Free();
        await using var server = await TestServer.StartAtAsync(
            database, $"http://127.0.0.1:{port}", ("Http:OperatorUrls", $"http://127.0.0.1:{port}"),
            ("Auth:AdminKey", TestApi.AdminKey));

        // What compares answers with the API's description cannot read it here.
        using var http = new HttpClient();
        http.BaseAddress = server.Http.BaseAddress;

        (await http.GetAnswerAsync("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
        (await http.GetAnswerAsync(Ready, Proxied)).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var path in (string[])["/", "/api/shows", "/desk", "/healthy", "/api/admin/shows", "/docs"])
        {
            (await http.GetAnswerAsync(path, ("X-Api-Key", TestApi.AdminKey))).Status
                .ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Theory]
    [InlineData("https://127.0.0.1:9090")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("127.0.0.1:9090")]
    [InlineData("http://unix:/tmp/x.sock")]
    [InlineData("http://127.0.0.1:9090/metrics")]
    [InlineData("http://127.0.0.1:9090;nonsense")]
    public async Task What_is_no_address_with_a_port_is_refused_at_the_start(string urls) =>
        (await Should.ThrowAsync<OptionsValidationException>(
            () => TestServer.StartAsync(database, ("Http:OperatorUrls", urls))))
            .Failures.ShouldHaveSingleItem().ShouldStartWith($"Http__OperatorUrls is '{urls}'; it must be addresses");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

internal static class HealthAnswers
{
    public static void ShouldTellNothing(this Answer answer) =>
        (answer.Status, answer.Text).ShouldBe((HttpStatusCode.ServiceUnavailable, """{"status":"not_ready"}"""));
}

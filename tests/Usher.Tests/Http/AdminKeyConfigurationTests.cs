using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Usher.Http.Security;
using Usher.Server.Hosting;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class AdminKeyConfigurationTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Show = """{ "name": "A", "start_time": "2999-01-01T20:00:00Z", "total_seats": 1 }""";

    [Fact]
    public async Task In_development_without_a_key_one_is_made_that_opens_the_organisers_calls()
    {
        await using var server = await TestServer.StartAsync(database);
        var key = (await server.Services.GetRequiredService<AdminKey>().TellAsync(CancellationToken.None))!;

        (await CreateAsync()).ShouldBeProblem(HttpStatusCode.Unauthorized, "admin-key-required");
        (await CreateAsync(("X-Api-Key", "anything"))).ShouldBeProblem(
            HttpStatusCode.Unauthorized, "admin-key-required");
        // A page of another site, and a name that leads to this machine, cannot bring it.
        (await CreateAsync(("Host", "rebound.example"))).ShouldBeProblem(
            HttpStatusCode.Unauthorized, "admin-key-required");
        var created = await CreateAsync(("X-Api-Key", key));
        created.Status.ShouldBe(HttpStatusCode.Created);

        var booked = await server.Http.BookAsync(created.Json.GetProperty("id").GetInt64(), [1]);
        var path = "/api/bookings/" + booked.Field("booking_id");
        (await server.Http.GetAnswerAsync(path, ("X-Api-Key", "anything"))).Field("user_email")
            .ShouldBe("a***@example.com");
        (await server.Http.GetAnswerAsync(path, ("X-Api-Key", key))).Field("user_email").ShouldBe("asha@example.com");

        Task<Answer> CreateAsync(params (string, string)[] headers) =>
            server.Http.PostJsonAsync("/api/admin/shows", Show, headers);
    }

    [Fact]
    public async Task A_weak_key_is_refused_in_development_too()
    {
        var refusal = await Should.ThrowAsync<OptionsValidationException>(
            () => TestServer.StartAsync(database, ("Auth:AdminKey", "aaaaaaaaaaaaaaaa")));

        refusal.Failures.ShouldHaveSingleItem().ShouldBe(
            "Auth:AdminKey has too few different characters: it needs at least 8. Choose one that is hard to guess: "
            + "set Auth__AdminKey in the environment, for example to the output of 'usher admin key'.");
    }

    [Theory]
    [InlineData("http://localhost:8080", false)]
    [InlineData("http://127.0.0.1:0", false)]
    [InlineData("http://[::1]:8080", false)]
    [InlineData("http://unix:/run/usher.sock", false)]
    [InlineData("http://0.0.0.0:8080", true)]
    [InlineData("http://[::]:8080", true)]
    [InlineData("http://*:8080", true)]
    [InlineData("http://192.0.2.1:8080", true)]
    [InlineData("http://tickets.example:8080", true)]
    public void Every_address_but_this_machines_own_is_open_to_strangers(string url, bool isOpen) =>
        Welcome.ListensToStrangers(url).ShouldBe(isOpen);

    [Theory]
    [InlineData(null, "is not set, and nobody is an OPERATOR yet")]
    [InlineData("", "is not set, and nobody is an OPERATOR yet")]
    [InlineData("fifteen-letters", "is too short")]
    public async Task Outside_development_the_server_does_not_start_without_a_good_key(string? key, string reason)
    {
        (string, string)[] settings = key is null ? [] : [("Auth:AdminKey", key)];

        var refusal = await Should.ThrowAsync<OptionsValidationException>(
            () => TestServer.StartAsync(database.DataSources, "Production", EngineClock.Database, settings));

        refusal.Message.ShouldContain("Auth:AdminKey " + reason);
        refusal.Message.ShouldContain("set Auth__AdminKey");
    }

    [Fact]
    public async Task Outside_development_the_key_opens_the_organisers_calls()
    {
        await using var server = await TestServer.StartAsync(
            database.DataSources, "Production", EngineClock.Database, ("Auth:AdminKey", "sixteen-letters!"));

        (await server.Http.PostJsonAsync("/api/admin/shows", Show)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Http.PostJsonAsync("/api/admin/shows", Show, ("X-Api-Key", "sixteen-letters!")))
            .Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_limit_out_of_its_range_is_refused_by_name()
    {
        var refusal = await Should.ThrowAsync<OptionsValidationException>(
            () => TestServer.StartAsync(database, ("Http:ConnectionsMax", "0")));

        refusal.Message.ShouldContain("ConnectionsMax");
    }

    [Fact]
    public async Task Watchers_who_would_take_every_connection_are_refused_by_name()
    {
        var refusal = await Should.ThrowAsync<OptionsValidationException>(
            () => TestServer.StartAsync(database, ("Http:ConnectionsMax", "12000")));

        refusal.Message.ShouldContain(
            "Live__SubscribersMax is 12000; it must be less than Http__ConnectionsMax, 12000");
    }
}

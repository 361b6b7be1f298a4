using System.Net;
using Microsoft.Extensions.Options;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class AdminKeyConfigurationTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Show = """{ "name": "A", "start_time": "2999-01-01T20:00:00Z", "total_seats": 1 }""";

    [Fact]
    public async Task In_development_without_a_key_the_organisers_calls_are_open_but_emails_stay_masked()
    {
        await using var server = await TestServer.StartAsync(database);
        var created = await server.Http.PostJsonAsync("/api/admin/shows", Show);
        var booked = await server.Http.BookAsync(created.Json.GetProperty("id").GetInt64(), [1]);

        var seen = await server.Http.GetAnswerAsync(
            "/api/bookings/" + booked.Field("booking_id"), ("X-Api-Key", "anything"));

        created.Status.ShouldBe(HttpStatusCode.Created);
        seen.Field("user_email").ShouldBe("a***@example.com");
    }

    [Theory]
    [InlineData(null, "is not set")]
    [InlineData("", "is not set")]
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

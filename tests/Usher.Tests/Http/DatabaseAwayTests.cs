using System.Net;
using Npgsql;
using Usher.Engine.Database;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class DatabaseAwayTests : IAsyncLifetime
{
    private readonly NpgsqlDataSource _nowhere =
        NpgsqlDataSource.Create($"Host={Path.Combine(Path.GetTempPath(), "no-such-socket")};Username=nobody;Timeout=1");

    private TestServer? _server;

    private HttpClient Http => _server!.Http;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(
        new DataSources(_nowhere, _nowhere, TestKeys.Ring), "Development", EngineClock.Database,
        ("Auth:AdminKey", TestApi.AdminKey), ("Bookings:BatchAttemptsMax", "1"));

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        await _nowhere.DisposeAsync();
    }

    [Fact]
    public async Task Every_call_that_needs_the_database_says_when_to_try_again()
    {
        var id = BookingId.Random(new ShowId(1));
        var answers = new[]
        {
            await Http.GetAnswerAsync("/api/shows"),
            await Http.GetAnswerAsync("/api/shows/1"),
            await Http.GetAnswerAsync("/api/shows/1/seats"),
            await Http.BookAsync(1, [1]),
            await Http.BookAsync(1, [1], key: "one"),
            await Http.GetAnswerAsync($"/api/bookings/{id}"),
            await Http.PostNothingAsync($"/api/bookings/{id}/confirm"),
            await Http.PostNothingAsync($"/api/bookings/{id}/cancel"),
            await Http.PostNothingAsync($"/api/bookings/{id}/extend"),
            await Http.PostJsonAsync(
                "/api/admin/shows", """{ "name": "A", "start_time": "2999-01-01T20:00:00Z", "total_seats": 1 }""",
                ("X-Api-Key", TestApi.AdminKey)),
        };

        foreach (var answer in answers)
        {
            answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
            answer.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
            answer.Text.ShouldNotContain("no-such-socket");
        }
    }

    [Fact]
    public async Task What_is_wrong_or_unknown_by_itself_is_told_all_the_same()
    {
        (await Http.BookAsync(1, [])).ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        (await Http.GetAnswerAsync("/api/bookings/7")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-booking");
    }

    [Fact]
    public async Task The_process_is_live_but_not_ready()
    {
        (await Http.GetAnswerAsync("/health/live")).Text.ShouldBe("""{"status":"live"}""");
        var ready = await Http.GetAnswerAsync("/health/ready");
        ready.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        ready.Text.ShouldBe("""{"status":"not_ready","reason":"The database does not respond."}""");
    }
}

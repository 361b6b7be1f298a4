using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Usher.Engine.Database;
using Usher.Server.Demo;
using Usher.Testing;

namespace Usher.Tests.Database;

/// <summary>
/// One piece of work has one connection. Beside the batch worker's there is one single connection here, so whoever
/// holds it and asks for another waits for itself, and fails.
/// </summary>
public sealed class OneConnectionTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(postgres);
    private NpgsqlDataSource? _pool;
    private TestServer? _server;

    private HttpClient Http => _server!.Http;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _pool = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            MaxPoolSize = 2,
            Timeout = 5,
        });
        _server = await TestServer.StartAsync(
            new DataSources(_pool, _pool, TestKeys.Ring), "Development", EngineClock.Database,
            ("Auth:AdminKey", TestApi.AdminKey),
            ("Bookings:BatchWorkers", "1"));
    }

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_pool?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Every_route_does_with_one()
    {
        var (show, booking) = await PutOnSaleAsync();

        foreach (var (method, path) in RouteWalk.Of(_server!, show, booking))
        {
            foreach (var accept in (string[])["text/html", "application/json"])
            {
                var answer = await Http.CallAsync(
                    method, path, content: null, ("Accept", accept), ("X-Api-Key", TestApi.AdminKey));
                answer.Status.ShouldNotBe(HttpStatusCode.ServiceUnavailable, $"{method} {path}: {answer.Text}");
            }
        }
    }

    [Fact]
    public async Task The_demo_does_with_one() => await Should.NotThrowAsync(
        ActivatorUtilities.CreateInstance<DemoShows>(_server!.Services).CreateAsync(CancellationToken.None));

    [Fact]
    public async Task Every_write_of_an_organiser_does_with_one()
    {
        var plan = (await SendAsync("POST", "/api/admin/plans?name=Hall", Hall, HttpStatusCode.Created, "text/csv"))
            .Field("id")!;
        await SendAsync(
            "POST", $"/api/admin/plans/{plan}/versions?name=Hall", Hall, HttpStatusCode.Created, "text/csv");
        var show = (await SendAsync(
            "POST", "/api/admin/shows",
            $$"""{ "name": "A", "start_time": "2999-01-01T20:00:00Z", "plan_id": {{plan}} }""",
            HttpStatusCode.Created)).Field("id")!;
        await SendAsync(
            "PUT", $"/api/admin/shows/{show}/prices",
            """{ "currency": "EUR", "prices": [{ "category": "All", "amount": 500 }] }""", HttpStatusCode.OK);
        await SendAsync("PUT", $"/api/admin/shows/{show}/plan", """{ "version": 1 }""", HttpStatusCode.OK);
        await SendAsync("PATCH", $"/api/admin/shows/{show}", """{ "name": "B" }""", HttpStatusCode.OK);
        await SendAsync(
            "POST", $"/api/admin/shows/{show}/block", """{ "seat_numbers": [1] }""", HttpStatusCode.OK);
        await SendAsync(
            "POST", $"/api/admin/shows/{show}/unblock", """{ "seat_numbers": [1] }""", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Forms_at_the_desk_do_with_one_however_often_they_are_sent_at_once()
    {
        using var organiser = new Organiser(Http.BaseAddress!);
        (await organiser.SignInAsync(TestApi.AdminKey)).ShouldRedirect();
        var check = await organiser.PrepareShowAsync();

        var clicks = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => organiser.PostAsync(check)));

        // All of them make the one show.
        clicks.Select(click => click.ShouldRedirect()).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
    }

    private const string Hall = "section,row,seat,x,y,category\nMain,A,1,0,0,All\nMain,A,2,25,0,All\n";

    private async Task<(ShowId Show, string Booking)> PutOnSaleAsync()
    {
        var show = await _server!.CreateShowAsync();
        return (show.Id, (await Http.BookAsync(show.Id, [1])).Field("booking_id")!);
    }

    private async Task<Answer> SendAsync(
        string method, string path, string body, HttpStatusCode status, string type = "application/json")
    {
        // With a key a write has more to do in its transaction.
        var answer = await Http.CallAsync(
            new HttpMethod(method), path, new StringContent(body, System.Text.Encoding.UTF8, type),
            ("X-Api-Key", TestApi.AdminKey), ("Idempotency-Key", Guid.NewGuid().ToString()));
        answer.Status.ShouldBe(status, $"{method} {path}: {answer.Text}");
        return answer;
    }
}

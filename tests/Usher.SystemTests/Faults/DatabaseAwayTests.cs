using System.Net;

namespace Usher.SystemTests.Faults;

/// <summary>A database of somebody else's care that is stopped for a while.</summary>
[Collection(nameof(FaultCollection))]
public sealed class DatabaseAwayTests
{
    private static readonly TimeSpan SomeLoad = TimeSpan.FromMilliseconds(700);

    [Fact]
    public async Task While_the_database_is_stopped_buyers_are_told_when_to_come_back_and_then_are_served()
    {
        await using var postgres = new OwnPostgres();
        await using var database = await postgres.Folder.StartAsync();
        await using var arena = await Arena.OpenAsync(
            () => database.ConnectionString, seed: 1, new SupervisedServer(database.ConnectionString, []));
        using var http = new HttpClient();
        foreach (var mode in new[] { "fast", "immediate" })
        {
            await Task.Delay(SomeLoad);
            await postgres.Folder.ControlAsync("stop", "-m", mode);

            var reply = await arena.AskOnceAsync();
            reply.Status.ShouldBe(503, reply.Text);
            reply.HasRetryAfter.ShouldBeTrue();
            (await http.GetAsync(new Uri(arena.Servers[0].Url, "/health/ready"))).StatusCode
                .ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await http.GetAsync(new Uri(arena.Servers[0].Url, "/health/live"))).StatusCode
                .ShouldBe(HttpStatusCode.OK);

            await Task.Delay(SomeLoad);
            await arena.SufferAsync("database stopped", postgres.StartAsync);
        }

        arena.Servers[0].Exits.ShouldBeEmpty();
        await arena.ProveAsync();
    }
}

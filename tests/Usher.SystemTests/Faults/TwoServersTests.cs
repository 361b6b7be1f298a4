using Usher.Testing;

namespace Usher.SystemTests.Faults;

/// <summary>Two servers on one database, as behind a balancer.</summary>
[Collection(nameof(FaultCollection))]
public sealed class TwoServersTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly TimeSpan SomeLoad = TimeSpan.FromMilliseconds(1_000);

    private readonly TestDatabase _database = new(postgres);

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task One_that_is_killed_leaves_the_other_selling_and_nothing_half_done()
    {
        await using var arena = await OpenAsync([], []);
        foreach (var server in arena.Servers)
        {
            await Task.Delay(SomeLoad);
            await arena.SufferAsync("one of two servers killed", server.KillAsync);
        }

        await Task.Delay(SomeLoad);
        await arena.ProveAsync();
    }

    [Fact]
    public async Task A_clock_that_is_an_hour_fast_or_slow_ends_no_hold_early_and_keeps_none_for_longer()
    {
        await using var arena = await OpenAsync(WrongClock.By("+1h"), WrongClock.By("-1h"));
        using var http = new HttpClient();
        var dates = await Task.WhenAll(arena.Servers.Select(server => http.GetAsync(server.Url)));
        var apart = dates[0].Headers.Date!.Value - dates[1].Headers.Date!.Value;
        apart.ShouldBeInRange(TimeSpan.FromMinutes(110), TimeSpan.FromMinutes(130), "the clocks are not wrong at all");
        var show = await arena.PutOnSaleAsync(seats: 1, holdSeconds: 2);

        // Whichever server it meets: held now, for sale when the database's two seconds are over.
        foreach (var buyer in new[] { "first", "second" })
        {
            var key = KeyNames.KeyOf(buyer);
            var purchase = arena.Crowd.Add(new Purchase($"{buyer}@example.com", show.Id, [1], key));
            while ((await arena.Client.BookAsync(purchase)).Status != 201)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
            }
        }

        // That no hold of the crowd's ended before its time either is part of the proof.
        await arena.ProveAsync();
    }

    private Task<Arena> OpenAsync(Dictionary<string, string> one, Dictionary<string, string> other) => Arena.OpenAsync(
        () => _database.ConnectionString, seed: 1,
        new SupervisedServer(_database.ConnectionString, one),
        new SupervisedServer(_database.ConnectionString, other));
}

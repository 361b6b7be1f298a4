using Npgsql;
using Usher.Testing;

namespace Usher.SystemTests.Faults;

/// <summary>A server that is asked to end while everybody buys.</summary>
[Collection(nameof(FaultCollection))]
public sealed class DrainTests(TestPostgres postgres) : IAsyncLifetime
{
    private const int SeatsWanted = 40;

    private static readonly TimeSpan SomeLoad = TimeSpan.FromMilliseconds(700);

    private readonly TestDatabase _database = new(postgres);

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Asked_to_end_under_load_it_answers_what_is_under_way_and_ends_well()
    {
        // Whoever waits for a lock that we hold would be refused after a while.
        var server = new SupervisedServer(_database.ConnectionString, [], "--Bookings:QueueMillisecondsMax=60000");
        await using var arena = await Arena.OpenAsync(() => _database.ConnectionString, seed: 1, server);
        var show = await arena.PutOnSaleAsync(SeatsWanted, holdSeconds: 60);
        var purchases = Enumerable.Range(1, SeatsWanted)
            .Select(seat => arena.Crowd.Add(new Purchase($"seat{seat}@example.com", show.Id, [seat], key: null)))
            .ToList();
        Task<Reply[]> asked;
        Task<UsherExit> ending;
        await using (var connection = await _database.DataSource.OpenConnectionAsync())
        await using (await HoldUpAsync(connection, show.Id))
        {
            asked = Task.WhenAll(purchases.Select(purchase => arena.Client.BookAsync(purchase)));
            await _database.UntilSomebodyWaitsAsync();
            // The others wait behind that one, inside the server.
            await Task.Delay(SomeLoad);
            ending = server.StopAsync();
            await UntilNobodyIsServedAsync(arena);
        }

        // On a busy machine some are refused at once; they too have heard what became of them.
        (await asked).ShouldAllBe(reply => !reply.IsOpen);
        (await asked).ShouldContain(reply => reply.Status == 201);
        (await ending).Code.ShouldBe(0);
        await arena.ProveAsync();
    }

    private static async Task<NpgsqlTransaction> HoldUpAsync(NpgsqlConnection connection, long show)
    {
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            $"select from seats where show_id = {show} for update", connection, transaction);
        await command.ExecuteNonQueryAsync();
        return transaction;
    }

    private static async Task UntilNobodyIsServedAsync(Arena arena)
    {
        while ((await arena.AskOnceAsync()).Status is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}

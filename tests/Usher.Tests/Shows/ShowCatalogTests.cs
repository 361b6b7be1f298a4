using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Tests.Support;

namespace Usher.Tests.Shows;

public sealed class ShowCatalogTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crowd_that_asks_for_one_show_at_once_costs_the_database_one_reading(bool isKnownOfOld)
    {
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var time = new TestTime();
        var options = Options.Create(new EngineOptions());
        var plans = new PlanCatalog(new SeatingPlanStore(database.DataSources), options);
        var catalog = new ShowCatalog(database.DataSources, plans, options, time);
        if (isKnownOfOld)
        {
            await catalog.FindAsync(show, default);
            time.Advance(TimeSpan.FromSeconds(options.Value.ShowTermsSeconds));
        }

        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var lockShows = new NpgsqlCommand("lock table shows in access exclusive mode", connection);
            await lockShows.ExecuteNonQueryAsync();
            var asked = Enumerable.Range(0, 50).Select(_ => catalog.FindAsync(show, default).AsTask()).ToArray();
            await UntilAsync(async () => await ReadingsAsync() > 0);
            // Whoever else would read has had time to begin.
            await Task.Delay(200);

            (await ReadingsAsync()).ShouldBe(1);
            asked.ShouldAllBe(one => !one.IsCompleted);
            await transaction.CommitAsync();
            (await Task.WhenAll(asked).WaitAsync(Patience)).ShouldAllBe(terms => terms!.Id == show);
        }

        catalog.FindAsync(show, default).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }

    // Not within the transaction: there the activity would stand still from the first look on.
    private async Task<long> ReadingsAsync()
    {
        await using var count = database.DataSource.CreateCommand("""
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query like '%from shows where id%'
            """);
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}

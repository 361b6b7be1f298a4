using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Testing;

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
        var catalog = CreateCatalog(time);
        if (isKnownOfOld)
        {
            await catalog.FindAsync(show, default);
            time.Advance(TimeSpan.FromSeconds(new ShowTermsOptions().ShowTermsSeconds));
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

    [Fact]
    public async Task Shows_that_are_asked_for_during_a_reading_are_read_together_with_the_next()
    {
        var shows = new ShowId[5];
        for (var i = 0; i < shows.Length; i++)
        {
            shows[i] = await TestEngine.CreateShowAsync(database.DataSources, seats: 10 + i);
        }

        var catalog = CreateCatalog(new TestTime());
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var lockShows = new NpgsqlCommand("lock table shows in access exclusive mode", connection);
            await lockShows.ExecuteNonQueryAsync();
            var first = catalog.FindAsync(shows[0], default).AsTask();
            var rest = shows[1..].Select(show => catalog.FindAsync(show, default).AsTask()).ToArray();
            var none = catalog.FindAsync(new ShowId(shows[^1].Value + 1_000), default).AsTask();
            catalog.Readings.ShouldBe(1);
            await transaction.CommitAsync();

            (await first.WaitAsync(Patience))!.TotalSeats.ShouldBe(10);
            (await Task.WhenAll(rest).WaitAsync(Patience)).Select(terms => terms!.TotalSeats)
                .ShouldBe([11, 12, 13, 14]);
            (await none.WaitAsync(Patience)).ShouldBeNull();
        }

        catalog.Readings.ShouldBe(2);
        shows.ShouldAllBe(show => catalog.FindAsync(show, default).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_reading_that_fails_fails_for_all_who_waited_and_the_next_who_asks_reads_anew()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody");
        var data = new DataSources(nowhere, nowhere, TestKeys.Ring);
        var plans = new PlanCatalog(new SeatingPlanStore(data), Options.Create(new SeatingPlanOptions()));
        var catalog = new ShowCatalog(
            data, plans, Options.Create(new ShowTermsOptions()), Options.Create(new ShowTimeOptions()), new TestTime());

        for (var i = 1; i <= 2; i++)
        {
            var before = catalog.Readings;
            var asked = Enumerable.Range(1, 20)
                .Select(show => catalog.FindAsync(new ShowId(show), default).AsTask()).ToArray();
            foreach (var one in asked)
            {
                await Should.ThrowAsync<NpgsqlException>(() => one.WaitAsync(Patience));
            }

            catalog.Readings.ShouldBeGreaterThan(before);
        }
    }

    private ShowCatalog CreateCatalog(TimeProvider time)
    {
        var plans = new PlanCatalog(
            new SeatingPlanStore(database.DataSources), Options.Create(new SeatingPlanOptions()));
        return new ShowCatalog(
            database.DataSources, plans, Options.Create(new ShowTermsOptions()), Options.Create(new ShowTimeOptions()),
            time);
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

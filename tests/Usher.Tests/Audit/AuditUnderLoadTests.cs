using Microsoft.Extensions.Options;
using Usher.Engine.Audit;
using Usher.Testing;

namespace Usher.Tests.Audit;

public sealed class AuditUnderLoadTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Every_snapshot_is_clean_while_buyers_book_confirm_and_cancel()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 30, holdSeconds: 600);
        var audit = new DatabaseAudit(
            database.DataSources, Options.Create(new SweepOptions()), Options.Create(new AuditOptions()));
        using var closing = new CancellationTokenSource();
        var buyers = Enumerable.Range(1, 8).Select(buyer => BuyAsync(engine, show, buyer, closing.Token)).ToList();

        for (var i = 0; i < 10; i++)
        {
            var report = await audit.RunAsync(starting: null, CancellationToken.None);
            report.Findings.SelectMany(finding => finding.Violations).ShouldBeEmpty();
        }

        await closing.CancelAsync();
        (await Task.WhenAll(buyers)).Sum().ShouldBeGreaterThan(0);
    }

    private static async Task<int> BuyAsync(TestEngine engine, ShowId show, int seed, CancellationToken closed)
    {
        var random = new Random(seed);
        var held = 0;
        while (!closed.IsCancellationRequested)
        {
            var first = random.Next(1, 30);
            if (await engine.BookAsync(show, first, first + 1) is Engine.Selling.BookOutcome.Held(var booking))
            {
                held++;
                await (random.Next(10) == 0 ? (Task)engine.ConfirmAsync(booking.Id) : engine.CancelAsync(booking.Id));
            }
        }

        return held;
    }
}

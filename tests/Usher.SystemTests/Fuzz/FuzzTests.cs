using System.Globalization;
using Usher.Testing;

namespace Usher.SystemTests.Fuzz;

public sealed class FuzzTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int SeedDefault = 20261123;
    private const int RequestsDefault = 5000;
    private const int WarmUpRequests = 2000;

    /// <summary>How much more memory the server may hold after the run than after its warm-up.</summary>
    private const double GrowthMax = 1.3;

    // Pools and log files breathe; forgotten connections would be hundreds.
    private const int OpenFilesMoreMax = 30;

    [Fact]
    public async Task Whatever_comes_over_the_wire_is_answered_as_documented_and_the_server_sells_on()
    {
        var ct = TestContext.Current.CancellationToken;
        var seed = Setting("USHER_FUZZ_SEED", SeedDefault);
        var seconds = Setting("USHER_FUZZ_SECONDS", 0);
        await using var server = await FuzzServer.StartAsync(database.ConnectionString);
        var run = new FuzzRun(server, seed);

        await run.RunAsync(WarmUpRequests, ct);
        var warm = await server.SettleAsync(ct);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (seconds > 0)
        {
            time.CancelAfter(TimeSpan.FromSeconds(seconds));
        }

        var requests = seconds > 0 ? int.MaxValue / 2 : RequestsDefault - WarmUpRequests;
        await run.RunBesideSlowClientsAsync(requests, time.Token);
        var end = await server.SettleAsync(ct);

        var report = $"{run.Tally}\n  after warm-up {warm}, at the end {end}";
        if (seconds > 0)
        {
            await Console.Error.WriteLineAsync(report);
        }

        run.Tally.Failed.ShouldBe(0, report);
        foreach (var name in server.Api.Operations.Select(operation => operation.Id)
            .Concat(PageRequests.Routes.Select(route => route.Name)))
        {
            run.Tally.CountOf(name).ShouldBeGreaterThan(0, $"{name} was never asked");
        }

        run.Tally.CountOf($"POST {PageRequests.SignIn}", 303).ShouldBeGreaterThan(0, "nobody was signed in");
        ((double)end.ResidentMebibytes).ShouldBeLessThan(warm.ResidentMebibytes * GrowthMax, report);
        end.OpenFiles.ShouldBeLessThan(warm.OpenFiles + OpenFilesMoreMax, report);
        await server.ShouldStillSellAsync();
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}

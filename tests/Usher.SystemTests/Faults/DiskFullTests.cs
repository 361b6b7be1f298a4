using System.Net;

namespace Usher.SystemTests.Faults;

/// <summary>A disk that is full under load, and has room again later.</summary>
[Collection(nameof(FaultCollection))]
public sealed class DiskFullTests
{
    private static readonly TimeSpan SomeLoad = TimeSpan.FromMilliseconds(700);

    [Fact]
    public async Task With_no_room_for_data_it_sells_nothing_goes_on_showing_and_sells_again_when_there_is_room()
    {
        await using var postgres = new OwnPostgres();
        var disk = await postgres.PutDataOnSmallDiskAsync();

        await FillAsync(postgres, disk, async arena =>
        {
            await UntilTurnedAwayAsync(arena);
            using var http = new HttpClient();
            (await http.GetAsync(new Uri(arena.Servers[0].Url, "/api/shows"))).IsSuccessStatusCode.ShouldBeTrue();
            var ready = await http.GetAsync(new Uri(arena.Servers[0].Url, "/health/ready"));
            ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await ready.Content.ReadAsStringAsync()).ShouldContain("disk is full: ");
        });
    }

    [Fact]
    public async Task With_no_room_for_the_log_PostgreSQL_dies_and_both_are_back_by_themselves_when_there_is_room()
    {
        await using var postgres = new OwnPostgres();
        var disk = await postgres.PutLogOnSmallDiskAsync();

        await FillAsync(postgres, disk, async arena =>
        {
            // What is left of the log's present file would last for a while.
            await arena.TryAskAsync("select pg_switch_wal()");
            await UntilTurnedAwayAsync(arena);
        });
    }

    private static async Task FillAsync(OwnPostgres postgres, SmallDisk disk, Func<Arena, Task> whileFullAsync)
    {
        await using var arena = await Arena.OpenAsync(postgres.FindDatabase, seed: 1, postgres.Serve());
        await Task.Delay(SomeLoad);

        disk.Fill();
        await whileFullAsync(arena);
        await Task.Delay(SomeLoad);
        await arena.SufferAsync("disk full", disk.GiveBackAsync);

        await Task.Delay(SomeLoad);
        arena.Servers[0].Exits.ShouldBeEmpty();
        await arena.ProveAsync();
    }

    private static async Task UntilTurnedAwayAsync(Arena arena)
    {
        var reply = await arena.AskOnceAsync();
        while (reply.Status == 201 || reply.IsNotTaken)
        {
            reply = await arena.AskOnceAsync();
        }

        reply.Status.ShouldBe(503, reply.Text);
        reply.HasRetryAfter.ShouldBeTrue();
    }
}

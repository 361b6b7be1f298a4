using System.Diagnostics;
using System.Globalization;

namespace Usher.SystemTests.Faults;

/// <summary>
/// kill -9 at random moments under load. <c>./test --faults SECONDS --seed N</c> goes on for that long, with a new
/// database and the next seed after every few kills.
/// </summary>
[Collection(nameof(FaultCollection))]
public sealed class KillTests
{
    private const int KillsPerDatabase = 20;
    private const int LoadMillisecondsMin = 200;
    private const int LoadMillisecondsMax = 1_200;

    private enum Victim
    {
        Server,
        Postmaster,
        Session,
        ServerAndPostmaster,
    }

    [Fact]
    public async Task Killing_servers_and_databases_loses_no_booking_and_doubles_no_seat()
    {
        var seed = ReadNumber("USHER_TEST_SEED") ?? 1;
        if (ReadNumber("USHER_FAULTS_SECONDS") is { } seconds)
        {
            await KillForAsync(TimeSpan.FromSeconds(seconds), seed);
        }
        else
        {
            await KillAsync(seed, Enum.GetValues<Victim>());
        }
    }

    private static async Task KillForAsync(TimeSpan duration, int seed)
    {
        var begun = Stopwatch.GetTimestamp();
        var sum = Proof.Nothing;
        for (; Stopwatch.GetElapsedTime(begun) < duration; seed++)
        {
            var luck = new Random(seed);
            var victims = Enum.GetValues<Victim>();
            sum = sum.And(await KillAsync(
                seed, [.. Enumerable.Range(0, KillsPerDatabase).Select(_ => victims[luck.Next(victims.Length)])]));
            await Console.Error.WriteLineAsync($"Faults up to seed {seed}: {sum}");
        }
    }

    private static async Task<Proof> KillAsync(int seed, Victim[] victims)
    {
        var luck = new Random(seed);
        await using var postgres = new OwnPostgres();
        await using var arena = await Arena.OpenAsync(postgres.FindDatabase, seed, postgres.Serve());
        foreach (var victim in victims)
        {
            await Task.Delay(luck.Next(LoadMillisecondsMin, LoadMillisecondsMax));
            await KillAsync(arena, postgres, victim, luck.Next(2) == 0);
            await arena.RenewShowsAsync();
            await arena.AuditAsync();
        }

        return await arena.ProveAsync();
    }

    private static async Task KillAsync(Arena arena, OwnPostgres postgres, Victim victim, bool isServerFirst)
    {
        var server = arena.Servers[0];
        if (victim == Victim.Server)
        {
            await arena.SufferAsync($"{victim}", server.KillAsync);
            return;
        }

        var before = await OwnPostgres.IncarnationAsync(arena);
        await arena.SufferAsync(
            $"{victim}",
            victim switch
            {
                Victim.Postmaster => postgres.KillPostmasterAsync,
                Victim.Session => () => OwnPostgres.KillSessionAsync(arena),
                _ when isServerFirst => () => Task.WhenAll(server.KillAsync(), postgres.KillPostmasterAsync()),
                _ => () => Task.WhenAll(postgres.KillPostmasterAsync(), server.KillAsync()),
            },
            () => OwnPostgres.UntilNewbornAsync(arena, before));
    }

    private static int? ReadNumber(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

/// <summary>One after the other: each wants the machine for itself.</summary>
[CollectionDefinition(nameof(FaultCollection))]
public sealed class FaultCollection;

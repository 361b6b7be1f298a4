using System.Collections.Concurrent;
using Usher.Engine.Sealing;

namespace Usher.Tests.Privacy;

public sealed class RandomDrawsTests
{
    [Fact]
    public void No_bytes_are_given_twice_whatever_the_sizes_and_threads()
    {
        var given = new ConcurrentBag<string>();
        const int Threads = 4, Draws = 5_000;

        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (var i = 0; i < Draws; i++)
            {
                var bytes = new byte[(i + thread) % 2 == 0 ? 32 : 12];
                RandomDraws.Fill(bytes);
                given.Add(Convert.ToHexString(bytes.AsSpan(0, 12)));
            }
        });

        given.Distinct().Count().ShouldBe(Threads * Draws);
    }

    [Fact]
    public void Bits_are_set_as_often_as_not()
    {
        var bytes = new byte[4_000];

        RandomDraws.Fill(bytes);

        // Nine standard deviations on each side.
        bytes.Sum(one => byte.PopCount(one)).ShouldBeInRange(15_200, 16_800);
    }
}

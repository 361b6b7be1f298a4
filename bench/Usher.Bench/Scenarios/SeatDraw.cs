namespace Usher.Bench.Scenarios;

internal static class SeatDraw
{
    /// <summary>Fills in distinct seat numbers, every set of them as likely as any other (Floyd's algorithm).</summary>
    public static void Random(Random random, int totalSeats, Span<int> seats)
    {
        for (var i = 0; i < seats.Length; i++)
        {
            var last = totalSeats - seats.Length + i + 1;
            var drawn = random.Next(1, last + 1);
            seats[i] = seats[..i].Contains(drawn) ? last : drawn;
        }
    }
}

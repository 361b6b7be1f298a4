namespace Usher.Bench.Scenarios;

/// <summary>
/// The seats that nobody was told are taken, as on the map that all buyers of a show look at. Safe for concurrent use.
/// </summary>
internal sealed class FreeSeats
{
    private readonly Lock gate = new();

    // The free seats come first, in any order; places[n] is where seat n + 1 stands.
    private readonly int[] seats;
    private readonly int[] places;
    private int count;

    public FreeSeats(int totalSeats)
    {
        seats = [.. Enumerable.Range(1, totalSeats)];
        places = [.. Enumerable.Range(0, totalSeats)];
        count = totalSeats;
    }

    /// <summary>Random seats that may be free; null when too few are left. Others may be drawing the same.</summary>
    public int[]? Draw(Random random, int wanted)
    {
        lock (gate)
        {
            if (count < wanted)
            {
                return null;
            }

            var drawn = new int[wanted];
            SeatDraw.Random(random, count, drawn);
            for (var i = 0; i < wanted; i++)
            {
                drawn[i] = seats[drawn[i] - 1];
            }

            return drawn;
        }
    }

    public void Remove(IEnumerable<int> taken)
    {
        lock (gate)
        {
            foreach (var seat in taken)
            {
                var place = places[seat - 1];
                if (place < count)
                {
                    count--;
                    Swap(place, count);
                }
            }
        }
    }

    private void Swap(int one, int other)
    {
        (seats[one], seats[other]) = (seats[other], seats[one]);
        places[seats[one] - 1] = one;
        places[seats[other] - 1] = other;
    }
}

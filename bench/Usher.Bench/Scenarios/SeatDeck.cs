using Usher.Bench.Proof;

namespace Usher.Bench.Scenarios;

/// <summary>The seats of one show in random order, dealt out once each: bookings made from it never meet.</summary>
internal sealed class SeatDeck
{
    private readonly int[] order;
    private int dealt;

    public SeatDeck(ShowLedger show, Random random)
    {
        Show = show;
        order = [.. Enumerable.Range(1, show.TotalSeats)];
        random.Shuffle(order);
    }

    public ShowLedger Show { get; }

    /// <summary>The seats dealt out so far by the number of all.</summary>
    public double DealtShare => Math.Min(1, (double)Volatile.Read(ref dealt) / order.Length);

    /// <summary>The next seats; null when there are too few left. Safe for concurrent use.</summary>
    public int[]? Deal(int count)
    {
        var end = Interlocked.Add(ref dealt, count);
        return end <= order.Length ? order[(end - count)..end] : null;
    }
}

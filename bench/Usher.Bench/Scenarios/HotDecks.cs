using Usher.Bench.Proof;

namespace Usher.Bench.Scenarios;

/// <summary>Shows that are hot one after the other. Safe for concurrent use.</summary>
internal sealed class HotDecks(SeatDeck[] decks)
{
    // The last seats of a show would be dealt to a few while everybody else waits.
    private const double FillMax = 0.9;

    private int current;

    /// <summary>Seats of the show that is hot now; null when the last one is as good as sold.</summary>
    public (ShowLedger Show, int[] Seats)? Deal(int count)
    {
        while (Volatile.Read(ref current) is var index && index < decks.Length)
        {
            var deck = decks[index];
            if (deck.DealtShare < FillMax && deck.Deal(count) is { } seats)
            {
                return (deck.Show, seats);
            }

            // Whoever finds it first takes everybody along.
            Interlocked.CompareExchange(ref current, index + 1, index);
        }

        return null;
    }
}

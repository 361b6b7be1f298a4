using Usher.Engine.Selling.Holders;

namespace Usher.Engine.Selling.Rules;

/// <summary>
/// How many seats of a show one client may hold at a time. The limit is on what is held: what is sold, given up or
/// lapsed does not count, so a crowd behind one address still buys.
/// </summary>
internal static class HoldLimit
{
    /// <summary>Why a client may not hold so many more; null: it may.</summary>
    /// <param name="seatsMax">The most it may hold; 0: as many as it likes.</param>
    /// <param name="seatsWanted">How many more it asks for.</param>
    /// <param name="holds">What it holds in the show, lapsed ones or not.</param>
    /// <param name="now">The moment to decide by.</param>
    public static BookOutcome.LimitReached? Refusal(
        int seatsMax, int seatsWanted, IEnumerable<ClientHold> holds, DateTime now)
    {
        var seatsHeld = 0;
        DateTime? firstEnd = null;
        foreach (var hold in holds)
        {
            if (hold.EndsAt > now)
            {
                seatsHeld += hold.Seats;
                firstEnd = firstEnd is { } first && first <= hold.EndsAt ? first : hold.EndsAt;
            }
        }

        return seatsMax > 0 && seatsHeld + seatsWanted > seatsMax
            // Who asks for more than anybody may hold is not helped by waiting.
            ? new BookOutcome.LimitReached(seatsMax, seatsHeld, seatsWanted > seatsMax ? null : firstEnd)
            : null;
    }
}

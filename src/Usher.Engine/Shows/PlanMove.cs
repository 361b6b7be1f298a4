using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>What became of the request to move a show to another version of its plan.</summary>
public abstract record PlanMove
{
    /// <summary>How many seats a refusal names.</summary>
    public const int SeatsNamedMax = 20;

    private PlanMove()
    {
    }

    /// <summary>What the places of the show are, for the words of a refusal.</summary>
    public PlanKind Kind { get; init; }

    /// <summary>The show has that version now, and as many seats as it.</summary>
    public sealed record Moved(int Version, int TotalSeats) : PlanMove;

    /// <summary>No show has this id.</summary>
    public sealed record ShowNotFound : PlanMove;

    /// <summary>The show has a number of seats and no plan.</summary>
    public sealed record NoPlan : PlanMove;

    /// <summary>The show's plan has no such version.</summary>
    public sealed record VersionNotFound(PlanId PlanId) : PlanMove;

    /// <summary>The show sells by category, and has no price for these of the new version.</summary>
    public sealed record PricesMissing(ImmutableArray<string> Categories) : PlanMove;

    /// <summary>
    /// Seats are in the way. A version may move, rename and reprice seats as it likes, and add rows behind the last
    /// one. It must keep each seat at its place in the order of rows, and those that were ever booked altogether; only
    /// seats at the very end that nobody ever had may go. Before its sale opens, and while nobody has had a seat of it,
    /// a show may move to any version.
    /// </summary>
    /// <param name="Labels">The first <see cref="SeatsNamedMax"/> of them, as the show calls them now.</param>
    /// <param name="Count">How many there are.</param>
    /// <param name="AreBooked">Whether they are named because they are or were booked; else because their place in the
    /// order would be another seat's.</param>
    public sealed record SeatsInTheWay(ImmutableArray<string> Labels, int Count, bool AreBooked) : PlanMove;

    /// <summary>
    /// Seats that somebody has would read otherwise than on their tickets: another section, row or number. Their
    /// organiser must accept that; nothing was changed.
    /// </summary>
    /// <param name="Seats">All of them, in order of their numbers: those that are sold, held or blocked.</param>
    public sealed record SeatsRenamed(ImmutableArray<RenamedSeat> Seats) : PlanMove
    {
        /// <summary>Names exactly these seats with these names: who has accepted them has accepted no others.</summary>
        public string Fingerprint
        {
            get
            {
                var text = string.Join('\n', Seats.Select(seat => $"{seat.Number}\t{seat.Before}\t{seat.After}"));
                return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
            }
        }
    }
}

/// <summary>A seat that people know by one name and would read another.</summary>
/// <param name="Number">Its number, which stays.</param>
/// <param name="Before">"Stalls, Row J, seat 16".</param>
/// <param name="After">What it is called in the new version.</param>
public sealed record RenamedSeat(int Number, string Before, string After);

using System.Collections.Immutable;

namespace Usher.Engine.Bookings;

/// <summary>A buyer's wish for seats. The caller has checked its form; the engine checks it against the show.</summary>
/// <param name="ShowId">The show.</param>
/// <param name="Email">The buyer's address; may come as late as the confirmation.</param>
/// <param name="SeatNumbers">1..<see cref="SeatsMax"/> distinct positive numbers.</param>
/// <param name="IdempotencyKey">1..255 visible ASCII characters, or null: the same key gives the same booking.</param>
public sealed record BookRequest(
    long ShowId, string? Email, ImmutableArray<int> SeatNumbers, string? IdempotencyKey = null)
{
    /// <summary>The most seats one booking may hold.</summary>
    public const int SeatsMax = 100;
}

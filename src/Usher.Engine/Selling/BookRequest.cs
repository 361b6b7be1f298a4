using System.Collections.Immutable;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling;

/// <summary>A buyer's request for seats. The caller has checked its form; the engine checks it against the show.
/// </summary>
/// <param name="ShowId">The show.</param>
/// <param name="Email">The buyer's address; may come as late as the confirmation.</param>
/// <param name="SeatNumbers">1..<see cref="SeatsMax"/> distinct positive numbers; none with
/// <see cref="SeatCount"/>.</param>
/// <param name="IdempotencyKey">As its sender chose it, 1..255 visible ASCII characters, a UUID where he is a stranger;
/// with credentials behind the name of their account and a space. The same key gives the same booking. Null: none.
/// </param>
public sealed record BookRequest(
    ShowId ShowId, string? Email, ImmutableArray<int> SeatNumbers, string? IdempotencyKey = null)
{
    /// <summary>The most seats one booking may hold.</summary>
    public const int SeatsMax = ShowLimits.SeatsPerBookingMax;

    /// <summary>1..<see cref="SeatsMax"/>: the best free seats instead of certain ones, side by side in one row with no
    /// aisle between. Then <see cref="SeatNumbers"/> is empty. Null: the seats are named.</summary>
    public int? SeatCount { get; init; }

    /// <summary>With <see cref="SeatCount"/>: the category all seats must have; null: any.</summary>
    public string? Category { get; init; }

    /// <summary>With <see cref="SeatCount"/>: where they are not free side by side, they may be in as few parts as
    /// possible.</summary>
    public bool MayBeSplit { get; init; }

    /// <summary>How many seats it asks for.</summary>
    public int SeatsWanted => SeatCount ?? SeatNumbers.Length;

    /// <summary>A request for the best free seats.</summary>
    public static BookRequest ForBest(
        ShowId showId, string? email, int seatCount, string? category = null, bool mayBeSplit = false,
        string? idempotencyKey = null) => new(showId, email, [], idempotencyKey)
        {
            SeatCount = seatCount,
            Category = category,
            MayBeSplit = mayBeSplit,
        };

    /// <summary>Refuses what no caller should have let through.</summary>
    /// <exception cref="ArgumentException">The request has no, too many, repeated or non-positive seats, or both seats
    /// and a number of them.</exception>
    public static void RequireForm(BookRequest request)
    {
        if (request.SeatCount is not { } count)
        {
            RequestedSeats.RequireDistinct(request.SeatNumbers, SeatsMax, nameof(request));
        }
        else if (!request.SeatNumbers.IsEmpty || count is < 1 or > SeatsMax)
        {
            throw new ArgumentException(
                $"A booking names its seats or counts 1 to {SeatsMax} of them.", nameof(request));
        }
    }

    /// <summary>Why the show, whatever is free in it, cannot have it: SeatsNotFound or TooManySeats; null: it can.
    /// </summary>
    public BookOutcome? RefusalBy(ShowTerms show) =>
        RequestedSeats.Beyond(SeatNumbers, show.TotalSeats) is { IsEmpty: false } missing
            ? new BookOutcome.SeatsNotFound(missing, show.TotalSeats)
            : SeatsWanted > show.SeatsPerBookingMax
                ? new BookOutcome.TooManySeats(show.SeatsPerBookingMax)
                : null;
}

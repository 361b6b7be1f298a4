using Usher.Bench.Http;
using Usher.Bench.Proof;

namespace Usher.SystemTests.Bench;

public sealed class TogetherTests
{
    // Seats 1 to 4, an aisle, 5 to 6; and a second row of 7 to 9.
    private static readonly PlanRow[] Rows = [new(1, 6, [4]), new(7, 3, null)];

    [Theory]
    [InlineData(new[] { 1, 2 }, true)]
    [InlineData(new[] { 9, 8, 7 }, true)]
    [InlineData(new[] { 4, 5 }, false)]
    [InlineData(new[] { 6, 7 }, false)]
    [InlineData(new[] { 1, 3 }, false)]
    public void Seats_are_together_side_by_side_in_one_row_with_no_aisle_between(int[] seats, bool areTogether)
    {
        var said = new ShowLedger(7, totalSeats: 9);
        said.Acknowledge(Guid.NewGuid(), seats, sentAt: 100);

        Together.Apart(said, Rows).Any().ShouldBe(!areTogether);
    }

    [Theory]
    [InlineData(new int[0], 0)]
    [InlineData(new[] { 1, 2 }, 0)]
    [InlineData(new[] { 2, 3 }, 2)]
    [InlineData(new[] { 5 }, 1)]
    [InlineData(new[] { 1, 3, 8 }, 4)]
    public void A_free_seat_with_nobody_free_beside_it_is_alone(int[] taken, int lone) =>
        Together.LoneSeats(
            Enumerable.Range(1, 9).Select(seat => new StoredSeat(
                seat, taken.Contains(seat) ? SeatStatus.Held : SeatStatus.Available)),
            Rows).ShouldBe(lone);
}

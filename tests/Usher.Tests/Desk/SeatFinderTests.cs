using Usher.Engine.SeatingPlans;
using Usher.Pages.Desk.LiveMap;

namespace Usher.Tests.Desk;

/// <summary>A cinema whose rows are numbers: 1 to 11, of eleven seats each.</summary>
public sealed class SeatFinderTests
{
    private const int RowCount = 11;

    private static readonly SeatingPlan Cinema = Plan();

    [Theory]
    [InlineData("1/11", new[] { 11 })]
    [InlineData("11/1", new[] { 111 })]
    [InlineData("1 11", new[] { 11 })]
    [InlineData("row 11 seat 1", new[] { 111 })]
    [InlineData("2/3-5", new[] { 14, 15, 16 })]
    [InlineData("2/3–2/5", new[] { 14, 15, 16 })]
    [InlineData("2/3, 3/1", new[] { 14, 23 })]
    [InlineData("12/1", new int[0])]
    public void Two_numbers_name_one_seat(string text, int[] seats) =>
        new SeatFinder(Cinema).Find(text).ShouldBe(seats);

    [Fact]
    public void A_row_is_found_by_its_number() =>
        new SeatFinder(Cinema).Find("row 2").ShouldBe(Enumerable.Range(12, RowCount));

    [Fact]
    public void A_seat_is_called_by_its_row_and_its_number_with_a_stroke_between()
    {
        Cinema.LabelOf(14).ShouldBe("2/3");
        SeatNames.Brief(Cinema, [14, 15, 16, 111]).ShouldBe("2/3–5, 11/1");
        SeatNames.Each(Cinema, [14, 111]).ShouldBe("2/3 and 11/1");
        SeatNames.Full(Cinema, [14, 15]).ShouldBe("Row 2, seats 3 and 4");
    }

    private static SeatingPlan Plan()
    {
        var table = new SeatTable("Cinema");
        for (var i = 0; i < RowCount * RowCount; i++)
        {
            table.Add(
                i + 1, "Parquet", $"{(i / RowCount) + 1}", $"{(i % RowCount) + 1}", $"{i % RowCount * 25}",
                $"{i / RowCount * 25}", "Seat", kind: null, seatGuid: $"{i}");
        }

        return table.Finish().Plan.ShouldNotBeNull();
    }
}

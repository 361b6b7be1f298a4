using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Selling.BestAvailable;

namespace Usher.Tests.Selling;

/// <summary>Which seats are the best.</summary>
public sealed class SeatRankingTests
{
    [Fact]
    public void Of_a_number_of_seats_the_lowest_come_first() =>
        SeatRanking.Of(PlainPlan.Create(9), 1, category: null).FirstSeats.ShouldBe(Enumerable.Range(1, 9));

    [Theory]
    [InlineData(0, "3 2 4 1 5")]
    [InlineData(200, "8 7 9 6 10")]
    public void The_nearest_to_what_everybody_looks_at_come_first_whichever_side_it_is_on(int focusY, string best)
    {
        var draft = new PlanDraft { Name = "Hall", FocalPoint = new PlanPoint(75, focusY) };
        draft.Categories.Add(new PlanCategory("Stalls", null));
        draft.AddSection("Main");
        for (var (number, row) = (1, draft.AddRow(0, "A")); number <= 10; number++)
        {
            row = number == 6 ? draft.AddRow(0, "B") : row;
            draft.Add(row, $"{number}", "Stalls", (number - 1) % 5 * 25 + 25, number <= 5 ? 60 : 140, SeatKind.Seat);
        }

        var ranking = SeatRanking.Of(draft.FinishOwn(), 1, category: null);

        string.Join(' ', ranking.FirstSeats.Take(5)).ShouldBe(best);
        ranking.FirstSeats.Length.ShouldBe(10);
    }
}

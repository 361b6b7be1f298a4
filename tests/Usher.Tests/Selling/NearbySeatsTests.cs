using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Selling.BestAvailable;

namespace Usher.Tests.Selling;

/// <summary>What is offered to somebody whose choice would leave a seat alone.</summary>
public sealed class NearbySeatsTests
{
    // Two thirds of the rows are Front; seats 1 to 8 are the first row. The last row ends with spaces for wheelchairs.
    private static readonly SeatingPlan Hall = BlockPlan.Create("Hall", 3, 8, [], "Front", "Rear");

    [Fact]
    public void The_three_nearest_choices_are_offered_the_nearest_first() =>
        Find([2, 3]).ShouldBe(["1+2", "3+4", "9+10"]);

    [Fact]
    public void Of_two_that_are_equally_near_the_lower_numbers_come_first() =>
        Find([4, 5], taken: [4, 5]).ShouldBe(["12+13", "11+12", "13+14"]);

    [Fact]
    public void A_seat_further_along_the_row_is_nearer_than_one_in_the_next_row() =>
        Find([4, 5]).ShouldBe(["4+5", "3+4", "5+6"]);

    [Fact]
    public void Near_is_what_is_near_the_middle_of_what_was_chosen() => Find([1, 5])[0].ShouldBe("3+4");

    [Fact]
    public void As_many_seats_are_offered_as_were_chosen() => Find([2, 3, 4])[0].ShouldBe("1+2+3");

    [Fact]
    public void Seats_of_another_category_are_not_offered() =>
        Find([18, 19], taken: [17, 18, 19, 20, 21]).ShouldBeEmpty();

    [Fact]
    public void Spaces_for_wheelchairs_are_offered_only_to_those_who_chose_one()
    {
        Find([23], taken: [17, 18, 19, 20, 21]).ShouldBe(["23", "22", "24"]);
        Find([21, 22], taken: [17, 18, 19, 20]).ShouldBe(["21+22", "23+24"]);
        Find([17], taken: [17, 18, 19, 20, 21]).ShouldBeEmpty();
        Find([17], taken: [17, 18]).ShouldBe(["19", "21"]);
    }

    [Fact]
    public void Neighbours_sit_in_one_row_without_an_aisle_between()
    {
        var hall = BlockPlan.Create("Hall", 2, 6, [3], "Stalls");

        NearbySeats.Find(hall, [1, 2, 3, 4], _ => true).ShouldBeEmpty();
        Text(NearbySeats.Find(hall, [2, 3, 4], _ => true)).ShouldBe(["1+2+3", "7+8+9", "4+5+6"]);
    }

    private static List<string> Find(ImmutableArray<int> wanted, params int[] taken) =>
        Text(NearbySeats.Find(Hall, wanted, number => !taken.Contains(number)));

    private static List<string> Text(ImmutableArray<ImmutableArray<int>> choices) =>
        [.. choices.Select(seats => string.Join('+', seats))];
}

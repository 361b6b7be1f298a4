using System.Text;
using System.Text.Json;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Tests.Cases;

/// <summary>Lists that write the word with the name ("Row A", "Miejsce 2") are read as they are. The seat map's own
/// tests read the same file.</summary>
public sealed class WordsNotTwiceTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(Case.Read("place-words.json")).RootElement;

    public static TheoryData<string, string, string> Names { get; } = new(Vectors.GetProperty("names").EnumerateArray()
        .Select(it => (Text(it, "row"), Text(it, "seat"), Text(it, "name"))));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_that_has_the_word_gets_no_other(string row, string seat, string name) =>
        Read($"{row};{seat}").NameOf(1).ShouldBe(name);

    [Fact]
    public void The_seat_map_knows_the_same_words() =>
        PlaceWords.All.Order(StringComparer.Ordinal).ShouldBe(
            Vectors.GetProperty("words").EnumerateArray().Select(word => word.GetString()!)
                .Order(StringComparer.Ordinal));

    [Fact]
    public void Several_seats_are_told_by_their_own_words()
    {
        var plan = Read(";Platz 3", "Row A;Seat 1", "Row A;Seat 2");

        SeatNames.Whole(plan, [2, 3]).ShouldBe("Stalls, Row A, Seat 1 and Seat 2");
        SeatNames.Each(plan, [1, 2]).ShouldBe("Platz 3 and Row A Seat 1");
    }

    [Fact]
    public void Messages_do_not_double_them_either() =>
        Reading("Row A;Seat 1", "Row A;Seat 1").Problems.ShouldHaveSingleItem().ToString()
            .ShouldStartWith("line 3, section Stalls, Row A, Seat 1: this seat and that at line 2 are both called "
                + "\"Stalls, Row A, Seat 1\"");

    private static string Text(JsonElement it, string field) => it.GetProperty(field).GetString()!;

    private static SeatingPlan Read(params string[] seats) => Reading(seats).Plan.ShouldNotBeNull();

    private static PlanReading Reading(params string[] seats) => PlanCsv.Read(
        Encoding.UTF8.GetBytes("section;row;seat;category\n" + string.Concat(
            seats.Select(seat => $"Stalls;{seat};All\n"))), "Hall");
}

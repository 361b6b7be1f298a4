using System.Text;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Tests.SeatingPlans;

/// <summary>Files that are no plan anybody could use are refused by what is read of them, not after all is built.
/// </summary>
public sealed class PlanFileLimitsTests
{
    private const int FileBytes = 28 * 1024 * 1024;

    // A problem, and a few lists that have not grown.
    private const long AllocatedBytesMax = 64 * 1024;

    [Theory]
    [InlineData("""{"zones":[""", "{},", "line 1: there are more than 2,000 zones; a plan has no more")]
    [InlineData("""{"categories":[""", "0,", "line 1: there are more than 100 categories; a plan has no more")]
    [InlineData("""{"zones":[{"rows":[""", "{},", "line 1: there are more than 50,000 rows; a plan has no more")]
    [InlineData(
        """{"zones":[{"rows":[{"seats":[""", "{},", "line 1: there are more than 200,000 seats; a plan has no more")]
    [InlineData("""{"zones":[{"areas":[""", "{},", "line 1: there are more than 5,000 areas; no more are drawn")]
    [InlineData(
        """{"zones":[{"areas":[{"shape":"polygon","polygon":{"points":[""", "{},",
        "line 1: the areas have more than 200,000 corners; no more are drawn")]
    [InlineData("""{"zones":[{"areas":[{"points":[""", "{},", "line 1: the areas have more than 200,000 corners;")]
    [InlineData("""{"name":"A",""", "\"x\":1,", "line 1: an object has more than 200 fields")]
    [InlineData("""{"notes":[""", "0,", "line 1: it has more fields and values than a plan can have")]
    [InlineData("""{"notes":""", "[", "line 1: this is not JSON:")]
    [InlineData("{\"name\":\"", "x", "line 1: a text is longer than 64 KiB; names have at most 200 characters")]
    [InlineData("{\"size\":{\"width\":1", "0", "line 1: a number has too many digits")]
    public void A_JSON_file_that_is_too_much_is_refused_without_building_it(string begin, string more, string problem)
    {
        // The last two are one text and one number, which need an end to be read at all.
        var end = more switch { "x" => "\"}", "0" when begin.EndsWith('1') => "}}", _ => "" };
        var file = Encoding.UTF8.GetBytes(begin + Repeat(more) + end);

        var (reading, allocated) = Measure(() => PlanJson.Read(file, "Hall"));

        reading.Plan.ShouldBeNull();
        reading.Problems.ShouldHaveSingleItem().ToString().ShouldStartWith(problem);
        allocated.ShouldBeLessThan(AllocatedBytesMax);
    }

    private const string Head = "section,row,seat,x,y,category\n";

    [Theory]
    [InlineData(Head, "Main,A,1,0,0,All\n", "seats: there are more than 200,000; a")]
    [InlineData(Head, "Main,{0},1,0,0,All\n", "rows: there are more than 50,000; a plan has no more")]
    [InlineData(Head, "{0},A,1,0,0,All\n", "sections: there are more than 2,000; a plan has no more")]
    [InlineData(Head, "M,A,1,0,0,{0}\n", "categories: there are more than 100; a plan has no more")]
    [InlineData(Head, "M,A,1,north,0,All\n", "line 2, section M, row A, seat 1: x is 'north'; it")]
    [InlineData("", "section,", "line 1: it is longer than 64 KiB")]
    [InlineData(Head + "\"", "name", "line 2: it is longer than 64 KiB")]
    public void A_table_that_is_too_much_is_read_no_further(string begin, string line, string problem)
    {
        var lines = new StringBuilder(begin);
        for (var i = 0; lines.Length < FileBytes; i++)
        {
            lines.Append(line.Replace("{0}", $"{i}", StringComparison.Ordinal));
        }

        var file = Encoding.UTF8.GetBytes(lines.ToString());

        var (reading, allocated) = Measure(() => PlanCsv.Read(file, "Hall"));

        reading.Plan.ShouldBeNull();
        string.Join('\n', reading.Problems).ShouldContain(problem);
        // What a plan may have was built before the first line beyond it: up to 200,000 seats.
        allocated.ShouldBeLessThan(200L * 1024 * 1024);
    }

    [Fact]
    public void The_largest_plan_that_may_be_is_read()
    {
        const int SeatsOfRow = 1000;
        var json = new StringBuilder("""{"name":"Bowl","categories":[{"name":"All"}],"zones":[{"name":"","rows":[""");
        for (var i = 0; i < PlanLimits.SeatsMax; i++)
        {
            var (row, seat) = (i / SeatsOfRow, i % SeatsOfRow);
            json.Append(seat > 0 ? "," : row > 0 ? "]}," : "");
            json.Append(seat > 0
                ? ""
                : $"{{\"row_number\":\"{row}\",\"position\":{{\"x\":0,\"y\":{row * 30}}},\"seats\":[");
            json.Append($"{{\"seat_guid\":\"{i}\",\"seat_number\":\"{seat}\",\"category\":\"All\",");
            json.Append($"\"position\":{{\"x\":{seat * 25},\"y\":0}}}}");
        }

        var file = Encoding.UTF8.GetBytes(json.Append("]}]}]}").ToString());

        var reading = PlanJson.Read(file);

        reading.Problems.ShouldBeEmpty();
        reading.Plan!.Seats.Length.ShouldBe(PlanLimits.SeatsMax);
    }

    private static string Repeat(string text)
    {
        var all = new StringBuilder(FileBytes + text.Length);
        while (all.Length < FileBytes)
        {
            all.Append(text);
        }

        return all.ToString();
    }

    private static (PlanReading Reading, long AllocatedBytes) Measure(Func<PlanReading> read)
    {
        // What is compiled and loaded once is not the file's cost.
        read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = read();
        return (reading, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Tests.SeatingPlans;

public sealed class PlanCsvProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(40);

    // Begins of words that spreadsheets, readers of CSV and our own guard each see something in.
    private static readonly string[] Starts =
    [
        "", "-", "=", "+", "@", "'", "''", "'-", "''=", "\"", "\"=", ",", ";", "|", " ", " -", "' -", "é", "1", "5/",
        "=\"",
    ];

    private static readonly string[] Ends = ["A", "A ", "=1+1", "a,b", "a;b", "say \"so\"", "'", "x'-y", "12", "1-2"];

    private static readonly TableForm[] Forms = [TableForm.Comma, TableForm.Semicolon, TableForm.Swiss];

    [Fact]
    public void A_plan_that_was_written_as_a_table_and_read_again_is_the_same() =>
        Prop.ForAll(Gen.Choose(0, 1 << 28).ArrayOf().ToArbitrary(), numbers =>
        {
            foreach (var form in Draw(numbers).Finish().Plan is null ? [] : Forms)
            {
                var plan = Draw(numbers).Finish().Plan!;
                var again = PlanCsv.Read(PlanCsvFile.Write(plan, form), plan.Name);
                again.Problems.ShouldBeEmpty();
                Plain(again.Plan.ShouldNotBeNull()).ShouldBe(Plain(plan));
            }

            return true;
        }).Check(Thorough);

    [Fact]
    public void Most_of_the_tables_drawn_here_are_plans() =>
        Gen.Sample(Gen.Choose(0, 1 << 28).ArrayOf(), 200, 40)
            .Count(numbers => Draw(numbers).Finish().Plan is not null).ShouldBeGreaterThan(100);

    [Theory]
    [InlineData("-A", "'-A")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+", "'+")]
    [InlineData("@x", "'@x")]
    [InlineData("'-A", "''-A")]
    [InlineData("'t Hof", "'t Hof")]
    [InlineData("A-1", "A-1")]
    [InlineData("", "")]
    [InlineData("16", "16")]
    [InlineData("J 16", "J 16")]
    [InlineData("12b", "12b")]
    [InlineData("7a", "7a")]
    [InlineData("A12", "A12")]
    [InlineData("E5", "E5")]
    [InlineData("Row 5, seat 12", "Row 5, seat 12")]
    [InlineData("16 to 18", "16 to 18")]
    [InlineData("(5)", "'(5)")]
    [InlineData("5/12", "'5/12")]
    [InlineData("1-2", "'1-2")]
    [InlineData("1.5", "'1.5")]
    [InlineData("007", "'007")]
    [InlineData("3E5", "'3E5")]
    [InlineData("3 p", "'3 p")]
    [InlineData("10:30", "'10:30")]
    [InlineData("5 Mar", "'5 Mar")]
    [InlineData("May 2027", "'May 2027")]
    [InlineData("true", "'true")]
    [InlineData("'5/12", "''5/12")]
    [InlineData("1234567890123456", "'1234567890123456")]
    public void What_a_spreadsheet_would_turn_into_something_else_is_guarded(string text, string written)
    {
        CellGuard.Add(text).ShouldBe(written);
        CellGuard.Remove(written).ShouldBe(text);
    }

    [Fact]
    public void No_field_of_a_table_begins_like_a_formula()
    {
        var table = new SeatTable("Hall");
        table.Add(2, "-A", "=B", "+1", "0", "0", "@C", kind: null, "\tguid");
        table.Add(2, "-A", "=B", "+1", "0", "0", "@C", kind: null, "-guid");
        table.Finish().Problems.ShouldNotBeEmpty("a tab is no letter of a name");
        var plan = new SeatTable("Hall");
        plan.Add(2, "-A", "=B", "+1", "0", "0", "@C", kind: null, "-guid");

        var line = System.Text.Encoding.UTF8.GetString(PlanCsvFile.Write(plan.Finish().Plan!)).Split("\r\n")[1];

        line.ShouldStartWith("'-A,'=B,'+1,");
        line.ShouldEndWith(",'@C,,'-guid,\"'-A, Row =B, seat +1\"");
    }

    // What a table has no words for (colours, shapes, templates) is not asked for.
    private static string Plain(SeatingPlan plan) => string.Join(
        '\n',
        plan.Sections
            .Concat(plan.Rows.Select(row => $"{row.Section} {row.Label} {row.First} {row.Count}"))
            .Concat(plan.Categories.Select(category => category.Name))
            .Concat(plan.Seats.Select(seat => seat.ToString())));

    // Every four numbers are a seat: its words, and whether it begins a row or a section.
    private static SeatTable Draw(int[] numbers)
    {
        var table = new SeatTable("Hall");
        var (section, row) = (0, 0);
        foreach (var (i, four) in numbers.Chunk(4).Where(chunk => chunk.Length == 4).Index())
        {
            section += four[0] % 5 == 0 ? 1 : 0;
            row += four[1] % 3 == 0 ? 1 : 0;
            table.Add(
                i + 2, Word(section * 31) + section, Word(row * 17) + row, Word(four[2]).Trim() + i, $"{i * 25}",
                $"{row * 30}", Word(four[3] % 7 * 13).Trim() is { Length: > 0 } category ? category : "All",
                four[3] % 4 == 0 ? "WHEELCHAIR" : "", Word(four[2]) + i);
        }

        return table;
    }

    private static string Word(int number) =>
        Starts[number % Starts.Length] + Ends[number / Starts.Length % Ends.Length];
}

using System.Globalization;
using System.Text;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Testing;

namespace Usher.Tests.Desk;

/// <summary>Whoever brings a plan sees its labels before anything is sold, and mistakes where they are.</summary>
public sealed class ImportedPlanTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task The_sample_can_be_downloaded_imported_and_is_shown_with_its_labels()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        (await organiser.OpenAsync("/desk/plans/import")).Text.ShouldContain("href=\"/desk/plans/sample.csv\"");
        var sample = await organiser.Http.GetAnswerAsync("/desk/plans/sample.csv");
        sample.ContentType.ShouldBe("text/csv; charset=utf-8");
        sample.Message.Content.Headers.ContentDisposition!.FileName.ShouldBe("seating-plan.csv");

        var plan = (await organiser.PostFileAsync(
            "/desk/plans/import", "sample.csv", await sample.Message.Content.ReadAsByteArrayAsync())).ShouldRedirect();

        var page = (await organiser.OpenAsync(plan)).Text;
        page.ShouldContain("38 seats in 5 rows");
        page.ShouldContain("A ticket says, for example, “Stalls, Row A, seat 1”.");
        var labels = page[page.IndexOf("class=\"plan labelled\"", StringComparison.Ordinal)..];
        labels.ShouldContain(">10</text>");
        labels.Split("class=\"row\"").Length.ShouldBe(11, "five rows have their label at both ends");
    }

    [Fact]
    public async Task A_list_too_long_to_be_drawn_is_shown_with_its_labels_row_by_row()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var table = new StringBuilder("section,row,seat,category\n");
        for (var seat = 0; seat < 2_040; seat++)
        {
            table.Append(CultureInfo.InvariantCulture, $"Stalls,{seat / 40 + 1},{seat % 40 + 1},All\n");
        }

        var plan = (await organiser.PostFileAsync(
            "/desk/plans/import", "large.csv", Encoding.UTF8.GetBytes($"{table}Balcony,A,7,All\n"))).ShouldRedirect();

        var page = (await organiser.OpenAsync(plan)).Text;
        page.ShouldNotContain("class=\"plan labelled\"");
        page.ShouldContain("<li>Row 51, seats 1 to 40</li>");
        page.ShouldContain("<summary>Balcony</summary>");
        page.ShouldContain("<li>Row A, seat 7</li>");
    }

    [Fact]
    public async Task Labels_of_seats_that_stand_close_are_drawn_beside_each_other()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = (await organiser.PostFileAsync(
            "/desk/plans/import", "close.csv", "row,seat,category,x,y\nA,1,All,0,0\nA,2,All,12,0\n"u8.ToArray()))
            .ShouldRedirect();

        var page = (await organiser.OpenAsync(plan)).Text;

        var labels = page[page.IndexOf("class=\"plan labelled\"", StringComparison.Ordinal)..];
        var seats = labels.Split("stroke-width=\"22\" d=\"M").Skip(1).Select(seat => int.Parse(
            seat.Split(' ')[0], CultureInfo.InvariantCulture)).ToArray();
        (seats[1] - seats[0]).ShouldBe(23);
    }

    [Fact]
    public async Task A_sample_for_decimal_commas_has_semicolons()
    {
        using var organiser = await Organiser.SignedInAsync(api);

        var sample = await organiser.Http.CallAsync(
            HttpMethod.Get, "/desk/plans/sample.csv", content: null, ("Accept-Language", "de"));

        sample.Text.TrimStart('\uFEFF').ShouldStartWith("section;row;seat;category;kind\r\nStalls;A;1;Front;\r\n");
    }

    [Theory]
    [InlineData("Main,A,1,0,0,x\nMain,A,1,25,0,x\nMain,A,3,50,0,x\n", 2)]
    [InlineData("Main,A,1,0,0,x\nMain,A,,25,0,x\nMain,A,3,50,0,x\n", 1)]
    [InlineData("Main,A,1,0,0,x\nMain,A,2,25,0,x\nMain,B,1,26,0,x\n", 2)]
    public async Task Mistakes_are_marked_in_the_picture(string lines, int rings)
    {
        using var organiser = await Organiser.SignedInAsync(api);

        var page = await organiser.PostFileAsync(
            "/desk/plans/import", "hall.csv", Encoding.UTF8.GetBytes($"section,row,seat,x,y,category\n{lines}"));

        page.ShouldRefuse("The rings show where the mistakes are.");
        page.Text.Split("<circle class=\"wrong\"").Length.ShouldBe(rings + 1);
        page.Text.Split("class=\"sold\"")[1].Split('"')[3].Split('M').Length.ShouldBe(4, "all three seats are drawn");
    }

    [Fact]
    public async Task Letters_that_the_file_does_not_tell_are_read_by_the_language_or_as_chosen_and_told()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        organiser.Http.DefaultRequestHeaders.Add("Accept-Language", "cs");
        var file = CodePagesEncodingProvider.Instance.GetEncoding(1250)!
            .GetBytes("sekce;řada;sedadlo;kategorie\r\nBalkón;1;1;Běžná\r\n");

        var plan = (await organiser.PostFileAsync("/desk/plans/import", "sál.csv", file)).ShouldRedirect();

        plan.ShouldEndWith("?letters=windows-1250");
        var page = (await organiser.OpenAsync(plan)).Text;
        page.ShouldContain("Běžná");
        page.ShouldContain("They were read as Central European (windows-1250).");
        (await organiser.OpenAsync(plan.Split('?')[0])).Text.ShouldNotContain("They were read as");

        (await organiser.PostFileAsync("/desk/plans/import", "sál.csv", file, ("letters", "windows-1252")))
            .ShouldRefuse("the column row is missing; there are ").Text
            .ShouldContain("They were read as Western European (windows-1252).");
        (await organiser.PostFileAsync("/desk/plans/import", "sál.csv", Encoding.UTF8.GetBytes(
            "sekce;řada;sedadlo;kategorie\r\nBalkón;1;1;Běžná\r\n"), ("letters", "windows-1251")))
            .ShouldRedirect().ShouldNotContain('?');
    }

    [Fact]
    public void A_plan_whose_seats_are_right_has_no_picture_of_mistakes() =>
        PlanCsv.Read("row,seat,category\nA,1,x\n"u8.ToArray(), " ").Sketch.ShouldBeNull();

    [Fact]
    public async Task A_name_in_the_picture_cannot_become_part_of_the_page()
    {
        using var organiser = await Organiser.SignedInAsync(api);

        var page = await organiser.PostFileAsync("/desk/plans/import", "hall.csv", Encoding.UTF8.GetBytes(
            "row,seat,category\n<script>,1,x\n<script>,1,x\n"));

        page.ShouldRefuse("both called");
        page.Text.ShouldNotContain("<script>,");
        page.Text.ShouldNotContain("<script> 1");
    }
}

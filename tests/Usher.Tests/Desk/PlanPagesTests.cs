using System.Net;
using System.Text;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Testing;
using Case = Usher.Tests.Cases.Case;

namespace Usher.Tests.Desk;

public sealed class PlanPagesTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task A_plan_of_an_older_form_is_kept_shown_and_given_out_again()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = (await organiser.PostFileAsync("/desk/plans/import", "chapel.json", HallFiles.Json))
            .ShouldRedirect();
        var page = await organiser.OpenAsync(plan);
        page.Text.ShouldContain("Chapel");
        page.Text.ShouldContain("Pew");

        var file = await organiser.Http.GetAnswerAsync($"{plan}/1.json");

        file.ContentType.ShouldBe("application/json");
        file.Message.Content.Headers.ContentDisposition!.FileName.ShouldBe("Chapel-v1.json");
        var again = PlanJson.Read(Encoding.UTF8.GetBytes(file.Text)).Plan.ShouldNotBeNull();
        again.Seats.Select(seat => seat.SeatGuid).ShouldBe(["n-1-1", "n-1-2"]);
        (await organiser.OpenAsync("/desk/plans")).Text.ShouldContain("Chapel");
    }

    [Fact]
    public async Task A_table_given_out_reads_as_the_same_plan()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = (await organiser.PostFileAsync(
            "/desk/plans/import", "hall.csv", HallFiles.Csv, ("name", "Böhm’s \"Hall\", large"))).ShouldRedirect();

        var file = await organiser.Http.GetAnswerAsync($"{plan}/1.csv");

        var before = PlanCsv.Read(HallFiles.Csv, "Hall").Plan!;
        var after = PlanCsv.Read(Encoding.UTF8.GetBytes(file.Text), "Hall").Plan.ShouldNotBeNull();
        after.Seats.ShouldBe(before.Seats);
        after.Categories.ShouldBe(before.Categories);
    }

    [Fact]
    public async Task A_new_version_leaves_the_old_one_as_it_was()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = (await organiser.PostFileAsync("/desk/plans/import", "hall.csv", HallFiles.Csv)).ShouldRedirect();

        (await organiser.PostFileAsync($"{plan}/import", "chapel.json", HallFiles.Json))
            .ShouldRedirect().ShouldBe(plan);

        (await organiser.OpenAsync(plan)).Text.ShouldContain("<h1>hall</h1>");
        (await organiser.OpenAsync(plan)).Text.ShouldContain("2 seats in 1 row, version 2");
        (await organiser.OpenAsync($"{plan}?version=1"))
            .Text.ShouldContain("8 seats in 2 rows, version 1, an older version");
    }

    [Fact]
    public async Task A_form_that_comes_twice_stores_its_plan_once_and_another_plan_in_it_is_another()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var form = await organiser.OpenAsync("/desk/plans/import");
        var key = form.Text.Split("name=\"key\" value=\"")[1].Split('"')[0];
        Task<Answer> SendAsync(string path, byte[] file) =>
            organiser.PostFileAsync(path, "hall.csv", file, ("key", key), ("name", "Sent twice"));

        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => SendAsync("/desk/plans/import", HallFiles.Csv)));
        var plan = sent.Select(answer => answer.ShouldRedirect()).Distinct().ShouldHaveSingleItem();

        (await SendAsync("/desk/plans/import", HallFiles.Json)).ShouldRedirect().ShouldNotBe(plan);
        (await SendAsync($"{plan}/import", HallFiles.Csv)).ShouldRedirect().ShouldBe(plan);
        (await SendAsync($"{plan}/import", HallFiles.Csv)).ShouldRedirect().ShouldBe(plan);
        (await organiser.OpenAsync(plan)).Text.ShouldContain("version 2");
        (await organiser.OpenAsync($"{plan}?version=2")).Text.ShouldNotContain("an older version");
    }

    [Fact]
    public async Task A_wrong_plan_is_refused_with_its_places_and_nothing_is_kept()
    {
        using var organiser = await Organiser.SignedInAsync(api);

        (await organiser.PostFileAsync("/desk/plans/import", "Broken hall.json", HallFiles.WrongJson))
            .ShouldRefuse("zones[0].rows[0].seats[1]").Text.ShouldContain("Broken hall.json was not saved.");
        (await organiser.PostAsync("/desk/plans/import", ("name", "x"))).ShouldRefuse("Plan file is required.");

        (await organiser.OpenAsync("/desk/plans")).Text.ShouldNotContain("Broken hall");
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_in_words()
    {
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Http:PlanBodyBytesMax", "1048576"));
        using var organiser = new Organiser(server.Http.BaseAddress!);
        await organiser.SignInAsync(TestApi.AdminKey);

        (await organiser.PostFileAsync("/desk/plans/import", "hall.csv", new byte[1_200_000]))
            .ShouldRefuse("Plan file is larger than 1 MiB.");
    }

    [Fact]
    public async Task A_guess_where_the_stage_is_is_shown_and_can_be_corrected()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var file = Case.Read("stage-below.json");

        var question = (await organiser.PostFileAsync("/desk/plans/import", "below.json", file)).ShouldRedirect();
        question.ShouldEndWith("/stage");
        var asked = (await organiser.OpenAsync(question)).Text;
        asked.ShouldContain("The plan says “STAGE”, so the stage is taken to be at the ring in the picture.");
        asked.ShouldContain("<circle class=\"focus\" cx=\"150\" cy=\"250\"");
        (await organiser.OpenAsync(question[..^"/stage".Length])).Text.ShouldContain("This is a guess.");
        var plan = (await organiser.PostAsync(question, ("stage", ""), ("kind", ""))).ShouldRedirect();
        var confirmed = (await organiser.OpenAsync(plan)).Text;
        confirmed.ShouldContain("version 1");
        confirmed.ShouldContain("<circle class=\"focus\" cx=\"150\" cy=\"250\"");
        confirmed.ShouldNotContain("This is a guess.");
        (await organiser.OpenAsync(question)).Text.ShouldContain("The stage is at the ring in the picture.");

        (await organiser.PostAsync(question, ("stage", "RIGHT"), ("kind", "SEATS"))).ShouldRedirect().ShouldBe(plan);
        var changed = (await organiser.OpenAsync(plan)).Text;
        changed.ShouldContain("32 seats in 4 rows, version 2");
        changed.ShouldContain("<circle class=\"focus\" cx=\"400\" cy=\"150\"");
        changed.ShouldContain("At the ring in the picture.");
    }

    [Fact]
    public async Task Where_the_stage_is_is_said_with_the_file()
    {
        using var organiser = await Organiser.SignedInAsync(api);

        var plan = (await organiser.PostFileAsync(
            "/desk/plans/import", "below.json", Case.Read("stage-below.json"), ("stage", "BOTTOM"), ("kind", "COACH")))
            .ShouldRedirect();

        var page = (await organiser.OpenAsync(plan)).Text;
        page.ShouldContain("<circle class=\"focus\" cx=\"200\" cy=\"300\"");
        page.ShouldContain("<b>Kind</b><span>Coach</span>");
    }

    [Fact]
    public async Task A_stage_that_is_sent_twice_is_moved_once()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = (await organiser.PostFileAsync("/desk/plans/import", "hall.csv", HallFiles.Csv)).ShouldRedirect();
        var form = await organiser.OpenAsync($"{plan}/stage");
        var key = form.Text.Split("name=\"key\" value=\"")[1].Split('"')[0];

        foreach (var _ in (int[])[1, 2])
        {
            await organiser.PostAsync($"{plan}/stage", ("key", key), ("stage", "BOTTOM"), ("kind", ""));
        }

        (await organiser.OpenAsync(plan)).Text.ShouldContain("version 2");
    }

    [Theory]
    [InlineData("/desk/plans/999999", "Seating plan not found")]
    [InlineData("/desk/plans/999999/stage", "Seating plan not found")]
    [InlineData("/desk/plans/nothing", "Seating plan not found")]
    [InlineData("/desk/plans/999999/import", "Seating plan not found")]
    [InlineData("/desk/plans/999999/1.json", "Seating plan not found")]
    [InlineData("/desk/plans/999999/x.csv", "Seating plan not found")]
    [InlineData("/desk/shows/999999", "Show not found")]
    [InlineData("/desk/shows/999999/edit", "Show not found")]
    [InlineData("/desk/shows/new/00000000-0000-0000-0000-000000000000/plan", "This draft no longer exists")]
    [InlineData("/desk/shows/new/nothing/plan", "This draft no longer exists")]
    public async Task What_is_not_there_is_said_in_words(string path, string words)
    {
        using var organiser = await Organiser.SignedInAsync(api);

        (await organiser.Http.GetPageAsync(path)).ShouldBePage(HttpStatusCode.NotFound)
            .Text.ShouldContain(words);
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;
using Case = Usher.Tests.Cases.Case;

namespace Usher.Tests.SeatingPlans;

public sealed class PlanAdminContractTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Plans = "/api/admin/plans";

    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    private static readonly byte[] Studio = PlanJson.Write(BlockPlan.Create("Studio", 6, 10, [5], "Front", "Rear"));

    [Fact]
    public async Task Long_names_of_section_row_and_seat_are_read_back()
    {
        var name = new string('n', 200);
        var csv = $"section,row,seat,category\n{name},{name},{name},A\n{name},{name},{name[1..]}m,A\n";

        var stored = await PostAsync($"{Plans}?name=Long", Encoding.UTF8.GetBytes(csv), "text/csv");

        stored.Status.ShouldBe(HttpStatusCode.Created, stored.Text);
        var read = await api.Http.GetAnswerAsync(stored.Message.Headers.Location!.ToString(), Key);
        read.Status.ShouldBe(HttpStatusCode.OK, read.Text);
        read.Text.ShouldContain(name);
    }

    [Fact]
    public async Task A_plan_in_JSON_is_stored_listed_and_given_back_as_it_was()
    {
        var stored = await PostAsync(Plans, Studio, "application/json");

        stored.Status.ShouldBe(HttpStatusCode.Created, stored.Text);
        (stored.Field("version"), stored.Field("name"), stored.Field("total_seats")).ShouldBe(("1", "Studio", "60"));
        var address = stored.Message.Headers.Location!.ToString();
        address.ShouldBe($"{Plans}/{stored.Field("id")}");
        var whole = await api.Http.GetAnswerAsync(address, Key);
        stored.Text.ShouldStartWith(whole.Json.GetProperty("plan").GetRawText().TrimEnd('}'));
        whole.Json.GetProperty("categories").EnumerateArray().Select(name => name.GetString())
            .ShouldBe(["Front", "Rear"]);
        var again = Encoding.UTF8.GetBytes(whole.Json.GetProperty("seating_plan").GetRawText());
        PlanJson.Write(PlanJson.Read(again).Plan.ShouldNotBeNull()).ShouldBe(Studio);
    }

    [Fact]
    public async Task A_plan_as_a_table_is_stored_under_the_name_in_the_address()
    {
        var stored = await PostAsync($"{Plans}?name=Small%20hall", HallFiles.Csv, "text/csv; charset=utf-8");

        stored.Status.ShouldBe(HttpStatusCode.Created, stored.Text);
        (stored.Field("name"), stored.Field("total_seats")).ShouldBe(("Small hall", "8"));
    }

    [Fact]
    public async Task A_new_version_is_of_the_same_hall_and_leaves_the_old_one_as_it_was()
    {
        var address = (await PostAsync(Plans, Studio, "application/json")).Message.Headers.Location!.ToString();

        var second = await PostAsync($"{address}/versions", HallFiles.Csv, "text/csv");

        (second.Status, second.Field("version"), second.Field("name"), second.Field("total_seats"))
            .ShouldBe((HttpStatusCode.Created, "2", "Studio", "8"));
        var whole = await api.Http.GetAnswerAsync($"{address}?version=1", Key);
        whole.Json.GetProperty("plan").GetProperty("total_seats").GetInt32().ShouldBe(60);
        whole.Json.GetProperty("versions").EnumerateArray().Select(one => one.GetProperty("version").GetInt32())
            .ShouldBe([2, 1]);
        (await api.Http.GetAnswerAsync($"{address}?version=3", Key))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-plan");
    }

    [Fact]
    public async Task Pages_of_the_list_follow_each_other()
    {
        for (var i = 0; i < 3; i++)
        {
            await PostAsync(Plans, Studio, "application/json");
        }

        var ids = new List<long>();
        for (var path = $"{Plans}?limit=2"; path is not null;)
        {
            var page = await api.Http.GetAnswerAsync(path, Key);
            ids.AddRange(
                page.Json.GetProperty("plans").EnumerateArray().Select(one => one.GetProperty("id").GetInt64()));
            path = page.Json.GetProperty("next").GetString() is { } next ? $"{Plans}?limit=2&after={next}" : null;
        }

        ids.Count.ShouldBeGreaterThanOrEqualTo(3);
        ids.ShouldBe(ids.Distinct().Order());
        (await api.Http.GetAnswerAsync($"{Plans}?after=x", Key))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("after").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_plan_with_mistakes_is_refused_with_their_places()
    {
        (await PostAsync(Plans, HallFiles.WrongCsv, "text/csv"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("seating_plan").ShouldHaveSingleItem()
            .ShouldStartWith("line 4, section Stalls, row A, seat 3: x is 'fifty'");
        (await PostAsync(Plans, HallFiles.WrongJson, "application/json"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("seating_plan").ShouldHaveSingleItem().ShouldContain(" at zones[0].rows[0].seats[1]: ");
        (await PostAsync(Plans, "{"u8.ToArray(), "application/json"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("seating_plan").ShouldHaveSingleItem().ShouldContain("not JSON");
        (await PostAsync($"{Plans}?name={new string('x', 201)}", Studio, "application/json"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("name").ShouldHaveSingleItem();
        (await PostAsync(Plans, Studio, "application/pdf")).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body")
            .Field("detail").ShouldContain("application/json or text/csv");
        (await PostAsync(Plans, [], "application/json")).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body");
    }

    [Fact]
    public async Task A_table_in_UTF_16_is_read_and_in_another_encoding_refused()
    {
        var table = "section,row,seat,x,y,category\nÉtage,A,1,0,0,Front\n";
        byte[] utf16 = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(table)];

        foreach (var type in new[] { "text/csv", "text/csv; charset=\"UTF-16\"" })
        {
            (await PostAsync($"{Plans}?name=Wide", utf16, type)).Status.ShouldBe(HttpStatusCode.Created);
        }

        (await PostAsync(Plans, Encoding.Latin1.GetBytes(table), "text/csv; charset=latin1"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body").Field("detail")
            .ShouldContain("charset=utf-8");
        var windows = Encoding.Latin1.GetBytes(table);
        foreach (var type in new[] { "text/csv", "text/csv; charset=Windows-1252" })
        {
            var stored = await PostAsync($"{Plans}?name=Older", windows, type);
            stored.Status.ShouldBe(HttpStatusCode.Created, stored.Text);
            stored.Field("encoding").ShouldBe("windows-1252");
            (await api.Http.GetAnswerAsync(stored.Message.Headers.Location!.ToString(), Key)).Text
                .ShouldContain("\u00c9tage");
        }

        var czech = await PostAsync(
            $"{Plans}?name=Czech", CodePagesEncodingProvider.Instance.GetEncoding(1250)!
                .GetBytes("sekce,řada,sedadlo,kategorie\nBalkón,A,1,Běžná\n"), "text/csv; charset=windows-1250");
        (czech.Status, czech.Field("encoding")).ShouldBe((HttpStatusCode.Created, "windows-1250"));
        (await api.Http.GetAnswerAsync(czech.Message.Headers.Location!.ToString(), Key)).Json
            .GetProperty("categories")[0].GetString().ShouldBe("Běžná");

        (await PostAsync(Plans, Encoding.Latin1.GetBytes(table.Replace('\u00c9', '\u0081')), "text/csv"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("seating_plan").ShouldHaveSingleItem()
            .ShouldBe("line 2: this is not UTF-8, so some letters cannot be read; save it as UTF-8");
        (await PostAsync(Plans, [], "text/csv")).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body")
            .Field("detail").ShouldBe("The body is empty; send the table of a seating plan.");
    }

    [Fact]
    public async Task Columns_that_are_unknown_for_their_letters_are_refused_with_the_way_out()
    {
        var table = CodePagesEncodingProvider.Instance.GetEncoding(1250)!
            .GetBytes("Sekcja;Rząd;Miejsce;Kategoria\r\nParter;Rząd 1;4;Normalna\r\n");

        var errors = (await PostAsync(Plans, table, "text/csv"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("seating_plan");

        errors[0].ShouldStartWith("line 1: the column row is missing; there are 'Sekcja', 'Rz\u00b9d'");
        errors[1].ShouldEndWith(
            "send it in UTF-8 or name its encoding in Content-Type, such as \"text/csv; charset=windows-1250\"");
        (await PostAsync($"{Plans}?name=Parter", table, "text/csv; charset=windows-1250")).Status
            .ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_empty_category_is_told_once() =>
        (await PostAsync(Plans, "section,row,seat,x,y,category\nMain,A,1,0,0,\n"u8.ToArray(), "text/csv"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("seating_plan").ShouldHaveSingleItem()
            .ShouldBe("line 2, section Main, row A, seat 1: the category is empty");

    [Theory]
    [InlineData("\u200B,A,1,0,0,Front", "line 2, row A, seat 1: the section must have at least one visible character")]
    [InlineData("Main,\u202EA,1,0,0,Front",
        "line 2, section Main, seat 1: the row must not contain characters that change the text direction (U+202E)")]
    [InlineData("Main,A,1\u200B,0,0,Front",
        "line 2, section Main, row A: the seat must not begin or end with an invisible character (U+200B)")]
    [InlineData("Main,A,1,0,0,\u2066Front\u2069",
        "line 2: the name of the category must not contain characters that change the text direction (U+2066)")]
    public async Task Names_that_nobody_can_read_are_refused_at_their_place(string line, string problem) =>
        (await PostAsync(
            $"{Plans}?name=Hall", Encoding.UTF8.GetBytes($"section,row,seat,x,y,category\n{line}\n"), "text/csv"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("seating_plan").ShouldHaveSingleItem()
            .ShouldBe(problem);

    [Fact]
    public async Task A_name_that_nobody_can_read_is_refused() =>
        (await PostAsync($"{Plans}?name=%E2%80%8B", Studio, "application/json"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("name").ShouldHaveSingleItem()
            .ShouldBe("must have at least one visible character");

    [Fact]
    public async Task What_is_not_there_is_404_and_nobody_without_the_key_learns_that()
    {
        (await PostAsync($"{Plans}/999999/versions", Studio, "application/json"))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-plan");
        (await api.Http.GetAnswerAsync($"{Plans}/nothing", Key))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-plan");
        foreach (var path in new[] { Plans, $"{Plans}/1" })
        {
            (await api.Http.GetAnswerAsync(path)).ShouldBeProblem(HttpStatusCode.Unauthorized, "admin-key-required");
        }

        foreach (var path in new[] { Plans, $"{Plans}/1/versions" })
        {
            (await api.Http.PostJsonAsync(path, "{}"))
                .ShouldBeProblem(HttpStatusCode.Unauthorized, "admin-key-required");
        }
    }

    [Fact]
    public async Task Where_the_stage_is_is_told_with_the_plan_and_can_be_said_at_import_and_later()
    {
        var stored = await PostAsync(Plans, Case.Read("stage-below.json"), "application/json");
        var address = stored.Message.Headers.Location!.ToString();
        StageOf(stored).ShouldBe((150, 250, "GUESSED", "SEATS"));
        (await StageAsync(address)).ShouldBe((150, 250, "GUESSED", "SEATS"));

        var moved = await PatchAsync(address, """{ "stage": "LEFT", "kind": "COACH" }""");

        (moved.Status, moved.Field("version")).ShouldBe((HttpStatusCode.Created, "2"));
        StageOf(moved).ShouldBe((0, 150, "SAID", "COACH"));
        (await StageAsync(address)).ShouldBe((0, 150, "SAID", "COACH"));
        (await StageAsync($"{address}?version=1")).ShouldBe((150, 250, "GUESSED", "SEATS"));
        var third = await PostAsync(
            $"{address}/versions?stage=BOTTOM&kind=SLOTS", Case.Read("stage-below.json"), "application/json");
        third.Status.ShouldBe(HttpStatusCode.Created, third.Text);
        (await StageAsync(address)).ShouldBe((200, 300, "SAID", "SLOTS"));
    }

    [Fact]
    public async Task The_best_seats_of_a_show_are_those_before_the_stage_of_its_plan()
    {
        var plan = new NewPlan(Case.Read("stage-below.json")).Read().Plan.ShouldNotBeNull();
        var show = await api.Server.CreateShowAsync(NewShow.In(plan, "Below", TestServer.FarOff));

        var booked = await api.Http.PostJsonAsync(
            "/api/bookings", $$"""{ "show_id": {{show.Id}}, "seat_count": 3, "user_email": "asha@example.com" }""");

        booked.Status.ShouldBe(HttpStatusCode.Created, booked.Text);
        booked.Json.GetProperty("seat_numbers").EnumerateArray().Select(seat => plan.LabelOf(seat.GetInt32()))
            .ShouldBe(["A 5", "A 6", "A 7"]);
    }

    [Theory]
    [InlineData("""{ "stage": "below" }""", "stage", "must be one of TOP, BOTTOM, LEFT, RIGHT, MIDDLE")]
    [InlineData("""{ "kind": "CINEMA" }""", "kind", "must be one of SEATS, SLOTS, COACH")]
    [InlineData("""{}""", "stage", "is missing, and so is kind; send at least one of them")]
    public async Task A_word_for_no_side_and_no_kind_is_refused(string body, string field, string problem)
    {
        var address = (await PostAsync(Plans, Studio, "application/json")).Message.Headers.Location!.ToString();

        (await PatchAsync(address, body)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors(field).ShouldBe([problem]);
        (await PostAsync($"{Plans}?stage=below", Studio, "application/json"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("stage").ShouldHaveSingleItem();
        (await api.Http.GetAnswerAsync(address, Key)).Json.GetProperty("versions").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_plan_that_is_not_there_has_no_stage() =>
        (await PatchAsync($"{Plans}/999999", """{ "stage": "LEFT" }"""))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-plan");

    private async Task<(double X, double Y, string Source, string Kind)> StageAsync(string address) =>
        StageOf(await api.Http.GetAnswerAsync(address, Key));

    private static (double X, double Y, string Source, string Kind) StageOf(Answer answer)
    {
        var point = answer.Json.GetProperty("focal_point");
        return (
            point.GetProperty("x").GetDouble(), point.GetProperty("y").GetDouble(),
            answer.Field("focal_point_source"), answer.Field("kind"));
    }

    private Task<Answer> PatchAsync(string path, string json) => api.Http.CallAsync(
        HttpMethod.Patch, path, new StringContent(json, Encoding.UTF8, "application/json"), Key);

    private Task<Answer> PostAsync(string path, byte[] file, string contentType) => api.Http.CallAsync(
        HttpMethod.Post, path,
        new ByteArrayContent(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } }, Key);
}

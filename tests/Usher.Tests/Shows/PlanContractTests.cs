using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Shows;

public sealed class PlanContractTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task The_plan_tells_of_each_seat_where_it_stands_and_the_seat_map_what_it_is_called()
    {
        var plan = TheatrePlan.Create("Main house");
        var show = await CreateAsync(plan);

        var answer = await Http.GetAnswerAsync($"/api/shows/{show.Id}/plan");
        var seats = (await Http.GetAnswerAsync($"/api/shows/{show.Id}/seats")).Json.GetProperty("seats");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Field("plan_id").ShouldBe($"{show.PlanId}");
        Numbers(answer.Json.GetProperty("x")).ShouldBe(plan.Seats.Select(seat => seat.X));
        Numbers(answer.Json.GetProperty("y")).ShouldBe(plan.Seats.Select(seat => seat.Y));
        var (first, count) = (plan.Rows[8].First, plan.Rows[8].Count);
        var aisles = string.Join(',', plan.Rows[8].Aisles);
        answer.Json.GetProperty("rows")[8].ToString().ShouldBe(
            $$"""{"section":0,"label":"J","first":{{first}},"count":{{count}},"aisles":[{{aisles}}]}""");
        answer.Json.GetProperty("kinds").EnumerateObject().Count().ShouldBe(8);
        answer.Json.GetProperty("areas")[0].GetProperty("label").GetString().ShouldBe("Stage");
        seats.GetArrayLength().ShouldBe(plan.Seats.Length);
        var number = plan.Rows[8].First + 15;
        var (x, y) = (plan.Seats[number - 1].X, plan.Seats[number - 1].Y);
        seats[number - 1].ToString().ShouldBe(string.Create(CultureInfo.InvariantCulture, $$"""
            {"seat_number":{{number}},"label":"J 16","section":"Stalls","row":"J","category":"Standard",
            """) + string.Create(CultureInfo.InvariantCulture, $$"""
            "x":{{x}},"y":{{y}},"status":"AVAILABLE","version":0}
            """));
    }

    [Fact]
    public async Task The_plan_tells_how_its_rows_and_seats_are_called_where_that_is_not_as_usual()
    {
        var desks = SlotPlan.Create(
            "Passport desk", ["Desk 1"], new TimeOnly(8, 0), TimeSpan.FromMinutes(20), 18, "Appointment");
        var show = await CreateAsync(desks);

        var answer = await Http.GetAnswerAsync($"/api/shows/{show.Id}/plan");

        answer.Json.GetProperty("rows")[0].ToString().ShouldBe("""
            {"section":0,"label":"Desk 1","label_template":"%s","seat_template":"%s","first":1,"count":18,"aisles":[]}
            """);
    }

    [Fact]
    public async Task Coordinates_have_at_most_one_decimal()
    {
        var show = await CreateAsync(StadiumPlan.Create("Bowl", 2_000));

        var answer = await Http.GetAnswerAsync($"/api/shows/{show.Id}/plan");

        answer.Json.GetProperty("x").EnumerateArray().Select(x => x.GetRawText())
            .ShouldAllBe(x => !x.Contains('.') || x.Length - x.IndexOf('.') == 2);
    }

    [Fact]
    public async Task A_plan_may_be_kept_for_ever_under_its_version_and_is_not_sent_again()
    {
        var show = await CreateAsync(BusPlan.Create("Coach", 4, "Seat"));
        var address = $"/api/shows/{show.Id}/plan";

        var first = await Http.GetAnswerAsync(address);
        var tag = first.Message.Headers.ETag!;
        var versioned = await Http.GetAnswerAsync($"{address}?v={tag.Tag.Trim('"')}");
        var other = await Http.GetAnswerAsync($"{address}?v=0");
        var again = await Http.GetAnswerAsync(address, ("If-None-Match", tag.ToString()));

        tag.IsWeak.ShouldBeFalse();
        first.Message.Headers.CacheControl!.ToString().ShouldBe("no-cache");
        versioned.Message.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        versioned.Text.ShouldBe(first.Text);
        other.Message.Headers.CacheControl!.ToString().ShouldBe("no-cache");
        again.Status.ShouldBe(HttpStatusCode.NotModified);
        again.Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_encoding_has_a_tag_of_its_own()
    {
        var show = await CreateAsync(BusPlan.Create("Coach", 4, "Seat"));

        var packed = await Http.CallAsync(
            HttpMethod.Head, $"/api/shows/{show.Id}/plan", content: null, ("Accept-Encoding", "gzip, br"));
        var plain = await Http.GetAnswerAsync($"/api/shows/{show.Id}/plan");

        packed.Message.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        packed.Message.Headers.ETag!.Tag.ShouldNotBe(plain.Message.Headers.ETag!.Tag);
        packed.Message.Headers.Vary.ShouldBe(["Accept-Encoding"]);
    }

    [Fact]
    public async Task A_show_with_nothing_but_a_number_of_seats_has_a_block_of_them()
    {
        var show = await api.Server.CreateShowAsync(seats: 10);

        var plan = await Http.GetAnswerAsync($"/api/shows/{show.Id}/plan");

        plan.Field("plan_id").ShouldBeEmpty();
        plan.Field("numbers").ShouldBe("""["1","2","3","4","5","6","7","8","9","10"]""");
        plan.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("count").GetInt32())
            .ShouldBe([4, 4, 2]);
    }

    [Theory]
    [InlineData("999999")]
    [InlineData("x")]
    public async Task No_show_no_plan(string id) =>
        (await Http.GetAnswerAsync($"/api/shows/{id}/plan")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");

    private Task<Show> CreateAsync(SeatingPlan plan) => api.Server.Services.GetRequiredService<ShowCreation>()
        .CreateAsync(NewShow.In(plan, "Evening", TestServer.FarOff), seatsCreated: null, default);

    private static IEnumerable<double> Numbers(JsonElement list) =>
        list.EnumerateArray().Select(number => number.GetDouble());
}

using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Testing;

namespace Usher.Tests.Shows;

public sealed class NewShowWithPlanTests(TestApi api) : IClassFixture<TestApi>
{
    private const string TwoPrices =
        """[{ "category": "Front", "amount": 1800 }, { "category": "Rear", "amount": 1200 }]""";

    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    private static readonly SeatingPlan Studio = BlockPlan.Create("Studio", 6, 10, [5], "Front", "Rear");

    private HttpClient Http => api.Http;

    [Fact]
    public async Task A_show_in_a_hall_has_its_seats_and_prices_and_a_booking_keeps_what_it_cost()
    {
        var created = await CreateAsync(TwoPrices);

        created.Status.ShouldBe(HttpStatusCode.Created, created.Text);
        created.Field("total_seats").ShouldBe("60");
        created.Field("currency").ShouldBe("GBP");
        created.Field("prices").ShouldBe(
            """[{"category":"Front","amount":1800},{"category":"Rear","amount":1200}]""");
        (await Http.GetAnswerAsync($"/api/admin/shows/{created.Field("id")}", Key)).Text.ShouldBe(created.Text);
        (await Http.GetAnswerAsync(created.Message.Headers.Location!.ToString())).Field("id")
            .ShouldBe(created.Field("id"));
        var show = created.Json.GetProperty("id").GetInt64();
        var booked = await Http.BookAsync(show, [1, 60]);
        (booked.Field("amount"), booked.Field("currency")).ShouldBe(("3000", "GBP"));
        await ExecuteAsync($$"""
            update shows set prices = '[{"category": "Front", "amount": 1}, {"category": "Rear", "amount": 1}]'
            where id = {{show}}
            """);
        var confirmed = await Http.PostNothingAsync($"/api/bookings/{booked.Field("booking_id")}/confirm");
        (confirmed.Field("amount"), confirmed.Field("currency")).ShouldBe(("3000", "GBP"));
    }

    [Fact]
    public async Task Without_prices_seats_cost_nothing_in_no_currency()
    {
        var show = (await CreateAsync("[]")).Json.GetProperty("id").GetInt64();

        var booked = await Http.BookAsync(show, [1]);

        (booked.Field("amount"), booked.Json.GetProperty("currency").ValueKind).ShouldBe(("0", JsonValueKind.Null));
    }

    [Fact]
    public async Task One_price_does_for_a_number_of_seats_and_names_them()
    {
        var created = await Http.PostJsonAsync("/api/admin/shows", """
            {
              "name": "A", "start_time": "2999-01-01T20:00:00Z", "total_seats": 4, "currency": "JPY",
              "prices": [{ "category": "Standing", "amount": 900 }], "seats_per_booking_max": 2
            }
            """, Key);

        var show = created.Json.GetProperty("id").GetInt64();
        (await Http.BookAsync(show, [1, 2])).Field("amount").ShouldBe("1800");
        (await Http.GetAnswerAsync($"/api/shows/{show}/seats")).Json.GetProperty("seats")[3]
            .GetProperty("category").GetString().ShouldBe("Standing");
        (await Http.BookAsync(show, [3, 4, 1])).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("seat_numbers").ShouldHaveSingleItem().ShouldBe("must have at most 2 seats for this show, not 3");
    }

    [Theory]
    [InlineData("""[{ "category": "Front", "amount": 1 }]""", "have no price for the category 'Rear'")]
    [InlineData(
        """[{"category":"Front","amount":1},{"category":"Rear","amount":1},{"category":"Box","amount":1}]""",
        "include the category 'Box', which is not in the seating plan; its categories are Front, Rear")]
    [InlineData(
        """[{"category":"Front","amount":1},{"category":"Rear","amount":1},{"category":"Rear","amount":2}]""",
        "must list each category only once; 'Rear' is listed twice")]
    public async Task Every_category_has_one_price(string prices, string problem) =>
        (await CreateAsync(prices)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("prices").ShouldHaveSingleItem().ShouldStartWith(problem);

    [Fact]
    public async Task A_plan_with_mistakes_is_refused_with_their_places()
    {
        var plan = JsonNode.Parse(PlanJson.Write(Studio))!;
        var seats = plan["zones"]![1]!["rows"]![0]!["seats"]!;
        seats[3]!["category"] = "Royal box";
        seats[4]!["seat_guid"] = seats[0]!["seat_guid"]!.GetValue<string>();

        var answer = await PostAsync(plan, "[]", "");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("seating_plan").ShouldBe(
        [
            "section Studio, row A, seat 4 at zones[1].rows[0].seats[3]: "
                + "the category 'Royal box' is none of the plan's",
            "section Studio, row A, seat 5 at zones[1].rows[0].seats[4]: the seat_guid 'Studio-A-1' is that of "
                + "section Studio, row A, seat 1 at zones[1].rows[0].seats[0] already",
        ]);
    }

    [Fact]
    public async Task A_number_of_seats_beside_a_plan_must_be_the_plans() =>
        (await PostAsync(JsonNode.Parse(PlanJson.Write(Studio))!, "[]", "\"total_seats\": 61,"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("total_seats").ShouldHaveSingleItem()
            .ShouldBe("must be 60, the number of seats in the seating plan");

    [Fact]
    public async Task A_stadium_may_be_sent_whole_but_not_to_buyers_addresses()
    {
        var stadium = JsonNode.Parse(PlanJson.Write(StadiumPlan.Create("Bowl", 20_000)))!;

        (await PostAsync(stadium, "[]", "")).Status.ShouldBe(HttpStatusCode.Created);
        // Refused by its length: who does not wait for the word to go on may find the line closed while still writing.
        (await Http.PostJsonAsync("/api/bookings", stadium.ToJsonString(), ("Expect", "100-continue")))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body");
    }

    private Task<Answer> CreateAsync(string prices) =>
        PostAsync(JsonNode.Parse(Encoding.UTF8.GetString(PlanJson.Write(Studio)))!, prices, "");

    private Task<Answer> PostAsync(JsonNode plan, string prices, string more) =>
        Http.PostJsonAsync("/api/admin/shows", $$"""
            {
              "name": "In the studio", "start_time": "2999-01-01T20:00:00Z", {{more}}
              "currency": "GBP", "prices": {{prices}}, "seating_plan": {{plan.ToJsonString()}}
            }
            """, Key);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = api.Server.Data.Primary.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

using System.Net;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>Best seats and the rule about single seats, as clients see them.</summary>
public sealed class BestSeatsContractTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task The_answer_tells_which_seats_were_chosen()
    {
        var show = await CreateAsync();

        var answer = await BestAsync(show.Id, """ "seat_count": 2, "user_email": "a@example.com" """);

        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer.Field("seat_numbers").ShouldBe("[3,4]");
        answer.Field("status").ShouldBe("PENDING");
        answer.Json.GetProperty("amount").GetInt64().ShouldBe(3600);
        (await Http.GetAnswerAsync(answer.Message.Headers.Location!.ToString()))
            .Field("seat_numbers").ShouldBe("[3,4]");
    }

    [Fact]
    public async Task A_category_is_kept_to_and_one_that_is_not_there_is_refused_with_those_that_are()
    {
        var show = await CreateAsync();

        (await BestAsync(show.Id, """ "seat_count": 2, "category": "Rear" """))
            .Field("seat_numbers").ShouldBe("[14,15]");
        (await BestAsync(show.Id, """ "seat_count": 2, "category": "rear" """))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("category").ShouldBe(["must be one of this show's categories: Front, Rear"]);
        (await BestAsync((await api.Server.CreateShowAsync()).Id, """ "seat_count": 2, "category": "Rear" """))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("category").ShouldBe(["must be left out: this show has no categories"]);
    }

    [Fact]
    public async Task A_refusal_says_what_is_possible_still()
    {
        var show = await CreateAsync();

        var refused = await BestAsync(show.Id, """ "seat_count": 4, "category": "Rear" """);

        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Text.ShouldBe(
            $$"""{"booking_id":null,"show_id":{{show.Id}},"seat_numbers":[],"status":"FAILED","""
            + """
            "reason":"SEATS_TAKEN","conflict_seats":[],
            """.Trim()
            + "\"message\":\"There are no 4 seats together in Rear; the most together is 3.\"}");
        (await BestAsync(show.Id, """ "seat_count": 8, "allow_split": true """))
            .Status.ShouldBe(HttpStatusCode.Created);
        (await BestAsync(show.Id, """ "seat_count": 20 """)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("seat_count").ShouldBe(["must be at most 10 for this show, not 20"]);
    }

    [Fact]
    public async Task Three_in_a_coach_are_refused_with_two_and_one_near_each_other_which_may_be_booked()
    {
        var show = await api.Server.CreateShowAsync(
            NewShow.In(BusPlan.Create("Coach", 4, "Seat"), "A trip", TestServer.FarOff));

        var refused = await BestAsync(show.Id, """ "seat_count": 3 """);

        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Field("reason").ShouldBe("SEATS_TAKEN");
        refused.Field("message").ShouldBe("There are no 3 seats together, but 2 + 1 close to each other.");
        refused.Field("alternatives").ShouldBe("[[1,2,3]]");
        (await BestAsync(show.Id, """ "seat_count": 3, "allow_split": true """))
            .Field("seat_numbers").ShouldBe("[1,2,3]");
    }

    [Fact]
    public async Task The_same_key_gives_the_same_seats_and_the_same_bytes()
    {
        var show = await CreateAsync();
        const string Request = """ "seat_count": 2, "category": "Front" """;

        var made = await BestAsync(show.Id, Request, ("Idempotency-Key", KeyNames.KeyOf("best")));
        var again = await BestAsync(show.Id, Request, ("Idempotency-Key", KeyNames.KeyOf("best")));

        made.Status.ShouldBe(HttpStatusCode.Created);
        again.Text.ShouldBe(made.Text);
        (await BestAsync(show.Id, """ "seat_count": 2 """, ("Idempotency-Key", KeyNames.KeyOf("best"))))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_seat_left_alone_is_named_and_others_are_offered()
    {
        var show = await CreateAsync(noOrphans: true);

        var refused = await Http.BookAsync(show.Id, [2, 3]);

        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Field("reason").ShouldBe("LEAVES_SINGLE_SEAT");
        refused.Field("lone_seats").ShouldBe("[1]");
        refused.Field("alternatives").ShouldBe("[[1,2],[3,4],[7,8]]");
        refused.Field("message")
            .ShouldBe("This would leave A 1 as a single seat. Take it too, or move your seats along by one.");
        (await Http.BookAsync(show.Id, [1, 2, 3])).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_organiser_turns_the_rule_on_and_the_show_tells()
    {
        var made = await Http.PostJsonAsync(
            "/api/admin/shows",
            """{ "name": "A show", "start_time": "2999-01-01T19:00:00Z", "total_seats": 25, "no_orphans": true }""",
            ("X-Api-Key", TestApi.AdminKey));

        made.Status.ShouldBe(HttpStatusCode.Created);
        made.Field("no_orphans").ShouldBe("True");
        var id = made.Json.GetProperty("id").GetInt64();
        (await Http.GetAnswerAsync($"/api/shows/{id}")).Field("no_orphans").ShouldBe("True");
        var refused = await Http.BookAsync(id, [2]);
        refused.Field("message")
            .ShouldBe("This would leave seat 1 as a single seat. Take it too, or move your seats along by one.");
    }

    private Task<Answer> BestAsync(ShowId show, string fields, params (string, string)[] headers) =>
        Http.PostJsonAsync("/api/bookings", $$"""{ "show_id": {{show}}, {{fields}} }""", headers);

    private async Task<Show> CreateAsync(bool noOrphans = false)
    {
        var plan = BlockPlan.Create("Studio", rows: 3, seatsPerRow: 6, aislesAfter: [], "Front", "Rear");
        return await api.Server.CreateShowAsync(NewShow.In(plan, "A show", TestServer.FarOff) with
        {
            NoOrphans = noOrphans,
            SeatsPerBookingMax = 10,
            Currency = "GBP",
            Prices = [new Price("Front", 1800), new Price("Rear", 1200)],
        });
    }
}

using System.Net;
using System.Text.Json;
using Usher.Testing;

namespace Usher.Tests.Bookings;

public sealed class BookingContractTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task Free_seats_are_held_and_the_answer_says_where_to_find_the_booking()
    {
        var show = await api.Server.CreateShowAsync(holdSeconds: 90);

        var answer = await Http.BookAsync(show.Id, [6, 5]);

        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer.ContentType.ShouldBe("application/json");
        answer.Fields.ShouldBe(
            ["booking_id", "show_id", "seat_numbers", "status", "expires_at", "created_at", "amount", "currency"]);
        answer.Message.Headers.Location!.ToString().ShouldBe("/api/bookings/" + answer.Field("booking_id"));
        answer.Json.GetProperty("show_id").GetInt64().ShouldBe(show.Id.Value);
        answer.Field("seat_numbers").ShouldBe("[6,5]");
        answer.Field("status").ShouldBe("PENDING");
        answer.Json.GetProperty("amount").GetInt64().ShouldBe(0);
        answer.Json.GetProperty("currency").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.Field("created_at").ShouldEndWith("Z");
        (answer.Json.GetProperty("expires_at").GetDateTime() - answer.Json.GetProperty("created_at").GetDateTime())
            .ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task Seats_that_somebody_has_are_refused_by_number_and_nothing_is_stored()
    {
        var show = await api.Server.CreateShowAsync();
        await Http.BookAsync(show.Id, [5]);

        var answer = await Http.BookAsync(show.Id, [5, 6]);

        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.ContentType.ShouldBe("application/json");
        answer.Text.ShouldBe(
            $$"""{"booking_id":null,"show_id":{{show.Id}},"seat_numbers":[5,6],"status":"FAILED","""
            + """
            "reason":"SEATS_TAKEN","conflict_seats":[5],"message":"Seats already booked"}
            """.Trim());
        (await Http.BookAsync(show.Id, [6])).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_booking_is_found_by_its_address_with_its_email_masked()
    {
        var show = await api.Server.CreateShowAsync();
        var made = await Http.BookAsync(show.Id, [1], "asha@example.com");

        var seen = await Http.GetAnswerAsync(made.Message.Headers.Location!.ToString());

        seen.Status.ShouldBe(HttpStatusCode.OK);
        seen.Field("booking_id").ShouldBe(made.Field("booking_id"));
        seen.Field("user_email").ShouldBe("a***@example.com");
        seen.Message.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData(TestApi.AdminKey, "asha@example.com")]
    [InlineData("a-key-for-the-tests-onlY", "a***@example.com")]
    [InlineData("", "a***@example.com")]
    public async Task Only_the_admin_key_shows_the_whole_email(string key, string expected)
    {
        var show = await api.Server.CreateShowAsync();
        var made = await Http.BookAsync(show.Id, [1], "asha@example.com");

        var seen = await Http.GetAnswerAsync("/api/bookings/" + made.Field("booking_id"), ("X-Api-Key", key));

        seen.Field("user_email").ShouldBe(expected);
    }

    [Fact]
    public async Task A_confirmation_sells_the_seats_and_repeating_it_changes_nothing()
    {
        var show = await api.Server.CreateShowAsync();
        var made = await Http.BookAsync(show.Id, [1, 2]);

        var confirmed = await Http.PostNothingAsync($"/api/bookings/{made.Field("booking_id")}/confirm");
        var again = await Http.PostNothingAsync($"/api/bookings/{made.Field("booking_id")}/confirm");

        confirmed.Status.ShouldBe(HttpStatusCode.OK);
        confirmed.Field("status").ShouldBe("CONFIRMED");
        confirmed.Field("confirmed_at").ShouldEndWith("Z");
        again.Status.ShouldBe(HttpStatusCode.OK);
        // Whoever repeats it without a key need not be the buyer.
        again.Fields.ShouldBe(confirmed.Fields.Except(["ticket_url"]));
        again.Text.ShouldBe(confirmed.Text.Replace(
            $"\"ticket_url\":\"{confirmed.Field("ticket_url")}\",", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_confirmation_with_an_address_is_refused_alike_whatever_it_is()
    {
        var show = await api.Server.CreateShowAsync();
        var made = await Http.BookAsync(show.Id, [1]);
        var address = $"/api/bookings/{made.Field("booking_id")}/confirm";
        await Http.PostJsonAsync(address, """{ "user_email": "first@example.com" }""");
        await Http.PostJsonAsync(address, """{ "user_email": "latest@example.com" }""");

        var right = await Http.PostJsonAsync(address, """{ "user_email": "first@example.com" }""");
        var wrong = await Http.PostJsonAsync(address, """{ "user_email": "other@example.com" }""");

        right.Status.ShouldBe(HttpStatusCode.Conflict);
        (right.Field("status"), right.Field("reason")).ShouldBe(("CONFIRMED", "ALREADY_CONFIRMED"));
        wrong.Text.ShouldBe(right.Text);
        var stored = await Http.GetAnswerAsync(
            $"/api/bookings/{made.Field("booking_id")}", ("X-Api-Key", TestApi.AdminKey));
        stored.Field("user_email").ShouldBe("first@example.com");
    }

    [Fact]
    public async Task A_confirmation_whose_answer_was_lost_is_repeated_under_its_key()
    {
        var show = await api.Server.CreateShowAsync();
        var made = await Http.BookAsync(show.Id, [1], email: null);
        var address = $"/api/bookings/{made.Field("booking_id")}/confirm";
        var key = ("Idempotency-Key", KeyNames.KeyOf("confirmation"));
        const string body = """{ "user_email": "bo@example.com" }""";

        var first = await Http.PostJsonAsync(address, body, key);
        var again = await Http.PostJsonAsync(address, body, key);
        await Http.PostNothingAsync(
            $"/api/admin/bookings/{made.Field("booking_id")}/cancel", ("X-Api-Key", TestApi.AdminKey));
        var late = await Http.PostJsonAsync(address, body, key);

        first.Status.ShouldBe(HttpStatusCode.OK);
        (again.Status, again.Text).ShouldBe((HttpStatusCode.OK, first.Text));
        (late.Status, late.Text).ShouldBe((HttpStatusCode.OK, first.Text));
        (await Http.PostJsonAsync(address, """{ "user_email": "other@example.com" }""", key))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task An_email_that_was_left_out_is_due_at_the_confirmation()
    {
        var show = await api.Server.CreateShowAsync();
        var made = await Http.BookAsync(show.Id, [1], email: null);
        var address = $"/api/bookings/{made.Field("booking_id")}/confirm";
        (await Http.GetAnswerAsync(made.Message.Headers.Location!.ToString())).Fields.ShouldNotContain("user_email");

        (await Http.PostNothingAsync(address)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("user_email").ShouldHaveSingleItem().ShouldStartWith("is required");
        (await Http.PostJsonAsync(address, "{}")).ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        var confirmed = await Http.PostJsonAsync(address, """{ "user_email": "bo@example.com" }""");

        confirmed.Status.ShouldBe(HttpStatusCode.OK);
        confirmed.Field("user_email").ShouldBe("b***@example.com");
    }

    [Theory]
    [InlineData("""{ "user_email": "nobody" }""", "validation")]
    [InlineData("""{ "user_email": 7 }""", "validation")]
    [InlineData("[]", "malformed-body")]
    [InlineData("{", "malformed-body")]
    public async Task A_wrong_confirmation_body_is_refused_and_the_hold_stays(string body, string problem)
    {
        var show = await api.Server.CreateShowAsync();
        var made = await Http.BookAsync(show.Id, [1]);

        var refused = await Http.PostJsonAsync($"/api/bookings/{made.Field("booking_id")}/confirm", body);

        refused.ShouldBeProblem(HttpStatusCode.BadRequest, problem);
        (await Http.GetAnswerAsync("/api/bookings/" + made.Field("booking_id"))).Field("status").ShouldBe("PENDING");
    }

    [Fact]
    public async Task A_cancelled_booking_frees_its_seats_and_cannot_be_confirmed_any_more()
    {
        var show = await api.Server.CreateShowAsync();
        var made = await Http.BookAsync(show.Id, [1]);
        var address = "/api/bookings/" + made.Field("booking_id");

        var cancelled = await Http.PostNothingAsync(address + "/cancel");

        cancelled.Status.ShouldBe(HttpStatusCode.OK);
        (cancelled.Field("status"), cancelled.Field("reason")).ShouldBe(("FAILED", "CANCELLED"));
        (await Http.PostNothingAsync(address + "/cancel")).Status.ShouldBe(HttpStatusCode.OK);
        var confirmed = await Http.PostNothingAsync(address + "/confirm");
        confirmed.Status.ShouldBe(HttpStatusCode.Conflict);
        confirmed.ContentType.ShouldBe("application/json");
        (confirmed.Field("status"), confirmed.Field("reason")).ShouldBe(("FAILED", "CANCELLED"));
        confirmed.Field("message").ShouldNotBeEmpty();
        (await Http.BookAsync(show.Id, [1])).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_confirmed_booking_is_neither_cancelled_nor_extended_by_its_buyer()
    {
        var show = await api.Server.CreateShowAsync();
        var address = "/api/bookings/" + (await Http.BookAsync(show.Id, [1])).Field("booking_id");
        await Http.PostNothingAsync(address + "/confirm");

        foreach (var change in new[] { "/cancel", "/extend" })
        {
            var refused = await Http.PostNothingAsync(address + change);
            refused.Status.ShouldBe(HttpStatusCode.Conflict);
            (refused.Field("status"), refused.Field("reason")).ShouldBe(("CONFIRMED", "ALREADY_CONFIRMED"));
        }
    }

    [Fact]
    public async Task A_hold_is_extended_once_by_its_length()
    {
        var show = await api.Server.CreateShowAsync(holdSeconds: 60);
        var made = await Http.BookAsync(show.Id, [1]);
        var address = $"/api/bookings/{made.Field("booking_id")}/extend";

        var extended = await Http.PostNothingAsync(address);
        var again = await Http.PostNothingAsync(address);

        extended.Status.ShouldBe(HttpStatusCode.OK);
        (extended.Json.GetProperty("expires_at").GetDateTime() - made.Json.GetProperty("expires_at").GetDateTime())
            .ShouldBe(TimeSpan.FromSeconds(60));
        again.Status.ShouldBe(HttpStatusCode.Conflict);
        (again.Field("status"), again.Field("reason")).ShouldBe(("PENDING", "ALREADY_EXTENDED"));
    }

    [Fact]
    public async Task A_show_may_forbid_extending()
    {
        var show = await api.Server.CreateShowAsync(extensionAllowed: false);
        var made = await Http.BookAsync(show.Id, [1]);

        var refused = await Http.PostNothingAsync($"/api/bookings/{made.Field("booking_id")}/extend");

        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Field("reason").ShouldBe("EXTENSION_FORBIDDEN");
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        var show = await api.Server.CreateShowAsync(seats: 50);
        var unknown = BookingId.Random(show.Id);
        (await Http.BookAsync(987_654_321, [1])).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        (await Http.BookAsync(long.MaxValue, [1])).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        (await Http.BookAsync(show.Id, [50, 51, 52])).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-seats")
            .Errors("seat_numbers").ShouldHaveSingleItem().ShouldBe(
                "must be from 1 to 50 for this show, which has no seat 51, 52");

        foreach (var id in new[] { unknown.ToString(), Guid.Empty.ToString(), "7", "a%2Fb", "%F0%9F%8E%AD" })
        {
            (await Http.GetAnswerAsync($"/api/bookings/{id}"))
                .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-booking");
            foreach (var change in new[] { "confirm", "cancel", "extend" })
            {
                (await Http.PostNothingAsync($"/api/bookings/{id}/{change}"))
                    .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-booking");
            }
        }
    }

    [Fact]
    public async Task Before_the_sale_opens_the_refusal_tells_when_it_does()
    {
        var opening = new DateTime(2998, 5, 1, 9, 0, 0, DateTimeKind.Utc);
        var show = await api.Server.CreateShowAsync(opensAt: opening);

        var refused = await Http.BookAsync(show.Id, [1]);

        refused.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "sales-not-open");
        refused.Field("sales_open_at").ShouldBe("2998-05-01T09:00:00Z");
        refused.Field("detail").ShouldContain("Tuesday 1 May 2998, 09:00 UTC");
    }
}

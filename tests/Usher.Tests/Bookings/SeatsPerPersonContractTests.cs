using System.Net;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>What is said to a person who has as many seats of a show as one may.</summary>
public sealed class SeatsPerPersonContractTests(TestApi api) : IClassFixture<TestApi>
{
    private const int Max = 4;

    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    private HttpClient Http => api.Http;

    [Fact]
    public async Task The_refusal_of_a_hold_says_how_many_the_person_has_and_may_have()
    {
        var show = await ShowAsync();
        await Http.BookAsync(show.Id, [1, 2, 3], "asha@example.com");

        var refused = await Http.BookAsync(show.Id, [4, 5], "Asha@Example.com");

        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Fields.ShouldBe(
            ["booking_id", "show_id", "seat_numbers", "status", "reason", "conflict_seats", "message"]);
        (refused.Field("booking_id"), refused.Field("status"), refused.Field("reason"), refused.Field("conflict_seats"))
            .ShouldBe(("", "FAILED", "LIMIT_REACHED", "[]"));
        refused.Field("message").ShouldBe(
            "You already have 3 seats for this show with this e-mail address; the limit is 4 per person. Choose at "
            + "most 1 more, or let someone else book with their own address.");
        await Http.BookAsync(show.Id, [4], "asha@example.com");
        (await Http.BookAsync(show.Id, [5], "asha@example.com")).Field("message").ShouldEndWith(
            "You already have 4 seats for this show with this e-mail address; the limit is 4 per person. Someone else "
            + "can book with their own address.");
    }

    [Fact]
    public async Task Who_asks_for_more_than_anybody_may_have_learns_nothing_of_the_person()
    {
        var show = await ShowAsync();
        await Http.BookAsync(show.Id, [1], "asha@example.com");

        foreach (var email in (string?[])["asha@example.com", null])
        {
            (await Http.BookAsync(show.Id, [2, 3, 4, 5, 6], email)).Field("message").ShouldBe(
                "One person can have at most 4 seats for this show. Choose fewer.");
        }
    }

    [Fact]
    public async Task A_confirmation_for_somebody_with_too_many_is_refused_and_the_hold_stays()
    {
        var show = await ShowAsync();
        await Http.BookAsync(show.Id, [1, 2, 3], "asha@example.com");
        var held = await Http.BookAsync(show.Id, [4, 5], email: null);
        var confirm = $"/api/bookings/{held.Field("booking_id")}/confirm";

        var refused = await Http.PostJsonAsync(confirm, """{ "user_email": "asha@example.com" }""");

        refused.Status.ShouldBe(HttpStatusCode.Conflict, refused.Text);
        (refused.Field("status"), refused.Field("reason"), refused.Field("expires_at"))
            .ShouldBe(("PENDING", "LIMIT_REACHED", held.Field("expires_at")));
        refused.Field("message").ShouldBe(
            "You already have 3 seats for this show with this e-mail address; the limit is 4 per person. Enter the "
            + "address of the person these seats are for, or release them and choose fewer.");
        refused.Text.ShouldNotContain("asha@");
        (await Http.PostJsonAsync(confirm, """{ "user_email": "ben@example.com" }"""))
            .Field("status").ShouldBe("CONFIRMED");
    }

    [Fact]
    public async Task The_admin_key_is_not_limited()
    {
        var show = await ShowAsync();
        var body = $$"""
            { "show_id": {{show.Id}}, "seat_numbers": [1, 2, 3, 4, 5], "user_email": "asha@example.com" }
            """;
        (await Http.PostJsonAsync("/api/bookings", body)).Field("reason").ShouldBe("LIMIT_REACHED");
        (await Http.PostJsonAsync("/api/bookings", body, Key)).Status.ShouldBe(HttpStatusCode.Created);
        var held = await Http.BookAsync(show.Id, [6, 7], email: null);
        var confirm = $"/api/bookings/{held.Field("booking_id")}/confirm";
        const string asha = """{ "user_email": "asha@example.com" }""";

        (await Http.PostJsonAsync(confirm, asha)).Field("reason").ShouldBe("LIMIT_REACHED");
        (await Http.PostJsonAsync(confirm, asha, Key)).Field("status").ShouldBe("CONFIRMED");
    }

    [Fact]
    public async Task A_page_offers_no_more_than_one_may_have_and_says_so()
    {
        var show = await ShowAsync();

        var page = (await Http.GetPageAsync($"/shows/{show.Id}")).ShouldBePage(HttpStatusCode.OK).Text;

        page.ShouldContain("seats-max=\"4\"");
        page.ShouldContain("At most 4 seats per person.");
        var refused = (await Http.HoldAsync(show.Id, 1, 2, 3, 4, 5)).ShouldBePage(HttpStatusCode.Conflict).Text;
        refused.ShouldContain("One person can have at most 4 seats for this show. Choose fewer.");
        refused.ShouldContain("Nothing is held yet.");
        refused.ShouldContain($"href=\"/shows/{show.Id}?seats=1,2,3,4,5\"");
    }

    [Fact]
    public async Task The_page_of_a_hold_asks_for_another_address()
    {
        var show = await ShowAsync();
        await Http.BookAsync(show.Id, [1, 2, 3], "asha@example.com");
        var booking = (await Http.HoldAsync(show.Id, 4, 5)).ShouldRedirect();

        var refused = (await Http.PostFormAsync(booking + "/confirm", [("email", "Asha@example.com")]))
            .ShouldBePage(HttpStatusCode.Conflict).Text;

        refused.ShouldContain("You already have 3 seats for this show with this e-mail address");
        refused.ShouldContain("Enter the address of the person these seats are for, or release them");
        refused.ShouldContain("aria-invalid=\"true\"");
        refused.ShouldContain("value=\"Asha@example.com\"");
        (await Http.GetPageAsync(booking)).Text.ShouldContain("Your 2 seats are held");
        (await Http.PostFormAsync(booking + "/confirm", [("email", "ben@example.com")])).ShouldRedirect();
        (await Http.GetPageAsync(booking)).Text.ShouldContain("Confirmed");
    }

    [Fact]
    public async Task A_limit_that_is_lowered_takes_nothing_from_anybody()
    {
        var show = await ShowAsync();
        var held = await Http.BookAsync(show.Id, [1, 2, 3], "asha@example.com");

        (await Http.CallAsync(
            HttpMethod.Patch, $"/api/admin/shows/{show.Id}",
            new StringContent("""{ "seats_per_person_max": 1 }""", new System.Net.Http.Headers.MediaTypeHeaderValue(
                "application/json")), Key)).Status.ShouldBe(HttpStatusCode.OK);

        (await Http.PostNothingAsync($"/api/bookings/{held.Field("booking_id")}/confirm"))
            .Field("status").ShouldBe("CONFIRMED");
        (await Http.BookAsync(show.Id, [4], "asha@example.com")).Field("message")
            .ShouldStartWith("You already have 3 seats for this show with this e-mail address; the limit is 1 per");
    }

    private Task<Show> ShowAsync() => api.Server.CreateShowAsync(
        new NewShow("Evening performance", TestServer.FarOff, 20) { SeatsPerPersonMax = Max });
}

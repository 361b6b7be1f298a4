using System.Globalization;
using System.Net;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>What a client is told that holds as much as one may.</summary>
public sealed class HeldSeatsContractTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private TestServer? _server;

    private TestServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(
        database, ("Auth:AdminKey", TestApi.AdminKey), ("Bookings:HeldSeatsPerClientMax", "3"));

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task The_refusal_says_why_and_when_to_try_again()
    {
        var show = await Server.CreateShowAsync();
        var held = await Server.Http.BookAsync(show.Id, [1, 2]);

        var refused = await Server.Http.BookAsync(show.Id, [3, 4]);

        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Fields.ShouldBe(
            [
                "booking_id", "show_id", "seat_numbers", "status", "reason", "conflict_seats", "message",
                "try_again_at",
            ]);
        (refused.Field("booking_id"), refused.Field("status"), refused.Field("reason"), refused.Field("conflict_seats"))
            .ShouldBe(("", "FAILED", "LIMIT_REACHED", "[]"));
        refused.Field("try_again_at").ShouldBe(held.Field("expires_at"));
        var until = DateTime.Parse(held.Field("expires_at"), CultureInfo.InvariantCulture).ToUniversalTime();
        refused.Field("message").ShouldBe(
            "You already hold 2 seats for this show from your internet address; the limit is 3 at a time. Confirm or "
            + $"release some of your seats, or try again at {until:HH:mm:ss} UTC, when the first of these holds ends.");
    }

    [Fact]
    public async Task Who_asks_for_more_than_anybody_may_hold_is_told_how_many_that_is()
    {
        var show = await Server.CreateShowAsync();

        var refused = await Server.Http.BookAsync(show.Id, [1, 2, 3, 4]);

        refused.Field("reason").ShouldBe("LIMIT_REACHED");
        refused.Fields.ShouldNotContain("try_again_at");
        refused.Field("message").ShouldBe(
            "You can hold at most 3 seats for this show at a time from one internet address. Choose fewer.");
    }

    [Fact]
    public async Task Confirming_makes_room_and_the_admin_key_needs_none()
    {
        var show = await Server.CreateShowAsync();
        var held = await Server.Http.BookAsync(show.Id, [1, 2, 3]);
        var body = $$"""{ "show_id": {{show.Id}}, "seat_numbers": [11, 12, 13, 14] }""";

        (await Server.Http.PostJsonAsync("/api/bookings", body, ("X-Api-Key", "a wrong key")))
            .Field("reason").ShouldBe("LIMIT_REACHED");
        (await Server.Http.PostJsonAsync("/api/bookings", body, ("X-Api-Key", TestApi.AdminKey)))
            .Status.ShouldBe(HttpStatusCode.Created);
        (await Server.Http.BookAsync(show.Id, [4])).Status.ShouldBe(HttpStatusCode.Conflict);
        await Server.Http.PostNothingAsync($"/api/bookings/{held.Field("booking_id")}/confirm");
        (await Server.Http.BookAsync(show.Id, [4])).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_page_says_the_same_in_words_and_leads_on()
    {
        var show = await Server.CreateShowAsync();
        (await Server.Http.HoldAsync(show.Id, 1, 2)).ShouldRedirect();

        var refused = (await Server.Http.HoldAsync(show.Id, 3, 4)).ShouldBePage(HttpStatusCode.Conflict);

        refused.Text
            .ShouldContain("You already hold 2 seats for this show from your internet address; the limit is 3 at a "
                + "time.");
        refused.Text.ShouldContain("or try again at");
        refused.Text.ShouldContain("<time datetime=");
        refused.Text.ShouldContain($"href=\"/shows/{show.Id}?seats=3,4\"");
    }
}

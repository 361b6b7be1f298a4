using System.Net;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Cases;

/// <summary>A buyer whose booking the organiser cancelled reads that, when, why and what follows, and is not asked to
/// try for the same seats.</summary>
public sealed class CancelledByOrganiserTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Reasons =
        """{ "reason": "Ben broke his leg", "public_reason": "The show was moved to Friday <i>" }""";

    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    private HttpClient Http => api.Http;

    [Fact]
    public async Task A_ticket_says_that_the_organiser_cancelled_it_with_the_public_reason_alone()
    {
        var (show, id) = await SellAsync();
        (await CancelAsync(id, Reasons)).Status.ShouldBe(HttpStatusCode.OK);

        var page = WebUtility.HtmlDecode((await Http.GetPageAsync($"/bookings/{id}")).Text);

        page.ShouldContain("<title>Cancelled by the organiser: Evening performance");
        page.ShouldContain("<h1 id=\"ended\">Cancelled by the organiser</h1>");
        page.ShouldContain("The show was moved to Friday <i>");
        page.ShouldContain("The ticket is no longer valid. There was nothing to pay.");
        page.ShouldNotContain("Ben broke his leg");
        page.ShouldNotContain("again</button>");
        page.ShouldNotContain("QR code");
        page.ShouldContain($"href=\"/bookings/{id}/show.ics\">Remove it from your calendar</a>");

        var booking = await Http.GetAnswerAsync($"/api/bookings/{id}");
        (booking.Field("cancelled_by"), booking.Field("public_reason"))
            .ShouldBe(("ORGANISER", "The show was moved to Friday <i>"));
        page.ShouldContain($"<time datetime=\"{booking.Field("cancelled_at")[..23]}");
        booking.Text.ShouldNotContain("Ben");
        var refused = await Http.PostNothingAsync($"/api/bookings/{id}/confirm");
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        (refused.Field("reason"), refused.Field("message"))
            .ShouldBe(("CANCELLED", "The organiser cancelled the booking"));

        var log = (await Http.GetAnswerAsync($"/api/admin/audit?show_id={show}&limit=1", Key)).Json
            .GetProperty("events")[0];
        (log.GetProperty("detail").GetString(), log.GetProperty("public_reason").GetString())
            .ShouldBe(("Ben broke his leg", "The show was moved to Friday <i>"));
        (await Http.GetAnswerAsync($"/api/admin/shows/{show}/bookings", Key)).Json.GetProperty("bookings")[0]
            .GetProperty("cancelled_by").GetString().ShouldBe("ORGANISER");
    }

    [Fact]
    public async Task The_call_that_cancels_tells_who_when_and_why_and_so_does_every_other_one()
    {
        var (_, id) = await SellAsync();
        (string, string)[] headers = [Key, ("Idempotency-Key", $"cancel-{id}")];
        var path = $"/api/admin/bookings/{id}/cancel";
        const string other = """{ "public_reason": "Another one" }""";

        var first = await Http.PostJsonAsync(path, Reasons, headers);
        var repeated = await Http.PostJsonAsync(path, Reasons, headers);
        var again = await Http.PostJsonAsync(path, other, Key);
        var otherKey = await Http.PostJsonAsync(path, other, Key, ("Idempotency-Key", $"cancel-{id}-once-more"));

        var read = await Http.GetAnswerAsync($"/api/bookings/{id}");
        foreach (var answer in new[] { first, again, otherKey })
        {
            answer.Field("public_reason").ShouldBe("The show was moved to Friday <i>");
        }

        // It is not kept with the answer, where it would survive an erasure.
        repeated.Fields.ShouldNotContain("public_reason");
        repeated.Fields.ShouldBe(first.Fields.Except(["public_reason"]));
        foreach (var answer in new[] { first, repeated, again, otherKey })
        {
            (answer.Status, answer.Field("cancelled_by")).ShouldBe((HttpStatusCode.OK, "ORGANISER"));
            answer.Field("cancelled_at").ShouldBe(read.Field("cancelled_at"));
            answer.Field("seat_names").ShouldBe(read.Field("seat_names"));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{ "reason": "Only for us" }""")]
    [InlineData("""{ "public_reason": " " }""")]
    public async Task Without_a_public_reason_none_is_given(string? body)
    {
        var (_, id) = await SellAsync();
        await CancelAsync(id, body);

        var page = (await Http.GetPageAsync($"/bookings/{id}")).Text;

        page.ShouldContain("Cancelled by the organiser");
        page.ShouldNotContain("From the organiser");
        page.ShouldNotContain("Only for us");
        (await Http.GetAnswerAsync($"/api/bookings/{id}")).Json.TryGetProperty("public_reason", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_follows_depends_on_whether_it_was_a_ticket_that_costs_something()
    {
        var show = (await api.Server.CreateShowAsync(new NewShow("Paid", TestServer.FarOff, 9)
        {
            Currency = "EUR",
            Prices = [new Price("Seat", 450)],
        })).Id;
        var sold = (await Http.BookAsync(show, [1])).Field("booking_id");
        await Http.PostNothingAsync($"/api/bookings/{sold}/confirm");
        var held = (await Http.BookAsync(show, [2])).Field("booking_id");
        await CancelAsync(sold, body: null);
        await CancelAsync(held, body: null);

        (await Http.GetPageAsync($"/bookings/{sold}")).Text.ShouldContain(
            "The ticket is no longer valid, and there is nothing left to pay. If you have already paid, ask the box "
            + "office for a refund.");
        (await Http.GetPageAsync($"/bookings/{held}")).Text
            .ShouldContain("Nothing was charged. Your hold has ended.");
    }

    [Fact]
    public async Task A_reason_that_cannot_be_read_is_refused_by_its_field()
    {
        var (_, id) = await SellAsync();

        (await CancelAsync(id, """{ "public_reason": "a\u0007" }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("public_reason").ShouldHaveSingleItem();
        (await CancelAsync(id, $$"""{ "public_reason": "{{new string('a', 501)}}" }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("public_reason").ShouldHaveSingleItem();
        (await Http.GetAnswerAsync($"/api/bookings/{id}")).Field("status").ShouldBe("CONFIRMED");
    }

    [Fact]
    public async Task The_buyers_own_cancellation_and_a_lapsed_hold_read_otherwise()
    {
        var show = (await api.Server.CreateShowAsync(holdSeconds: 1)).Id;
        var released = (await Http.BookAsync(show, [1])).Field("booking_id");
        await Http.PostNothingAsync($"/api/bookings/{released}/cancel");
        var lapsed = (await Http.BookAsync(show, [2])).Field("booking_id");
        string page;
        do
        {
            page = (await Http.GetPageAsync($"/bookings/{lapsed}")).Text;
        }
        while (!page.Contains("Your hold has ended", StringComparison.Ordinal));

        page.ShouldContain("Nothing was charged. The seat may still be free.");
        page.ShouldContain("Try the same seat again");
        page = (await Http.GetPageAsync($"/bookings/{released}")).Text;
        page.ShouldContain("Your seat was released");
        page.ShouldContain("Nothing was charged. It is on sale again.");
        page.ShouldContain("Try the same seat again");
        (await Http.GetAnswerAsync($"/api/bookings/{released}")).Field("cancelled_by").ShouldBe("BUYER");
        (await Http.GetAnswerAsync($"/api/bookings/{lapsed}")).Json.TryGetProperty("cancelled_by", out _)
            .ShouldBeFalse();
    }

    [Fact]
    public async Task At_the_desk_the_reason_for_the_buyer_stands_beside_the_note_for_colleagues()
    {
        var (_, id) = await SellAsync();
        using var organiser = await Organiser.SignedInAsync(api);
        var question = (await organiser.OpenAsync($"/desk/bookings/{id}/cancel")).Text;
        question.ShouldContain("Reason for the buyer");
        question.ShouldContain("Note for colleagues");
        // Also of a show that has begun, which sells nothing any more.
        question.ShouldContain("will be free again immediately.");

        (await organiser.PostAsync(
            $"/desk/bookings/{id}/cancel", ("reason", "Ben broke his leg"), ("public_reason", "We are sorry")))
            .ShouldRedirect();

        var detail = (await organiser.OpenAsync($"/desk/bookings/{id}")).Text;
        detail.ShouldContain("<q>Ben broke his leg</q>");
        detail.ShouldContain("<q>For the buyer: We are sorry</q>");
        (await Http.GetPageAsync($"/bookings/{id}")).Text.ShouldContain("We are sorry");
    }

    [Fact]
    public async Task The_list_on_a_device_asks_how_its_bookings_stand_in_one_request()
    {
        var show = (await api.Server.CreateShowAsync(seats: 10, holdSeconds: 600)).Id;
        var held = await BookAsync(show, 1);
        var sold = await BookAsync(show, 2);
        await Http.PostNothingAsync($"/api/bookings/{sold}/confirm");
        var released = await BookAsync(show, 3);
        await Http.PostNothingAsync($"/api/bookings/{released}/cancel");
        var cancelled = await BookAsync(show, 4);
        await Http.PostNothingAsync($"/api/bookings/{cancelled}/confirm");
        await CancelAsync(cancelled, Reasons);

        var answer = await StatesAsync(held, sold, released, cancelled, "00000000-0180-8c3e-9d41-5f2a6b7c8d9e", "1");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Message.Headers.CacheControl!.ToString().ShouldBe("no-store");
        answer.Text.ShouldNotContain("Ben");
        var states = answer.Json.GetProperty("bookings").EnumerateArray().ToDictionary(
            state => state.GetProperty("id").GetString()!,
            state => (
                state.GetProperty("badge").GetString(), state.GetProperty("words").GetString(),
                HasMoment: state.GetProperty("at").GetString() is not null, state.GetProperty("note").GetString()));
        states.Count.ShouldBe(4);
        states[held].ShouldBe(("time", "Held until", true, null));
        states[sold].ShouldBe(("good", "Confirmed", false, null));
        states[released].ShouldBe((null, "Released", true, null));
        states[cancelled].ShouldBe((null, "Cancelled by the organiser", true, "The show was moved to Friday <i>"));
    }

    [Theory]
    [InlineData("""{ "ids": 5 }""")]
    [InlineData("""{ "ids": [5] }""")]
    [InlineData("""{ "ids": [null] }""")]
    public async Task What_is_no_list_of_ids_is_refused(string body) =>
        (await Http.PostJsonAsync("/bookings/states", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("ids").ShouldBe(["must be an array of at most 50 booking ids"]);

    [Fact]
    public async Task A_list_of_more_than_a_device_remembers_is_refused()
    {
        var ids = Enumerable.Range(0, 51).Select(_ => $"{BookingId.Random(new ShowId(1))}").ToArray();

        (await StatesAsync(ids)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        (await StatesAsync(ids[..50])).Json.GetProperty("bookings").GetArrayLength().ShouldBe(0);
        (await StatesAsync()).Status.ShouldBe(HttpStatusCode.OK);
    }

    private Task<Answer> StatesAsync(params string[] ids) => Http.PostJsonAsync(
        "/bookings/states", System.Text.Json.JsonSerializer.Serialize(new { ids }));

    private async Task<(ShowId Show, string Booking)> SellAsync()
    {
        var show = (await api.Server.CreateShowAsync(seats: 10)).Id;
        var id = await BookAsync(show, 1, 2);
        (await Http.PostNothingAsync($"/api/bookings/{id}/confirm")).Status.ShouldBe(HttpStatusCode.OK);
        return (show, id);
    }

    private async Task<string> BookAsync(ShowId show, params int[] seats) =>
        (await Http.BookAsync(show, seats)).Field("booking_id");

    private Task<Answer> CancelAsync(string id, string? body) => body is null
        ? Http.PostNothingAsync($"/api/admin/bookings/{id}/cancel", Key)
        : Http.PostJsonAsync($"/api/admin/bookings/{id}/cancel", body, Key);
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Bookings;

public sealed class IdempotencyContractTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task The_same_key_gives_the_same_booking_and_the_same_bytes_whatever_became_of_it()
    {
        var show = await api.Server.CreateShowAsync();
        var first = await Http.BookAsync(show.Id, [1, 2], email: null, key: "one");

        var second = await Http.BookAsync(show.Id, [1, 2], email: null, key: "one");
        await Http.PostJsonAsync(
            $"/api/bookings/{first.Field("booking_id")}/confirm", """{ "user_email": "bo@example.com" }""");
        var third = await Http.BookAsync(show.Id, [1, 2], email: null, key: "one");

        foreach (var repeated in new[] { second, third })
        {
            repeated.Status.ShouldBe(HttpStatusCode.Created);
            repeated.Text.ShouldBe(first.Text);
            repeated.Message.Headers.Location.ShouldBe(first.Message.Headers.Location);
        }
    }

    [Fact]
    public async Task The_same_key_gives_the_same_booking_though_the_show_would_refuse_it_now()
    {
        var show = await api.Server.CreateShowAsync();
        var first = await Http.BookAsync(show.Id, [1, 2, 3], key: "terms");
        await api.Server.Services.GetRequiredService<ShowService>().ChangeAsync(
            show.Id, was => ShowChange.Nothing(was) with { SeatsPerBookingMax = 2 }, CancellationToken.None);
        (await Http.BookAsync(show.Id, [4, 5, 6], key: "other")).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await Http.BookAsync(show.Id, [1, 2, 3], key: "terms")).Text.ShouldBe(first.Text);
        (await Http.BookAsync(show.Id, [1, 2, 4], key: "terms"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task Another_payload_under_the_same_key_is_refused()
    {
        var show = await api.Server.CreateShowAsync();
        await Http.BookAsync(show.Id, [1], key: "two");

        (await Http.BookAsync(show.Id, [2], key: "two"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await Http.BookAsync(show.Id, [1], "bo@example.com", "two"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task After_a_conflict_the_same_key_may_try_again()
    {
        var show = await api.Server.CreateShowAsync();
        var other = await Http.BookAsync(show.Id, [1]);
        (await Http.BookAsync(show.Id, [1], key: "three")).Status.ShouldBe(HttpStatusCode.Conflict);

        await Http.PostNothingAsync($"/api/bookings/{other.Field("booking_id")}/cancel");

        (await Http.BookAsync(show.Id, [1], key: "three")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("schlüssel")]
    [InlineData("tab\tinside")]
    public async Task A_key_that_is_not_visible_ascii_is_refused(string key) =>
        (await Http.PostJsonAsync(
            "/api/bookings", """{ "show_id": 1, "seat_numbers": [1] }""", ("Idempotency-Key", key)))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("Idempotency-Key").ShouldHaveSingleItem().ShouldContain("visible ASCII");

    [Fact]
    public async Task A_key_has_at_most_255_characters_and_comes_once()
    {
        var show = await api.Server.CreateShowAsync();
        var body = $$"""{ "show_id": {{show.Id}}, "seat_numbers": [1] }""";

        (await Http.PostJsonAsync("/api/bookings", body, ("Idempotency-Key", new string('k', 256))))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        (await Http.PostJsonAsync("/api/bookings", body, ("Idempotency-Key", "a"), ("Idempotency-Key", "b")))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        (await Http.PostJsonAsync("/api/bookings", body, ("Idempotency-Key", new string('k', 255))))
            .Status.ShouldBe(HttpStatusCode.Created);
    }
}

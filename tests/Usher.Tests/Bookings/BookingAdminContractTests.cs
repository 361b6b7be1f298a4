using System.Net;
using System.Text.Json;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>What organisers do with bookings and seats over the API.</summary>
public sealed class BookingAdminContractTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Seats_are_kept_back_and_put_on_sale_again_and_buyers_see_it()
    {
        var show = (await api.Server.CreateShowAsync(seats: 10)).Id;
        await BookAsync(show, 3);

        var blocked = await SendAsync(
            HttpMethod.Post, $"/api/admin/shows/{show}/block", """{"seat_numbers":[1,2,3],"reason":"Broken"}""");

        Text(blocked).ShouldBe("""{"blocked":[1,2],"already_blocked":[],"held":[3],"sold":[]}""");
        var seats = await ReadAsync($"/api/shows/{show}/seats");
        seats.GetProperty("seats")[0].GetProperty("status").GetString().ShouldBe("BOOKED");
        Text(await SendAsync(
            HttpMethod.Post, $"/api/admin/shows/{show}/unblock", """{"seat_numbers":[2,9]}"""))
            .ShouldBe("""{"unblocked":[2],"not_blocked":[9]}""");
        var house = await ReadAsync($"/api/admin/shows/{show}/bookings?status=BLOCKED");
        house.GetProperty("bookings").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"reason":"x"}""", 400)]
    [InlineData("""{"seat_numbers":[]}""", 400)]
    [InlineData("""{"seat_numbers":[1,1]}""", 400)]
    [InlineData("""{"seat_numbers":[0]}""", 400)]
    [InlineData("""{"seat_numbers":[99]}""", 404)]
    public async Task What_cannot_be_kept_back_is_told_and_changes_nothing(string body, int status)
    {
        var show = (await api.Server.CreateShowAsync(seats: 10)).Id;

        await SendAsync(HttpMethod.Post, $"/api/admin/shows/{show}/block", body, status);

        await SendAsync(HttpMethod.Post, "/api/admin/shows/999999999/block", """{"seat_numbers":[1]}""", 404);
    }

    [Fact]
    public async Task A_sale_is_cancelled_with_a_reason_that_the_audit_log_keeps()
    {
        var show = (await api.Server.CreateShowAsync(seats: 10)).Id;
        var id = await BookAsync(show, 1);
        await SendAsync(HttpMethod.Post, $"/api/bookings/{id}/confirm", "{}");
        await SendAsync(HttpMethod.Post, $"/api/bookings/{id}/cancel", "", 409);

        for (var i = 0; i < 2; i++)
        {
            var cancelled = await SendAsync(
                HttpMethod.Post, $"/api/admin/bookings/{id}/cancel", """{"reason":"By phone"}""");
            cancelled.GetProperty("status").GetString().ShouldBe("FAILED");
            cancelled.GetProperty("user_email").GetString().ShouldBe("a***@example.com");
        }

        var log = (await ReadAsync($"/api/admin/audit?show_id={show}&limit=1")).GetProperty("events")[0];
        (log.GetProperty("actor").GetString(), log.GetProperty("detail").GetString()).ShouldBe(("desk", "By phone"));
        await SendAsync(
            HttpMethod.Post, "/api/admin/bookings/00000000-0180-8c3e-9d41-5f2a6b7c8d9e/cancel", "", 404);
    }

    [Fact]
    public async Task Bookings_and_events_come_in_pages_that_neither_skip_nor_repeat()
    {
        var show = (await api.Server.CreateShowAsync(seats: 10)).Id;
        for (var seat = 1; seat <= 5; seat++)
        {
            await BookAsync(show, seat);
        }

        (await PagesAsync($"/api/admin/shows/{show}/bookings?limit=2", "bookings")).ShouldBe(5);
        (await PagesAsync($"/api/admin/audit?show_id={show}&limit=2", "events")).ShouldBe(5);
        (await ReadAsync($"/api/admin/shows/{show}/bookings?email=ASHA%40example.com&seat_number=4"))
            .GetProperty("bookings")[0].GetProperty("seat_numbers")[0].GetInt32().ShouldBe(4);
        (await ReadAsync("/api/admin/audit")).GetProperty("events").GetArrayLength().ShouldBeGreaterThan(4);
    }

    [Theory]
    [InlineData("/api/admin/shows/{0}/bookings?status=GONE")]
    [InlineData("/api/admin/shows/{0}/bookings?limit=0")]
    [InlineData("/api/admin/shows/{0}/bookings?after=nonsense")]
    [InlineData("/api/admin/shows/{0}/bookings?seat_number=x")]
    [InlineData("/api/admin/audit?after=AAAA")]
    [InlineData("/api/admin/audit?show_id=0")]
    public async Task A_wrong_parameter_is_named(string address)
    {
        var show = (await api.Server.CreateShowAsync(seats: 10)).Id;

        var problem = await SendAsync(
            HttpMethod.Get, string.Format(null, System.Text.CompositeFormat.Parse(address), show), null, 400);

        problem.GetProperty("errors").EnumerateObject().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_without_the_key_reads_or_changes_anything()
    {
        var show = (await api.Server.CreateShowAsync(seats: 10)).Id;
        foreach (var address in new[] { $"/api/admin/shows/{show}/bookings", "/api/admin/audit" })
        {
            (await api.Http.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var body = new StringContent("""{"seat_numbers":[1]}""", null, "application/json");
        (await api.Http.PostAsync($"/api/admin/shows/{show}/block", body))
            .StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<int> PagesAsync(string address, string what)
    {
        var (count, after) = (0, "");
        while (true)
        {
            var page = await ReadAsync(address + after);
            count += page.GetProperty(what).GetArrayLength();
            if (page.GetProperty("next").GetString() is not { } next)
            {
                return count;
            }

            after = $"&after={next}";
        }
    }

    private async Task<string> BookAsync(ShowId show, int seat)
    {
        var booking = await SendAsync(
            HttpMethod.Post, "/api/bookings",
            $$"""{"show_id":{{show}},"user_email":"asha@example.com","seat_numbers":[{{seat}}]}""", 201);
        return booking.GetProperty("booking_id").GetString()!;
    }

    private Task<JsonElement> ReadAsync(string address) => SendAsync(HttpMethod.Get, address, null);

    private async Task<JsonElement> SendAsync(HttpMethod method, string address, string? body, int status = 200)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Add("X-Api-Key", TestApi.AdminKey);
        if (body is { Length: > 0 })
        {
            request.Content = new StringContent(body, null, "application/json");
        }

        using var response = await api.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    private static string Text(JsonElement json) => json.GetRawText();
}

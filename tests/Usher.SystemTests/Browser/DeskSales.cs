using System.Net;
using System.Text.Json;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>Sales for the desk to look at.</summary>
internal static class DeskSales
{
    /// <summary>Sells seats to asha@example.com, or somebody else.</summary>
    /// <returns>The booking's id.</returns>
    public static Task<string> SellAsync(TestApi api, ShowId show, params int[] seats) =>
        SellAsync(api, show, "asha@example.com", seats);

    public static async Task<string> SellAsync(TestApi api, ShowId show, string email, params int[] seats)
    {
        var id = await HoldAsync(api, show, email, seats);
        using var empty = new StringContent("{}", null, "application/json");
        using var confirmed = await api.Http.PostAsync($"/api/bookings/{id}/confirm", empty);
        confirmed.StatusCode.ShouldBe(HttpStatusCode.OK);
        return id;
    }

    public static async Task<string> HoldAsync(TestApi api, ShowId show, string email, params int[] seats)
    {
        using var body = new StringContent(
            JsonSerializer.Serialize(new { show_id = show.Value, user_email = email, seat_numbers = seats }), null,
            "application/json");
        using var held = await api.Http.PostAsync("/api/bookings", body);
        held.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var document = JsonDocument.Parse(await held.Content.ReadAsStringAsync());
        return document.RootElement.GetProperty("booking_id").GetString()!;
    }
}

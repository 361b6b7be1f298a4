using System.Net;
using Usher.Testing;

namespace Usher.Tests.Tickets;

/// <summary>A booking that was confirmed, and the buyer's link of it.</summary>
/// <param name="Id">The booking's id.</param>
/// <param name="Link">Its page with the link, as a path.</param>
internal sealed record SoldTicket(string Id, string Link)
{
    public const string Email = "asha@example.com";

    /// <summary>What makes the link signed.</summary>
    public string Token => Link.Split("?ticket=")[1];

    public string Page => $"/bookings/{Id}";

    public string Api => $"/api/bookings/{Id}";

    public BookingId BookingId => new(Guid.Parse(Id));

    public static async Task<SoldTicket> SellAsync(TestServer server, ShowId show, int seat)
    {
        var id = (await server.Http.BookAsync(show, [seat], Email)).Field("booking_id");
        var confirmed = await server.Http.PostNothingAsync($"/api/bookings/{id}/confirm");
        confirmed.Status.ShouldBe(HttpStatusCode.OK, confirmed.Text);
        return new SoldTicket(id, new Uri(confirmed.Field("ticket_url")).PathAndQuery);
    }

    /// <summary>Whether this link opens the ticket, by its page and by the API alike.</summary>
    public async Task<bool> OpensAsync(TestServer server, string? token = null)
    {
        var query = $"?ticket={Uri.EscapeDataString(token ?? Token)}";
        var page = (await server.Http.GetPageAsync(Page + query)).ShouldBePage(HttpStatusCode.OK);
        var booking = await server.Http.GetAnswerAsync(Api + query);
        booking.Status.ShouldBe(HttpStatusCode.OK, booking.Text);
        var opens = page.Text.Contains("QR code", StringComparison.Ordinal);
        booking.Field("user_email").ShouldBe(opens ? Email : "a***@example.com");
        page.Text.Contains("This link does not open the ticket", StringComparison.Ordinal).ShouldBe(!opens);
        return opens;
    }
}

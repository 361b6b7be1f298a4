using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Tickets;
using Usher.Testing;
using Usher.Tests.Tickets;

namespace Usher.Tests.Security;

/// <summary>Links of tickets that somebody made up, changed, or was given for something else.</summary>
public sealed class TicketAttackTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task Whatever_is_not_the_buyers_link_is_answered_alike_and_opens_nothing()
    {
        var show = await api.Server.CreateShowAsync();
        var sold = await SoldTicket.SellAsync(api.Server, show.Id, 1);
        var plain = (await Http.GetAnswerAsync(sold.Api)).Text;
        var refused = (await Http.GetPageAsync($"{sold.Page}?ticket=none")).ShouldBePage(HttpStatusCode.OK).Text;
        refused.ShouldContain("This link does not open the ticket");
        refused.ShouldContain("Ask the box office for a new link");

        var tried = 0;
        foreach (var token in await WrongAsync(sold, show.Id))
        {
            (await sold.OpensAsync(api.Server, token)).ShouldBeFalse(token);
            var query = $"?ticket={Uri.EscapeDataString(token)}";
            (await Http.GetPageAsync(sold.Page + query)).Text.ShouldBe(refused, token);
            (await Http.GetAnswerAsync(sold.Api + query)).Text.ShouldBe(plain, token);
            (await Http.GetPageAsync($"{sold.Page}/show.ics{query}")).ShouldBeCalendar()
                .ShouldNotContain("ticket=", customMessage: token);
            tried++;
        }

        tried.ShouldBeGreaterThan(80);
        (await sold.OpensAsync(api.Server)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("?ticket")]
    [InlineData("?ticket=")]
    [InlineData("?ticket=%00")]
    [InlineData("?ticket=%")]
    [InlineData("?ticket=%zz&ticket=%c3%28")]
    [InlineData("?TICKET=x&ticket[]=x")]
    [InlineData("?x=1&ticket=&ticket=")]
    public async Task An_address_that_no_link_has_shows_how_the_booking_stands(string query)
    {
        var show = await api.Server.CreateShowAsync();
        var sold = await SoldTicket.SellAsync(api.Server, show.Id, 1);

        (await Http.GetPageAsync(sold.Page + query)).ShouldBePage(HttpStatusCode.OK).Text.ShouldNotContain("QR code");
        (await Http.GetAnswerAsync(sold.Api + query)).Field("user_email").ShouldBe("a***@example.com");
    }

    [Fact]
    public async Task A_link_beside_another_one_is_none()
    {
        var show = await api.Server.CreateShowAsync();
        var sold = await SoldTicket.SellAsync(api.Server, show.Id, 1);

        foreach (var query in new[] { $"?ticket={sold.Token}&ticket=x", $"?ticket=x&ticket={sold.Token}" })
        {
            (await Http.GetPageAsync(sold.Page + query)).Text.ShouldNotContain("QR code");
        }
    }

    [Fact]
    public async Task A_link_does_nothing_for_what_is_no_ticket()
    {
        var show = await api.Server.CreateShowAsync();
        var sold = await SoldTicket.SellAsync(api.Server, show.Id, 1);
        var held = (await Http.BookAsync(show.Id, [2], SoldTicket.Email)).Field("booking_id");
        var query = $"?ticket={sold.Token}";

        var hold = (await Http.GetPageAsync($"/bookings/{held}{query}")).ShouldBePage(HttpStatusCode.OK).Text;
        hold.ShouldContain("Your seat is held");
        hold.ShouldNotContain(sold.Token);
        (await Http.GetAnswerAsync($"/api/bookings/{held}{query}")).Field("user_email").ShouldBe("a***@example.com");
        foreach (var none in new[] { BookingId.Random(show.Id).ToString(), "1", "nothing" })
        {
            (await Http.GetPageAsync($"/bookings/{none}{query}")).ShouldBePage(HttpStatusCode.NotFound);
            (await Http.GetAnswerAsync($"/api/bookings/{none}{query}"))
                .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-booking");
        }
    }

    [Fact]
    public async Task The_host_that_a_stranger_names_is_not_where_a_link_leads()
    {
        var show = await api.Server.CreateShowAsync();
        var id = (await Http.BookAsync(show.Id, [1])).Field("booking_id");

        var confirmed = await Http.PostNothingAsync($"/api/bookings/{id}/confirm", ("Host", "evil.example"));
        var made = await Http.PostNothingAsync(
            $"/api/admin/bookings/{id}/ticket-link", ("Host", "evil.example"), ("X-Api-Key", TestApi.AdminKey));

        confirmed.Field("ticket_url").ShouldStartWith($"{Http.BaseAddress}bookings/");
        made.Field("ticket_url").ShouldBe(confirmed.Field("ticket_url"));
    }

    private async Task<IEnumerable<string>> WrongAsync(SoldTicket sold, ShowId show)
    {
        var other = await SoldTicket.SellAsync(api.Server, show, 2);
        var key = await api.Server.Services.GetRequiredService<TicketKeys>().NewestAsync(CancellationToken.None);
        string Signed(TicketKey by, string purpose, BookingId booking) =>
            LinkToken.Make(by, purpose, booking, TestServer.FarOff).ToString();
        var token = sold.Token;
        return
        [
            other.Token, Signed(key, "queue", sold.BookingId), Signed(key, "", sold.BookingId),
            Signed(key, "ticket:1", sold.BookingId), Signed(key, "ticket:0", sold.BookingId),
            Signed(key with { Number = 2 }, TicketLinks.Purpose, sold.BookingId),
            Signed(key with { Number = 0 }, TicketLinks.Purpose, sold.BookingId),
            Signed(key with { Secret = RandomNumberGenerator.GetBytes(32) }, TicketLinks.Purpose, sold.BookingId),
            Signed(key with { Secret = [] }, TicketLinks.Purpose, sold.BookingId),
            .. Enumerable.Range(0, token.Length).Select(at =>
                $"{token[..at]}{(token[at] == 'A' ? 'B' : 'A')}{token[(at + 1)..]}"),
            token[..^1], token[1..], token[..26], token + "A", token + "=", token + " ", " " + token, token + token,
            token.ToUpperInvariant(), token.ToLowerInvariant(), $"{token}\0", $"\ufeff{token}", $"{token},{token}",
            $"{token}\r\nX-Injected: yes", new('A', LinkToken.Chars), new('-', LinkToken.Chars), new('A', 6000),
            new('\u2764', LinkToken.Chars), new('\u0665', LinkToken.Chars),
            string.Concat(Enumerable.Repeat("\U0001f3ab", LinkToken.Chars / 2)),
            "' or '1'='1", "<script>alert(1)</script>", "../../desk", "null", "true", sold.Id,
        ];
    }
}

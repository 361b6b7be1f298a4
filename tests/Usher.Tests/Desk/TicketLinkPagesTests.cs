using System.Net;
using Usher.BoxOffice.Permissions;
using Usher.Testing;
using Usher.Tests.Tickets;

namespace Usher.Tests.Desk;

public sealed class TicketLinkPagesTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Staff_hand_a_new_link_over_at_the_desk()
    {
        var show = await api.Server.CreateShowAsync();
        var sold = await SoldTicket.SellAsync(api.Server, show.Id, 1);
        using var staff = new Organiser(api);
        (await staff.SignInAsPersonAsync((await api.Server.AddAsync(Role.Staff)).Email)).ShouldRedirect();
        var page = await staff.OpenAsync($"/desk{sold.Page}");
        page.Text.ShouldContain("New ticket link");
        page.Text.ShouldNotContain("?ticket=");

        var made = (await staff.PostAsync($"/desk{sold.Page}/ticket-link")).ShouldBePage(HttpStatusCode.OK);

        made.Text.ShouldContain("Give this link to the buyer");
        made.Text.ShouldContain($"value=\"{new Uri(api.Http.BaseAddress!, sold.Link)}\"");
        made.Message.Headers.CacheControl!.ToString().ShouldBe("no-store");
        (await staff.OpenAsync($"/desk{sold.Page}")).Text.ShouldNotContain("?ticket=");
        (await sold.OpensAsync(api.Server)).ShouldBeTrue();
    }

    [Fact]
    public async Task Staff_end_the_links_that_were_given_and_the_history_says_who()
    {
        var show = await api.Server.CreateShowAsync();
        var sold = await SoldTicket.SellAsync(api.Server, show.Id, 1);
        using var staff = await Organiser.SignedInAsync(api);
        (await staff.OpenAsync($"/desk{sold.Page}")).Text.ShouldNotContain("Earlier ticket links ended");

        (await staff.PostAsync($"/desk{sold.Page}/ticket-link/end")).ShouldRedirect().ShouldBe($"/desk{sold.Page}");

        (await sold.OpensAsync(api.Server)).ShouldBeFalse();
        var page = (await staff.OpenAsync($"/desk{sold.Page}")).Text;
        page.ShouldContain("<b>Earlier ticket links ended</b>");
        page.IndexOf("Earlier ticket links ended", StringComparison.Ordinal)
            .ShouldBeGreaterThan(page.IndexOf("<b>Confirmed</b>", StringComparison.Ordinal));
        var made = (await staff.PostAsync($"/desk{sold.Page}/ticket-link")).ShouldBePage(HttpStatusCode.OK).Text;
        made.ShouldContain("Give this link to the buyer");
        made.ShouldNotContain(sold.Token);
    }

    [Fact]
    public async Task What_has_no_ticket_has_no_link_either()
    {
        var show = await api.Server.CreateShowAsync();
        var held = (await api.Http.HoldAsync(show.Id, 1)).ShouldRedirect();
        using var staff = await Organiser.SignedInAsync(api);
        (await staff.OpenAsync($"/desk{held}")).Text.ShouldNotContain("New ticket link");

        (await staff.PostAsync($"/desk{held}/ticket-link")).ShouldRedirect().ShouldBe($"/desk{held}");
        (await staff.PostAsync("/desk/bookings/1/ticket-link")).ShouldBePage(HttpStatusCode.NotFound);
        (await staff.PostAsync($"/desk{held}/ticket-link/end")).ShouldRedirect().ShouldBe($"/desk{held}");
        (await staff.OpenAsync($"/desk{held}")).Text.ShouldNotContain("ticket links ended");
        (await staff.PostAsync("/desk/bookings/1/ticket-link/end")).ShouldBePage(HttpStatusCode.NotFound);
    }
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Permissions;
using Usher.BoxOffice.Tickets;
using Usher.Testing;

namespace Usher.Tests.Tickets;

/// <summary>Who is given the link of a ticket, and for how long it works.</summary>
public sealed class TicketLinkContractTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string, string) Staff = ("X-Api-Key", TestApi.AdminKey);

    private HttpClient Http => api.Http;

    [Fact]
    public async Task The_answer_to_a_confirmation_has_the_link_and_no_other_answer_has()
    {
        var show = await api.Server.CreateShowAsync();
        var held = await Http.BookAsync(show.Id, [1]);
        var address = $"/api/bookings/{held.Field("booking_id")}";
        var extended = await Http.PostNothingAsync($"{address}/extend");

        var confirmed = await Http.PostNothingAsync($"{address}/confirm");

        confirmed.Field("ticket_url").ShouldMatch(
            $"^{Http.BaseAddress}bookings/{held.Field("booking_id")}\\?ticket=[A-Za-z0-9_-]{{52}}$");
        confirmed.Message.Headers.CacheControl!.NoStore.ShouldBeTrue();
        Answer[] others =
        [
            held, extended, await Http.GetAnswerAsync(address), await Http.PostNothingAsync($"{address}/confirm"),
            await Http.PostJsonAsync($"{address}/confirm", """{ "user_email": "asha@example.com" }"""),
            await Http.PostNothingAsync($"{address}/cancel"), await Http.PostNothingAsync($"{address}/extend"),
            await Http.GetAnswerAsync(address, Staff),
            await Http.GetAnswerAsync(address + new Uri(confirmed.Field("ticket_url")).Query),
        ];
        others.ShouldAllBe(answer => !answer.Text.Contains("ticket_url", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Repeating_the_confirmation_gives_the_link_to_who_has_its_key_alone()
    {
        var show = await api.Server.CreateShowAsync();
        var address = $"/api/bookings/{(await Http.BookAsync(show.Id, [1])).Field("booking_id")}/confirm";
        var own = ("Idempotency-Key", KeyNames.KeyOf("own"));

        var first = await Http.PostNothingAsync(address, own);

        (await Http.PostNothingAsync(address, own)).Field("ticket_url").ShouldBe(first.Field("ticket_url"));
        (string, string)[][] others = [[], [("Idempotency-Key", KeyNames.KeyOf("other"))], [Staff, own]];
        foreach (var other in others)
        {
            var again = await Http.PostNothingAsync(address, other);
            (again.Status, again.Field("status")).ShouldBe((HttpStatusCode.OK, "CONFIRMED"));
            again.Fields.ShouldNotContain("ticket_url");
        }
    }

    [Fact]
    public async Task The_link_shows_the_whole_address_and_the_code_and_nothing_else_does()
    {
        var show = await api.Server.CreateShowAsync();
        var sold = await SoldTicket.SellAsync(api.Server, show.Id, 1);

        (await sold.OpensAsync(api.Server)).ShouldBeTrue();
        (await Http.GetAnswerAsync(sold.Api)).Field("user_email").ShouldBe("a***@example.com");
        var page = (await Http.GetPageAsync(sold.Page)).ShouldBePage(HttpStatusCode.OK).Text;
        page.ShouldNotContain("QR code");
        page.ShouldNotContain(SoldTicket.Email);
        (await Http.GetAnswerAsync(sold.Api, Staff)).Field("user_email").ShouldBe(SoldTicket.Email);
    }

    [Fact]
    public async Task Staff_make_a_new_link_of_a_ticket_and_of_nothing_else()
    {
        var show = await api.Server.CreateShowAsync();
        var sold = await SoldTicket.SellAsync(api.Server, show.Id, 1);
        var held = (await Http.BookAsync(show.Id, [2])).Field("booking_id");
        var key = ("X-Api-Key", (await api.Server.MakeKeyAsync(Role.Staff)).Secret);

        var made = await MakeAsync(sold.Id, key);

        made.Status.ShouldBe(HttpStatusCode.OK, made.Text);
        made.Message.Headers.CacheControl!.NoStore.ShouldBeTrue();
        new Uri(made.Field("ticket_url")).PathAndQuery.ShouldBe(sold.Link);
        made.Json.GetProperty("expires_at").GetDateTime().ShouldBe(show.StartsAt.AddDays(14));
        (await MakeAsync(held, key)).ShouldBeProblem(HttpStatusCode.Conflict, "no-ticket");
        (await MakeAsync(Guid.NewGuid().ToString(), key)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-booking");
        (await MakeAsync("1", key)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-booking");
        (await MakeAsync(sold.Id)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var scanner = ("X-Api-Key", (await api.Server.MakeKeyAsync(Role.Scanner)).Secret);
        (await MakeAsync(sold.Id, scanner)).ShouldBeProblem(HttpStatusCode.Forbidden, "role-required");
        await Http.PostNothingAsync($"/api/admin/bookings/{sold.Id}/cancel", key);
        (await MakeAsync(sold.Id, key)).ShouldBeProblem(HttpStatusCode.Conflict, "no-ticket");
    }

    [Fact]
    public async Task A_cancelled_booking_says_so_whatever_it_is_opened_by()
    {
        var show = await api.Server.CreateShowAsync();
        var sold = await SoldTicket.SellAsync(api.Server, show.Id, 1);
        await Http.PostNothingAsync($"/api/admin/bookings/{sold.Id}/cancel", Staff);

        foreach (var path in new[] { sold.Page, sold.Link, sold.Link + "x" })
        {
            var page = (await Http.GetPageAsync(path)).ShouldBePage(HttpStatusCode.OK).Text;
            page.ShouldContain("<h1 id=\"ended\">Cancelled by the organiser</h1>");
            page.ShouldNotContain("QR code");
            page.ShouldNotContain("own link");
        }

        (await Http.GetPageAsync(PageCalls.CalendarOf(sold.Link))).Text.ShouldContain("METHOD:CANCEL");
    }

    [Fact]
    public async Task A_link_ends_some_days_after_its_show_and_a_new_one_begins_then()
    {
        var show = await api.Server.CreateShowAsync();
        var sold = await SoldTicket.SellAsync(api.Server, show.Id, 1);
        var keys = api.Server.Services.GetRequiredService<TicketKeys>();
        var over = LinkToken.Make(
            await keys.NewestAsync(CancellationToken.None), TicketLinks.Purpose, sold.BookingId,
            TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-2)).ToString();

        // The show still lies ahead: it was postponed after this link was made.
        (await sold.OpensAsync(api.Server, over)).ShouldBeTrue();

        await using var command = api.Database.DataSource.CreateCommand(
            $"update shows set starts_at = now() - interval '13 days' where id = {show.Id}");
        await command.ExecuteNonQueryAsync();
        await using var before = await TestServer.StartAsync(api.Database);
        (await sold.OpensAsync(before, over)).ShouldBeTrue();

        command.CommandText = $"update shows set starts_at = now() - interval '15 days' where id = {show.Id}";
        await command.ExecuteNonQueryAsync();
        await using var after = await TestServer.StartAsync(api.Database, ("Auth:AdminKey", TestApi.AdminKey));
        (await sold.OpensAsync(after, over)).ShouldBeFalse();
        (await sold.OpensAsync(after)).ShouldBeTrue();
        await using var longer = await TestServer.StartAsync(api.Database, ("Tickets:LinkDays", "16"));
        (await sold.OpensAsync(longer, over)).ShouldBeTrue();

        var made = await after.Http.PostNothingAsync($"/api/admin/bookings/{sold.Id}/ticket-link", Staff);
        (await sold.OpensAsync(after, made.Field("ticket_url").Split("?ticket=")[1])).ShouldBeTrue();
        var left = made.Json.GetProperty("expires_at").GetDateTime() - TimeProvider.System.GetUtcNow().UtcDateTime;
        left.ShouldBe(TimeSpan.FromDays(14), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_new_key_leaves_old_links_alone_unless_they_are_to_end()
    {
        await using var database = new TestDatabase(api.Postgres);
        await database.InitializeAsync();
        await using var one = await TestServer.StartAsync(database, ("Auth:RecheckSeconds", "0"));
        await using var two = await TestServer.StartAsync(database, ("Auth:RecheckSeconds", "5"));
        var show = await one.CreateShowAsync();
        var first = await SoldTicket.SellAsync(one, show.Id, 1);
        (await first.OpensAsync(two)).ShouldBeTrue();

        (await one.Services.GetRequiredService<TicketKeys>().AddAsync(endsOthers: false, CancellationToken.None))
            .ShouldBe(2);

        var second = await SoldTicket.SellAsync(one, show.Id, 2);
        LinkToken.Read(second.Token)!.KeyNumber.ShouldBe(2);
        foreach (var server in new[] { one, two })
        {
            (await first.OpensAsync(server)).ShouldBeTrue();
            (await second.OpensAsync(server)).ShouldBeTrue();
        }

        (await two.Services.GetRequiredService<TicketKeys>().AddAsync(endsOthers: true, CancellationToken.None))
            .ShouldBe(3);

        foreach (var server in new[] { one, two })
        {
            (await first.OpensAsync(server)).ShouldBeFalse();
            (await second.OpensAsync(server)).ShouldBeFalse();
            var third = await SoldTicket.SellAsync(server, show.Id, server == one ? 3 : 4);
            (await third.OpensAsync(one)).ShouldBeTrue();
            (await third.OpensAsync(two)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task The_links_of_one_ticket_are_ended_alone_and_in_every_process()
    {
        await using var other = await TestServer.StartAsync(api.Database, ("Auth:AdminKey", TestApi.AdminKey));
        var show = await api.Server.CreateShowAsync();
        var held = (await Http.BookAsync(show.Id, [1], SoldTicket.Email)).Field("booking_id");
        var own = ("Idempotency-Key", KeyNames.KeyOf("own"));
        var confirmed = await Http.PostNothingAsync($"/api/bookings/{held}/confirm", own);
        var sold = new SoldTicket(held, new Uri(confirmed.Field("ticket_url")).PathAndQuery);
        var neighbour = await SoldTicket.SellAsync(api.Server, show.Id, 2);
        var key = ("X-Api-Key", (await api.Server.MakeKeyAsync(Role.Staff)).Secret);
        var once = ("Idempotency-Key", "end-once");

        var ended = await EndAsync(held, key, once);

        (ended.Status, ended.Field("booking_id")).ShouldBe((HttpStatusCode.OK, held));
        (await sold.OpensAsync(api.Server)).ShouldBeFalse();
        (await sold.OpensAsync(other)).ShouldBeFalse();
        (await neighbour.OpensAsync(other)).ShouldBeTrue();
        // Whoever repeats the confirmation gets the link that it had, which opens nothing any more.
        (await Http.PostNothingAsync($"/api/bookings/{held}/confirm", own)).Field("ticket_url")
            .ShouldBe(confirmed.Field("ticket_url"));
        var second = (await MakeAsync(held, key)).Field("ticket_url").Split("?ticket=")[1];
        second.ShouldNotBe(sold.Token);
        (await sold.OpensAsync(api.Server, second)).ShouldBeTrue();
        (await sold.OpensAsync(other, second)).ShouldBeTrue();

        // A repetition is none, and another time ends what was given meanwhile.
        (await EndAsync(held, key, once)).Status.ShouldBe(HttpStatusCode.OK);
        (await sold.OpensAsync(other, second)).ShouldBeTrue();
        (await EndAsync(held, key)).Status.ShouldBe(HttpStatusCode.OK);
        (await sold.OpensAsync(other, second)).ShouldBeFalse();
        var third = (await MakeAsync(held, key)).Field("ticket_url").Split("?ticket=")[1];
        new[] { sold.Token, second, third }.ShouldBeUnique();
        (await sold.OpensAsync(api.Server, third)).ShouldBeTrue();
    }

    [Fact]
    public async Task Only_staff_end_links_and_only_where_there_is_a_ticket()
    {
        var show = await api.Server.CreateShowAsync();
        var sold = await SoldTicket.SellAsync(api.Server, show.Id, 1);
        var held = (await Http.BookAsync(show.Id, [2])).Field("booking_id");
        var scanner = ("X-Api-Key", (await api.Server.MakeKeyAsync(Role.Scanner)).Secret);

        (await EndAsync(sold.Id)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await EndAsync(sold.Id, scanner)).ShouldBeProblem(HttpStatusCode.Forbidden, "role-required");
        (await EndAsync(held, Staff)).ShouldBeProblem(HttpStatusCode.Conflict, "no-ticket");
        (await EndAsync(Guid.NewGuid().ToString(), Staff)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-booking");
        (await EndAsync("1", Staff)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-booking");

        (await sold.OpensAsync(api.Server)).ShouldBeTrue();
    }

    [Fact]
    public async Task Several_who_end_the_links_at_once_all_succeed_and_a_new_one_opens()
    {
        var show = await api.Server.CreateShowAsync();
        var sold = await SoldTicket.SellAsync(api.Server, show.Id, 1);

        var ended = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => EndAsync(sold.Id, Staff)));

        ended.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        (await sold.OpensAsync(api.Server)).ShouldBeFalse();
        var made = (await MakeAsync(sold.Id, Staff)).Field("ticket_url").Split("?ticket=")[1];
        (await sold.OpensAsync(api.Server, made)).ShouldBeTrue();
    }

    [Fact]
    public async Task Two_processes_that_make_the_first_key_at_once_agree_on_one()
    {
        await using var database = new TestDatabase(api.Postgres);
        await database.InitializeAsync();
        await using var one = await TestServer.StartAsync(database);
        await using var two = await TestServer.StartAsync(database);

        var keys = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).Services
            .GetRequiredService<TicketKeys>().NewestAsync(CancellationToken.None).AsTask()));

        keys.Select(key => (key.Number, Convert.ToHexString(key.Secret))).Distinct().ShouldHaveSingleItem();
    }

    private Task<Answer> EndAsync(string booking, params (string, string)[] headers) =>
        Http.PostNothingAsync($"/api/admin/bookings/{booking}/ticket-link/end", headers);

    private Task<Answer> MakeAsync(string booking, params (string, string)[] headers) =>
        Http.PostNothingAsync($"/api/admin/bookings/{booking}/ticket-link", headers);
}

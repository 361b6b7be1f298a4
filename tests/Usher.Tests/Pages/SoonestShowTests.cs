using System.Net;
using System.Text;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Pages;

/// <summary>What can be booked is seen first, whatever the list of shows begins with.</summary>
public sealed class SoonestShowTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task The_first_show_that_can_be_booked_is_told_before_a_list_that_begins_with_others()
    {
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Pages:ListSecondsMax", "0"));
        var trip = NewShow.In(BusPlan.Create("Coach", 4, "Seat"), "Lamps", TestServer.FarOff.AddDays(4));
        var lamps = await server.CreateShowAsync(trip with { TimeZone = "Asia/Kolkata" });
        (await server.Http.CallAsync(
            HttpMethod.Put, $"/api/admin/shows/{lamps.Id}/journey",
            new StringContent("""{ "from": "Leeds", "to": "York" }""", Encoding.UTF8, "application/json"),
            ("X-Api-Key", TestApi.AdminKey))).Status.ShouldBe(HttpStatusCode.OK);
        (await ListAsync(server, "/")).ShouldNotContain("Next you can book");

        var full = await server.CreateShowAsync(seats: 1, name: "Salt", startsAt: TestServer.FarOff.AddDays(1));
        (await server.Http.BookAsync(full.Id, [1])).Status.ShouldBe(HttpStatusCode.Created);
        await server.CreateShowAsync(new NewShow(
            "Orchard", TestServer.FarOff.AddDays(2), 20, SalesOpenAt: TestServer.FarOff.AddDays(1)));

        var list = await ListAsync(server, "/");
        var soonest = list.Split("Next you can book")[1].Split("</section>")[0];
        soonest.ShouldContain("Lamps</a>");
        soonest.ShouldContain("From <b>Leeds</b> to <b>York</b>");
        soonest.ShouldContain("Free");
        // 19:30 UTC is one in the morning where it takes place.
        soonest.ShouldMatch("data-local=\"2999-03-19T01:00\">Tue 19 Mar, 01:00<span class=\"zone\">\\s+Asia/Kolkata<");
        Names(list).ShouldBe(["Salt", "Orchard", "Lamps"]);
        (await ListAsync(server, "/?from=2999-03-01")).ShouldNotContain("Next you can book");
    }

    private static async Task<string> ListAsync(TestServer server, string path) =>
        WebUtility.HtmlDecode((await server.Http.GetPageAsync(path)).ShouldBePage(HttpStatusCode.OK).Text);

    private static string[] Names(string list) =>
        [.. list.Split("<h3>").Skip(1).Select(row => row.Split('>')[1].Split('<')[0])];
}

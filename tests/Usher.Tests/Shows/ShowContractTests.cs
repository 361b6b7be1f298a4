using System.Net;
using System.Text.Json;
using Usher.Testing;

namespace Usher.Tests.Shows;

public sealed class ShowContractTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task A_show_tells_how_many_seats_can_be_booked_now()
    {
        var show = await api.Server.CreateShowAsync(seats: 50, name: "Café «Ö» 🎭");
        await Http.BookAsync(show.Id, [5, 6]);

        var answer = await Http.GetAnswerAsync($"/api/shows/{show.Id}");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe("application/json");
        answer.Fields.ShouldBe(
        [
            "id", "organization", "name", "start_time", "time_zone", "total_seats", "available_seats", "status",
            "sales_open_at", "currency", "prices", "no_orphans", "created_at",
        ]);
        answer.Field("name").ShouldBe("Café «Ö» 🎭");
        answer.Text.ShouldContain("Café «Ö»");
        (answer.Field("start_time"), answer.Field("time_zone")).ShouldBe(("2999-03-14T19:30:00Z", "UTC"));
        (answer.Field("total_seats"), answer.Field("available_seats")).ShouldBe(("50", "48"));
        answer.Field("status").ShouldBe("ON_SALE");
        answer.Json.GetProperty("currency").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.Field("prices").ShouldBe("[]");
        answer.Field("created_at").ShouldEndWith("Z");
    }

    [Fact]
    public async Task A_show_is_sold_out_not_yet_open_or_past_when_it_is()
    {
        var past = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var soldOut = await api.Server.CreateShowAsync(seats: 1);
        await Http.BookAsync(soldOut.Id, [1]);
        var notOpen = await api.Server.CreateShowAsync(opensAt: TestServer.FarOff);
        var open = await api.Server.CreateShowAsync(opensAt: past);
        var begun = await api.Server.CreateShowAsync(opensAt: TestServer.FarOff, startsAt: past);

        (await StatusAsync(soldOut.Id)).ShouldBe("SOLD_OUT");
        (await StatusAsync(notOpen.Id)).ShouldBe("NOT_YET_OPEN");
        (await StatusAsync(open.Id)).ShouldBe("ON_SALE");
        (await StatusAsync(begun.Id)).ShouldBe("PAST");
    }

    [Theory]
    [InlineData("987654321")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("one")]
    [InlineData("99999999999999999999999")]
    [InlineData("1099511627776")]
    public async Task What_names_no_show_is_not_found(string id)
    {
        (await Http.GetAnswerAsync($"/api/shows/{id}")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        (await Http.GetAnswerAsync($"/api/shows/{id}/seats")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
    }

    private async Task<string> StatusAsync(ShowId id) =>
        (await Http.GetAnswerAsync($"/api/shows/{id}")).Field("status");
}

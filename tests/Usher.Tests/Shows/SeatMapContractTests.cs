using System.Net;
using System.Text.Json;
using Usher.Testing;

namespace Usher.Tests.Shows;

public sealed class SeatMapContractTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task Every_seat_is_there_with_its_status_and_version()
    {
        var show = await api.Server.CreateShowAsync(seats: 3);
        var sold = await Http.BookAsync(show.Id, [2]);
        await Http.PostNothingAsync($"/api/bookings/{sold.Field("booking_id")}/confirm");
        await Http.BookAsync(show.Id, [3]);

        var map = await Http.GetAnswerAsync($"/api/shows/{show.Id}/seats");

        map.Status.ShouldBe(HttpStatusCode.OK);
        map.ContentType.ShouldBe("application/json");
        map.Fields.ShouldBe(["show_id", "as_of", "seats"]);
        map.Field("show_id").ShouldBe($"{show.Id}");
        map.Field("as_of").ShouldEndWith("Z");
        map.Field("seats").ShouldBe(
            $"[{Seat(1, "AVAILABLE", version: 0)},{Seat(2, "BOOKED", version: 2)},{Seat(3, "HELD", version: 1)}]");
    }

    [Fact]
    public async Task A_stadium_comes_whole()
    {
        var show = await api.Server.CreateShowAsync(seats: 20_001);

        var map = await Http.GetAnswerAsync($"/api/shows/{show.Id}/seats");

        map.Json.GetProperty("seats").EnumerateArray().Select(seat => seat.GetProperty("seat_number").GetInt32())
            .ShouldBe(Enumerable.Range(1, 20_001));
    }

    [Fact]
    public async Task A_map_that_has_not_changed_is_not_sent_again()
    {
        var show = await api.Server.CreateShowAsync(seats: 3);
        var address = $"/api/shows/{show.Id}/seats";
        var tag = (await Http.GetAnswerAsync(address)).Message.Headers.ETag!.ToString();

        foreach (var known in new[] { tag, tag["W/".Length..], $"\"other\", {tag}", "*" })
        {
            var answer = await Http.GetAnswerAsync(address, ("If-None-Match", known));
            answer.Status.ShouldBe(HttpStatusCode.NotModified, known);
            answer.Text.ShouldBeEmpty();
            answer.Message.Headers.ETag!.ToString().ShouldBe(tag);
        }

        foreach (var unknown in new[] { "\"other\"", "W/\"other\", \"another\"", "not a tag", "" })
        {
            var answer = await Http.GetAnswerAsync(address, ("If-None-Match", unknown));
            answer.Status.ShouldBe(HttpStatusCode.OK, unknown);
        }
    }

    [Fact]
    public async Task Every_change_of_a_seat_changes_the_tag()
    {
        var show = await api.Server.CreateShowAsync(seats: 3);
        var address = $"/api/shows/{show.Id}/seats";
        var tags = new List<string> { await TagAsync(address) };

        var booking = (await Http.BookAsync(show.Id, [1])).Field("booking_id");
        tags.Add(await TagAsync(address));
        await Http.PostNothingAsync($"/api/bookings/{booking}/cancel");
        tags.Add(await TagAsync(address));

        tags.ShouldBeUnique();
        (await Http.GetAnswerAsync(address, ("If-None-Match", tags[0]))).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<string> TagAsync(string address) =>
        (await Http.GetAnswerAsync(address)).Message.Headers.ETag!.ToString();

    private static string Seat(int number, string status, int version) => JsonSerializer.Serialize(new
    {
        seat_number = number,
        label = $"{number}",
        section = (string?)null,
        row = (string?)null,
        category = (string?)null,
        x = (double?)null,
        y = (double?)null,
        status,
        version,
    });
}

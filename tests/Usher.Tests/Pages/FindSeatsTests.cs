using System.Net;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Pages;

/// <summary>What the script of a show's page is told of the best seats before its map knows any.</summary>
public sealed class FindSeatsTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task The_best_seats_are_found_in_words_and_nothing_is_held()
    {
        var show = await CreateAsync();

        var found = await Http.GetAnswerAsync($"/shows/{show.Id}/find?count=2&category=Rear");

        found.Status.ShouldBe(HttpStatusCode.OK);
        found.Text.ShouldBe(
            """{"parts":[[14,15]],"seats":[{"seat_number":14,"label":"C 2","name":"Row C, seat 2","""
            + "\"section\":\"Studio\",\"has_sections\":false," + """
            "row":"C","row_name":"Row C","number":"2","seat_template":null,"category":"Rear","amount":1200},
            """.Trim()
            + """{"seat_number":15,"label":"C 3","name":"Row C, seat 3","""
            + "\"section\":\"Studio\",\"has_sections\":false," + """
            "row":"C","row_name":"Row C","number":"3","seat_template":null,"category":"Rear","amount":1200}]}
            """.Trim());
        found.Message.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await Http.GetAnswerAsync($"/api/shows/{show.Id}")).Field("available_seats").ShouldBe("18");
    }

    [Fact]
    public async Task A_group_that_does_not_fit_together_is_found_in_parts()
    {
        var show = await api.Server.CreateShowAsync(
            NewShow.In(BusPlan.Create("Coach", 1, "Seat"), "A trip", TestServer.FarOff));

        (await PartsAsync(show, "count=3&category=")).ShouldBe("[[1,2],[3]]");
        (await PartsAsync(show, "count=4&category=Seat")).ShouldBe("[[1,2],[3,4]]");
        (await Http.BookAsync(show.Id, [1, 2])).Status.ShouldBe(HttpStatusCode.Created);
        (await PartsAsync(show, "count=3&category=")).ShouldBe("[]");
    }

    [Fact]
    public async Task Where_seats_have_no_rows_their_numbers_are_their_names()
    {
        var show = await api.Server.CreateShowAsync(seats: 4);

        var seat = (await Http.GetAnswerAsync($"/shows/{show.Id}/find?count=1&category=")).Json
            .GetProperty("seats")[0];

        (seat.GetProperty("name").GetString(), seat.GetProperty("row").GetString()).ShouldBe(("Seat 1", ""));
    }

    [Theory]
    [InlineData("count=0&category=")]
    [InlineData("count=101&category=")]
    [InlineData("count=x&category=")]
    [InlineData("category=Rear")]
    [InlineData("count=20&category=")]
    [InlineData("count=2&category=Balcony")]
    public async Task What_no_form_could_ask_for_is_refused(string query)
    {
        var show = await CreateAsync();

        (await Http.GetAnswerAsync($"/shows/{show.Id}/find?{query}"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
    }

    [Theory]
    [InlineData("123456789")]
    [InlineData("x")]
    public async Task A_show_that_does_not_exist_is_404(string id) =>
        (await Http.GetAnswerAsync($"/shows/{id}/find?count=2&category="))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");

    private async Task<string> PartsAsync(Show show, string query) =>
        (await Http.GetAnswerAsync($"/shows/{show.Id}/find?{query}")).Field("parts");

    private Task<Show> CreateAsync() => api.Server.CreateShowAsync(
        NewShow.In(
            BlockPlan.Create("Studio", rows: 3, seatsPerRow: 6, aislesAfter: [], "Front", "Rear"),
            "A show", TestServer.FarOff) with
        {
            SeatsPerBookingMax = 10,
            Currency = "GBP",
            Prices = [new Price("Front", 1800), new Price("Rear", 1200)],
        });
}

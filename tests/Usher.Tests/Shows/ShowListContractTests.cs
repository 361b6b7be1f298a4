using System.Net;
using Usher.Testing;

namespace Usher.Tests.Shows;

public sealed class ShowListContractTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task Pages_follow_each_other_in_order_of_start_without_gaps_or_repeats()
    {
        var day = new DateTime(2998, 1, 1, 20, 0, 0, DateTimeKind.Utc);
        var expected = new List<ShowId>();
        foreach (var offset in new[] { 0, 0, 1, 2, 2 })
        {
            expected.Add((await api.Server.CreateShowAsync(name: "Paged", startsAt: day.AddDays(offset))).Id);
        }

        var seen = new List<ShowId>();
        var pages = 0;
        string? next = null;
        do
        {
            var page = await Http.GetAnswerAsync(
                "/api/shows?q=paged&limit=2" + (next is null ? "" : "&after=" + Uri.EscapeDataString(next)));
            page.Status.ShouldBe(HttpStatusCode.OK);
            page.Fields.ShouldBe(["shows", "next"]);
            seen.AddRange(Ids(page));
            next = page.Json.GetProperty("next").GetString();
            pages++;
        }
        while (next is not null);

        pages.ShouldBe(3);
        seen.ShouldBe(expected);
    }

    [Fact]
    public async Task From_and_q_narrow_the_list()
    {
        var day = new DateTime(2997, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var early = await api.Server.CreateShowAsync(name: "100%_narrow", startsAt: day);
        var late = await api.Server.CreateShowAsync(name: "Narrow", startsAt: day.AddDays(1));

        Ids(await Http.GetAnswerAsync("/api/shows?q=NARROW")).ShouldBe([early.Id, late.Id]);
        var abroad = await api.Server.CreateShowAsync(name: "Über den Wolken", startsAt: day);
        Ids(await Http.GetAnswerAsync("/api/shows?q=%C3%BCBER")).ShouldBe([abroad.Id]);
        Ids(await Http.GetAnswerAsync("/api/shows?q=%25_n")).ShouldBe([early.Id]);
        Ids(await Http.GetAnswerAsync("/api/shows?q=narrow&from=2997-01-01T00:00:00.5Z")).ShouldBe([late.Id]);
        Ids(await Http.GetAnswerAsync("/api/shows?q=narrow&from=2997-01-02T02:00:00%2B02:00")).ShouldBe([late.Id]);
        Ids(await Http.GetAnswerAsync("/api/shows?q=narrow&from=2997-01-03T00:00Z")).ShouldBeEmpty();
        Ids(await Http.GetAnswerAsync("/api/shows?q=narrow&from=&after=&limit=&other=1")).ShouldBe([early.Id, late.Id]);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=99999999999999", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("after=x", "after")]
    [InlineData("after=AAAAAAAAAAAAAAAAAAAAAA", "after")]
    [InlineData("after=_____________________w", "after")]
    [InlineData("after=!!!!!!!!!!!!!!!!!!!!!!", "after")]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2027-03-14", "from")]
    [InlineData("from=2027-03-14T19:30:00", "from")]
    [InlineData("from=2027-02-30T19:30:00Z", "from")]
    [InlineData("from=2027-03-14T19:30:00+02:00", "from")]
    [InlineData("from=0001-01-01T00:00:00Z", "from")]
    [InlineData("from=9999-12-31T23:59:59Z", "from")]
    [InlineData("q=%00", "q")]
    [InlineData("q=a%0Ab", "q")]
    public async Task A_wrong_parameter_is_named(string query, string parameter) =>
        (await Http.GetAnswerAsync("/api/shows?" + query)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors(parameter).ShouldHaveSingleItem().ShouldNotBeEmpty();

    [Fact]
    public async Task All_wrong_parameters_are_told_at_once()
    {
        var answer = await Http.GetAnswerAsync($"/api/shows?limit=0&after=x&from=x&q={new string('q', 201)}");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name)
            .ShouldBe(["limit", "after", "from", "q"], ignoreOrder: true);
    }

    private static ShowId[] Ids(Answer answer) =>
        [
            .. answer.Json.GetProperty("shows").EnumerateArray()
                .Select(show => new ShowId(show.GetProperty("id").GetInt64())),
        ];
}

using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Usher.Server.Cli;
using Usher.Testing;

namespace Usher.Tests.Cases;

/// <summary>What is sold lies ahead: a show is created and moved into the future only, its sale opens before it
/// begins, and from then on nobody gets a seat.</summary>
public sealed class ShowOverTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    private static readonly string Over = Encoding.UTF8.GetString(Case.Read("show-that-is-over.json"));

    // As it was brought, but for the year, which passes.
    private static readonly string OpensAfterStart = Encoding.UTF8.GetString(Case.Read("opens-after-start-show.json"))
        .Replace("2027", "2827", StringComparison.Ordinal);

    public static TheoryData<string, string, string> Wrong => new()
    {
        { Over, "start_time", "must be in the future" },
        { OpensAfterStart, "sales_open_at", "must be before the show begins" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task It_is_refused_by_the_API_and_in_a_file(string show, string field, string problem)
    {
        (await api.Http.PostJsonAsync("/api/admin/shows", show, Key))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors(field).ShouldBe([problem]);

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, show);
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            Should.Throw<OptionsValidationException>(() => ShowsFile.Read(file, now))
                .Failures.ShouldContain($"{file}: {field} {problem}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_show_that_is_over_is_not_sold_to_anybody_in_any_way()
    {
        var show = await api.Server.CreateShowAsync(
            seats: 2, name: "Past", startsAt: new DateTime(2020, 6, 1, 19, 30, 0, DateTimeKind.Utc));
        const string Words = "Booking has ended. Start of the show: Monday 1 June 2020, 19:30 UTC.";

        foreach (var request in new[]
        {
            await api.Http.BookAsync(show.Id, [1]), await api.Http.BookAsync(show.Id, [1, 2], key: "over"),
            await api.Http.PostJsonAsync(
                "/api/bookings", $$"""{ "show_id": {{show.Id}}, "seat_count": 2, "user_email": "a@example.com" }"""),
        })
        {
            request.Status.ShouldBe(HttpStatusCode.Conflict);
            (request.Field("booking_id"), request.Field("status"), request.Field("reason"), request.Field("message"))
                .ShouldBe(("", "FAILED", "SHOW_OVER", Words));
            request.Field("conflict_seats").ShouldBe("[]");
        }

        (await api.Http.PostFormAsync($"/shows/{show.Id}/book", [("seat", "1")]))
            .ShouldBePage(HttpStatusCode.Conflict).Text.ShouldContain(Words);
        (await api.Http.GetAnswerAsync($"/api/shows/{show.Id}")).Field("status").ShouldBe("PAST");
    }

    [Fact]
    public async Task What_is_over_is_renamed_and_moved_ahead_but_no_show_is_moved_into_the_past()
    {
        var over = await api.Server.CreateShowAsync(startsAt: new DateTime(2020, 6, 1, 19, 30, 0, DateTimeKind.Utc));
        var ahead = await api.Server.CreateShowAsync();
        await api.Http.BookAsync(ahead.Id, [1]);

        (await PatchAsync(over.Id, """{ "name": "It was lovely" }""")).Field("start_time")
            .ShouldBe("2020-06-01T19:30:00Z");
        (await PatchAsync(ahead.Id, """{ "start_time": "2020-06-01T19:30:00Z" }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("start_time")
            .ShouldBe(["must be in the future"]);
        (await PatchAsync(over.Id, """{ "start_time": "2021-06-01T19:30:00Z" }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        (await PatchAsync(over.Id, """{ "start_time": "2999-06-01T19:30:00Z" }""")).Status.ShouldBe(HttpStatusCode.OK);
        (await api.Http.BookAsync(over.Id, [1])).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_desk_moves_no_show_into_the_past_either()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await api.Server.CreateShowAsync();

        (await organiser.PostAsync(
            $"/desk/shows/{show.Id}/edit", ("name", show.Name), ("starts", "2020-06-01T19:30"), ("opens", ""),
            ("seats_max", "10"), ("hold_minutes", ""))).ShouldRefuse("Start must be in the future.");
        (await api.Http.GetAnswerAsync($"/api/shows/{show.Id}")).Field("start_time").ShouldBe("2999-03-14T19:30:00Z");
    }

    private Task<Answer> PatchAsync(ShowId show, string json) => api.Http.CallAsync(
        HttpMethod.Patch, $"/api/admin/shows/{show}", new StringContent(json, Encoding.UTF8, "application/json"), Key);
}

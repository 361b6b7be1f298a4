using System.Net;
using System.Text;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Shows;

/// <summary>A coach says where from and where to.</summary>
public sealed class JourneyTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task A_coach_says_where_it_goes_in_the_list_on_its_page_and_on_the_ticket()
    {
        var show = await CoachAsync("Late coach");
        (await PutAsync(show.Id, """{ "from": " Harbour Park ", "to": "Old Town" }""")).Text
            .ShouldBe("""{"from":"Harbour Park","to":"Old Town"}""");

        const string Words = "From <b>Harbour Park</b> to <b>Old Town</b>";
        (await PageAsync("/?q=Late+coach")).ShouldContain(Words);
        (await PageAsync($"/shows/{show.Id}")).ShouldContain(Words);
        var booking = (await api.Http.HoldAsync(show.Id, 1)).ShouldRedirect();
        (await PageAsync(booking)).ShouldContain(Words);
        var link = await api.Http.ConfirmAsync(booking);
        (await PageAsync(booking)).ShouldContain(Words);
        var ticket = await PageAsync(link);
        ticket.ShouldContain("Confirmed");
        ticket.ShouldContain(Words);
        (await api.Http.GetPageAsync(PageCalls.CalendarOf(link))).Text
            .ShouldContain("DESCRIPTION:From Harbour Park to Old Town\r\n");
    }

    [Fact]
    public async Task What_was_said_is_told_and_can_be_said_anew()
    {
        var show = await CoachAsync("Morning coach");
        (await JourneyAsync(show.Id)).Text.ShouldBe("""{"from":null,"to":null}""");

        await PutAsync(show.Id, """{ "from": "A", "to": "B" }""");
        await PutAsync(show.Id, """{ "from": "A", "to": "C" }""");

        (await JourneyAsync(show.Id)).Text.ShouldBe("""{"from":"A","to":"C"}""");
    }

    [Fact]
    public async Task A_show_that_is_no_coach_goes_nowhere()
    {
        var theatre = await api.Server.CreateShowAsync(name: "Standing still");
        var desk = await api.Server.CreateShowAsync(NewShow.In(
            SlotPlan.Create("Desk", ["Desk 1"], new TimeOnly(8, 0), TimeSpan.FromMinutes(20), 3, "Slot"),
            "Sitting still", TestServer.FarOff));
        using var organiser = await Organiser.SignedInAsync(api);

        foreach (var (show, kind) in ((ShowId, string)[])[(theatre.Id, "SEATS"), (desk.Id, "SLOTS")])
        {
            var problem = $"can be set only for a coach; the plan of this show is of kind {kind}";
            (await PutAsync(show, """{ "from": "A", "to": "B" }"""))
                .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("from").ShouldBe([problem]);
            (await organiser.PostAsync($"/desk/shows/{show}/journey", ("from", "A"), ("to", "B")))
                .ShouldRefuse($"From {problem}.");
            (await JourneyAsync(show)).Text.ShouldBe("""{"from":null,"to":null}""");
        }
    }

    [Theory]
    [InlineData("""{ "from": null, "to": null }""")]
    [InlineData("""{ "from": "", "to": " " }""")]
    public async Task What_was_said_can_be_taken_back(string nothing)
    {
        var show = await CoachAsync("Cancelled coach");
        await PutAsync(show.Id, """{ "from": "A", "to": "B" }""");

        (await PutAsync(show.Id, nothing)).Text.ShouldBe("""{"from":null,"to":null}""");

        (await JourneyAsync(show.Id)).Text.ShouldBe("""{"from":null,"to":null}""");
        (await PutAsync(show.Id, nothing)).Text.ShouldBe("""{"from":null,"to":null}""");
        (await PutAsync(new ShowId(999_999), nothing)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
    }

    [Theory]
    [InlineData("""{ "from": "A" }""", "to", "is required")]
    [InlineData("""{ "from": " ", "to": "B" }""", "from", "must have 1 to 200 characters")]
    [InlineData("""{ "from": "A", "to": null }""", "to", "must have 1 to 200 characters")]
    [InlineData("""{ "from": "A", "to": "\u202EB" }""", "to",
        "must not contain characters that change the text direction (U+202E)")]
    public async Task A_place_that_nobody_can_read_is_refused(string body, string field, string problem)
    {
        var show = await CoachAsync("Wrong coach");

        (await PutAsync(show.Id, body)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors(field).ShouldBe([problem]);
        (await JourneyAsync(show.Id)).Text.ShouldBe("""{"from":null,"to":null}""");
    }

    [Fact]
    public async Task A_show_that_is_not_there_goes_nowhere()
    {
        (await PutAsync(new ShowId(999_999), """{ "from": "A", "to": "B" }"""))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        (await JourneyAsync(new ShowId(999_999))).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
    }

    [Fact]
    public async Task The_desk_asks_it_of_coaches()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CoachAsync("Desk coach");
        var path = $"/desk/shows/{show.Id}";
        (await organiser.OpenAsync(path)).Text.ShouldContain($"{path}/journey");

        (await organiser.PostAsync($"{path}/journey", ("from", "A"), ("to", ""))).ShouldRefuse("To must have 1 to");
        (await organiser.PostAsync($"{path}/journey", ("from", "Quay"), ("to", "Hill"))).ShouldRedirect()
            .ShouldBe(path);

        (await organiser.OpenAsync(path)).Text.ShouldContain("From <b>Quay</b> to <b>Hill</b>");
        (await organiser.OpenAsync($"{path}/journey")).Text.ShouldContain("value=\"Quay\"");
        (await organiser.PostAsync($"{path}/journey", ("from", ""), ("to", " "))).ShouldRedirect().ShouldBe(path);
        (await organiser.OpenAsync(path)).Text.ShouldNotContain("class=\"trip\"");
        var other = await api.Server.CreateShowAsync();
        (await organiser.OpenAsync($"/desk/shows/{other.Id}")).Text.ShouldNotContain("/journey");
    }

    [Fact]
    public async Task Whoever_creates_a_coach_at_the_desk_is_asked_where_it_goes()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var seats = await organiser.BeginShowAsync("Wizard coach");
        var prices = (await organiser.PostAsync(seats, ("hall", "coach"), ("coach_rows", "3"))).ShouldRedirect();
        var sale = (await organiser.PostAsync(prices)).ShouldRedirect();

        (await organiser.PostAsync(sale, ("seats_max", "10"), ("from", "Quay"), ("to", " ")))
            .ShouldRefuse("To must have 1 to 200 characters.").Text.ShouldContain("value=\"Quay\"");
        var check = (await organiser.PostAsync(sale, ("seats_max", "10"), ("from", "Quay"), ("to", "Hill")))
            .ShouldRedirect();
        (await organiser.OpenAsync(sale)).Text.ShouldContain("value=\"Hill\"");
        (await organiser.OpenAsync(check)).Text.ShouldContain("From <b>Quay</b> to <b>Hill</b>");
        var show = (await organiser.PostAsync(check)).ShouldRedirect();

        (await organiser.OpenAsync(show)).Text.ShouldContain("From <b>Quay</b> to <b>Hill</b>");
        ShowId.TryParse(show["/desk/shows/".Length..], out var id).ShouldBeTrue();
        (await JourneyAsync(id)).Text.ShouldBe("""{"from":"Quay","to":"Hill"}""");
    }

    [Fact]
    public async Task A_draft_that_became_a_coach_is_not_on_sale_before_it_says_where_it_goes()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var check = await organiser.PrepareShowAsync();
        (await organiser.OpenAsync(check.Replace("/check", "/sale", StringComparison.Ordinal))).Text
            .ShouldNotContain("name=\"from\"");
        var plan = check.Replace("/check", "/plan", StringComparison.Ordinal);
        var prices = (await organiser.PostAsync(plan, ("hall", "coach"), ("coach_rows", "3"))).ShouldRedirect();
        var sale = (await organiser.PostAsync(prices)).ShouldRedirect();

        (await organiser.PostAsync(check)).ShouldRedirect().ShouldBe(sale);
    }

    private Task<Show> CoachAsync(string name) => api.Server.CreateShowAsync(
        NewShow.In(BusPlan.Create("Coach", 3, "Seat"), name, TestServer.FarOff));

    private Task<Answer> PutAsync(ShowId show, string json) => api.Http.CallAsync(
        HttpMethod.Put, $"/api/admin/shows/{show}/journey",
        new StringContent(json, Encoding.UTF8, "application/json"), Key);

    private Task<Answer> JourneyAsync(ShowId show) => api.Http.GetAnswerAsync($"/api/shows/{show}/journey");

    private async Task<string> PageAsync(string path) =>
        (await api.Http.GetPageAsync(path)).ShouldBePage(HttpStatusCode.OK).Text;
}

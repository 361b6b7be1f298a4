using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.Engine.Shows;
using Usher.Testing;
using Case = Usher.Tests.Cases.Case;

namespace Usher.Tests.Desk;

public sealed class WizardTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Five_forms_make_a_show_that_buyers_see()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var check = await organiser.PrepareShowAsync(seats: 20);
        (await organiser.OpenAsync(check)).Text.ShouldContain("Put 20 seats on sale");

        var made = (await organiser.PostAsync(check)).ShouldRedirect();

        var show = await FindAsync(made);
        show.Name.ShouldBe("The Glass Orchard");
        // London is on UTC in March.
        (show.StartsAt, show.TimeZone).ShouldBe(
            (new DateTime(2999, 3, 14, 19, 30, 0, DateTimeKind.Utc), "Europe/London"));
        (show.TotalSeats, show.HoldSeconds, show.SeatsPerBookingMax).ShouldBe((20, 300, 6));
        show.ExtensionAllowed.ShouldBeFalse();
        show.Currency.ShouldBe("GBP");
        show.Prices.ShouldHaveSingleItem().Amount.ShouldBe(450);
        (await api.Http.GetPageAsync($"/shows/{show.Id}")).ShouldBePage(HttpStatusCode.OK)
            .Text.ShouldContain("The Glass Orchard");
        (await organiser.OpenAsync(made)).Text.ShouldContain("The Glass Orchard");
    }

    [Fact]
    public async Task A_guess_where_the_stage_of_a_file_is_is_shown_beside_the_next_steps()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = await organiser.BeginShowAsync();
        var file = Case.Read("stage-below.json");

        var prices = (await organiser.PostFileAsync(plan, "below.json", file, ("hall", "file"))).ShouldRedirect();
        var page = (await organiser.OpenAsync(prices)).Text;
        page.ShouldContain("The plan says “STAGE”, so the stage is taken to be at the ring.");
        page.ShouldContain("<circle class=\"focus\" cx=\"150\" cy=\"250\"");

        await organiser.PostFileAsync(plan, "below.json", file, ("hall", "file"), ("stage", "LEFT"));
        (await organiser.OpenAsync(prices)).Text.ShouldNotContain("taken to be at the ring");
    }

    [Fact]
    public async Task A_plan_from_a_file_becomes_the_house_and_gets_a_price_per_category()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = await organiser.BeginShowAsync();
        var prices = (await organiser.PostFileAsync(plan, "Small hall.csv", HallFiles.Csv, ("hall", "file")))
            .ShouldRedirect();
        var page = await organiser.OpenAsync(prices);
        page.Text.ShouldContain("Small hall");
        page.Text.ShouldContain("Front");
        var sale = (await organiser.PostAsync(
            prices, ("currency", "EUR"), ("price-0", "46"), ("price-1", "30.50"))).ShouldRedirect();
        var check = (await organiser.PostAsync(sale, ("seats_max", "10"), ("extension", "yes"))).ShouldRedirect();

        var show = await FindAsync((await organiser.PostAsync(check)).ShouldRedirect());

        show.TotalSeats.ShouldBe(8);
        show.PlanId.ShouldNotBeNull();
        show.Prices.ShouldBe([new Price("Front", 4600), new Price("Rear", 3050)]);
        show.ExtensionAllowed.ShouldBeTrue();
        show.HoldSeconds.ShouldBeNull();
    }

    [Fact]
    public async Task A_limit_for_each_person_is_kept_reviewed_and_changed_or_taken_away()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var check = await organiser.PrepareShowAsync();
        var sale = check.Replace("/check", "/sale", StringComparison.Ordinal);
        (await organiser.PostAsync(sale, ("seats_max", "10"), ("person_max", "4"))).ShouldRedirect();
        (await organiser.OpenAsync(check)).Text.ShouldContain("At most 4 seats per person");

        var show = (await organiser.PostAsync(check)).ShouldRedirect();

        (await FindAsync(show)).SeatsPerPersonMax.ShouldBe(4);
        var edit = $"{show}/edit";
        (await organiser.OpenAsync(edit)).Text.ShouldContain("Buyers who already have more keep them.");
        (await organiser.PostAsync(
            edit, ("name", "Anew"), ("starts", "2999-03-14T19:30"), ("zone", "Europe/London"), ("seats_max", "6"),
            ("person_max", ""))).ShouldRedirect();
        (await FindAsync(show)).SeatsPerPersonMax.ShouldBeNull();
    }

    [Fact]
    public async Task A_plan_whose_form_comes_twice_is_stored_once()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = await organiser.BeginShowAsync();
        for (var i = 0; i < 2; i++)
        {
            (await organiser.PostFileAsync(plan, "Only once.csv", HallFiles.Csv, ("hall", "file"))).ShouldRedirect();
        }

        await using var count = api.Server.Data.Primary.CreateCommand(
            "select count(*) from seating_plans where name = 'Only once'");
        (await count.ExecuteScalarAsync()).ShouldBe(1L);
    }

    [Theory]
    [InlineData("rows", "24")]
    [InlineData("theatre", "503")]
    [InlineData("coach", "16")]
    [InlineData("stadium", "1,200")]
    public async Task Houses_can_be_made_on_the_spot(string hall, string seats)
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = await organiser.BeginShowAsync();
        var prices = (await organiser.PostAsync(
            plan, ("hall", hall), ("rows", "4"), ("seats_per_row", "6"), ("coach_rows", "4"),
            ("stadium_seats", "1200"), ("hall_name", "Yard"))).ShouldRedirect();
        var sale = (await organiser.PostAsync(prices)).ShouldRedirect();
        var check = (await organiser.PostAsync(sale, ("seats_max", "10"), ("from", "A"), ("to", "B")))
            .ShouldRedirect();
        (await organiser.OpenAsync(check)).Text.ShouldContain($"Put {seats} seats on sale");

        var show = await FindAsync((await organiser.PostAsync(check)).ShouldRedirect());

        $"{show.TotalSeats:N0}".ShouldBe(seats);
        show.Prices.ShouldBeEmpty();
        show.Currency.ShouldBeNull();
    }

    [Fact]
    public async Task A_file_with_mistakes_is_refused_with_the_place_of_each()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = await organiser.BeginShowAsync();

        (await organiser.PostFileAsync(plan, "hall.csv", HallFiles.WrongCsv, ("hall", "file")))
            .ShouldRefuse("line 4").Text.ShouldContain("fifty");
        (await organiser.PostFileAsync(plan, "hall.json", HallFiles.WrongJson, ("hall", "file")))
            .ShouldRefuse("zones[0].rows[0].seats[1]").Text.ShouldContain("Balcony");
        (await organiser.PostFileAsync(plan, "hall.txt", "{"u8.ToArray(), ("hall", "file")))
            .ShouldRefuse("this is not JSON");
        (await organiser.PostAsync(plan, ("hall", "file"))).ShouldRefuse("Plan file is required.");
    }

    [Theory]
    [InlineData("", "2999-03-14T19:30", "Name must have 1 to 200 characters.")]
    [InlineData("A", "tomorrow", "Start must be a date and time such as 2027-03-14 19:30.")]
    [InlineData("A", "1999-03-14T19:30", "Start must be in the future.")]
    [InlineData(
        "A", "2999-03-31T01:30",
        "Start does not exist that night, because the clocks go forward; the next possible time is 02:00.")]
    public async Task The_first_step_says_what_is_wrong_and_keeps_what_was_entered(
        string name, string starts, string words)
    {
        using var organiser = await Organiser.SignedInAsync(api);

        var answer = await organiser.PostAsync(
            "/desk/shows/new", ("name", name), ("starts", starts), ("zone", "Europe/London"));

        answer.ShouldRefuse(words).Text.ShouldContain($"value=\"{starts}\"");
    }

    [Fact]
    public async Task A_time_zone_that_nobody_knows_is_refused_and_none_is_the_servers()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        (string, string)[] fields = [("name", "A"), ("starts", "2999-03-14T19:30")];

        (await organiser.OpenAsync("/desk/shows/new")).Text.ShouldContain("<option value=\"Asia/Kolkata\">");
        (await organiser.PostAsync("/desk/shows/new", [.. fields, ("zone", "Berlin")]))
            .ShouldRefuse("Time zone must be one from the list, such as Europe/Berlin.")
            .Text.ShouldContain("value=\"Berlin\"");
        var plan = (await organiser.PostAsync("/desk/shows/new", fields)).ShouldRedirect();
        (await organiser.OpenAsync(plan.Replace("/plan", "/show", StringComparison.Ordinal)))
            .Text.ShouldContain("value=\"UTC\"");
    }

    [Fact]
    public async Task A_former_name_of_a_time_zone_is_stored_as_the_present_one()
    {
        using var organiser = await Organiser.SignedInAsync(api);

        var plan = (await organiser.PostAsync(
            "/desk/shows/new", ("name", "A"), ("starts", "2999-03-14T19:30"), ("zone", "Asia/Calcutta")))
            .ShouldRedirect();

        (await organiser.OpenAsync(plan.Replace("/plan", "/show", StringComparison.Ordinal)))
            .Text.ShouldContain("value=\"Asia/Kolkata\"");
    }

    [Fact]
    public async Task The_review_tells_the_hold_time_in_minutes()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var check = await organiser.PrepareShowAsync();
        var sale = check.Replace("/check", "/sale", StringComparison.Ordinal);

        await organiser.PostAsync(sale, ("seats_max", "6"), ("hold_minutes", "1:30"));

        (await organiser.OpenAsync(check)).Text.ShouldContain("Held for 1 minute 30 seconds");
    }

    [Theory]
    [InlineData("number", "0", "Seats must be a whole number from 1 to 200,000.")]
    [InlineData("number", "many", "Seats must be a whole number from 1 to 200,000.")]
    [InlineData("rows", "", "Rows must be a whole number from 1 to 100.")]
    [InlineData("stored", "", "Plan must be one from the list.")]
    [InlineData("", "", "Choose one of these.")]
    public async Task The_second_step_says_what_is_wrong(string hall, string seats, string words)
    {
        using var organiser = await Organiser.SignedInAsync(api);
        // Plans are offered only where there are some.
        (await organiser.PostFileAsync("/desk/plans/import", "hall.csv", HallFiles.Csv)).ShouldRedirect();
        var plan = await organiser.BeginShowAsync();

        (await organiser.PostAsync(plan, ("hall", hall), ("total_seats", seats), ("plan", "999999")))
            .ShouldRefuse(words);
    }

    [Theory]
    [InlineData("EURO", "46", "Currency must be an ISO 4217 code")]
    [InlineData("EUR", "46.5555", "Seat must be an amount such as 46 or 46.50.")]
    [InlineData("EUR", "46.555", "Seat could be 46555, or an amount with too many decimals")]
    [InlineData("JPY", "46.50", "Seat must be a whole amount such as 4600.")]
    [InlineData("EUR", "-1", "Seat must be an amount")]
    [InlineData("EUR", "99999999", "Seat must be at most 10,000,000.")]
    public async Task The_third_step_says_what_is_wrong(string currency, string price, string words)
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = await organiser.BeginShowAsync();
        var prices = (await organiser.PostAsync(plan, ("hall", "number"), ("total_seats", "5"))).ShouldRedirect();

        (await organiser.PostAsync(prices, ("currency", currency), ("price-0", price))).ShouldRefuse(words);
    }

    [Theory]
    [InlineData("opens", "2999-03-15T10:00", "Sale opens must be before the show begins.")]
    [InlineData("seats_max", "101", "Maximum seats per booking must be a whole number from 1 to 100.")]
    [InlineData("person_max", "0", "Maximum seats per person must be a whole number from 1 to 100.")]
    [InlineData("hold_minutes", "0",
        "Hold time (minutes) must be 0:01 (one second) to 1,440 minutes, such as 10, or 1:30 with seconds.")]
    public async Task The_fourth_step_says_what_is_wrong(string field, string value, string words)
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var check = await organiser.PrepareShowAsync();
        var sale = check.Replace("/check", "/sale", StringComparison.Ordinal);
        (string, string)[] right = [("seats_max", "10")];

        (await organiser.PostAsync(sale, [(field, value), .. right.Where(other => other.Item1 != field)]))
            .ShouldRefuse(words);
    }

    [Fact]
    public async Task No_step_can_be_skipped_and_other_seats_ask_for_prices_again()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = await organiser.BeginShowAsync();
        (await organiser.Http.GetPageAsync(plan.Replace("/plan", "/check", StringComparison.Ordinal)))
            .ShouldRedirect().ShouldBe(plan);
        var check = await organiser.PrepareShowAsync();
        var seats = check.Replace("/check", "/plan", StringComparison.Ordinal);

        (await organiser.PostAsync(seats, ("hall", "coach"), ("coach_rows", "3"))).ShouldRedirect();

        (await organiser.Http.GetPageAsync(check)).ShouldRedirect().ShouldEndWith("/prices");
    }

    [Fact]
    public async Task A_last_form_that_is_sent_twice_makes_one_show()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var check = await organiser.PrepareShowAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => organiser.PostAsync(check)));

        answers.Select(answer => answer.ShouldRedirect()).Distinct().ShouldHaveSingleItem();
        (await organiser.PostAsync(check)).ShouldRedirect().ShouldBe(answers[0].ShouldRedirect());
    }

    [Fact]
    public async Task Drafts_are_kept_until_there_are_too_many()
    {
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Desk:DraftsMax", "2"));
        using var organiser = new Organiser(server.Http.BaseAddress!);
        await organiser.SignInAsync(TestApi.AdminKey);
        var first = await organiser.BeginShowAsync("First");
        var second = await organiser.BeginShowAsync("Second");
        await organiser.BeginShowAsync("Third");

        (await organiser.Http.GetPageAsync(first)).ShouldBePage(HttpStatusCode.NotFound);
        (await organiser.OpenAsync(second)).Text.ShouldContain("Second");
    }

    private async Task<Show> FindAsync(string path)
    {
        var id = long.Parse(path["/desk/shows/".Length..], System.Globalization.CultureInfo.InvariantCulture);
        return (await api.Server.Services.GetRequiredService<ShowQueries>().FindAsync(new ShowId(id), default))!.Show;
    }
}

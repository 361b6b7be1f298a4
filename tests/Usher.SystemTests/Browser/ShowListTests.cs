using Microsoft.Playwright;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>The list of shows on the clocks of their venues, and what a search says.</summary>
[Collection(Chromium.Collection)]
public sealed class ShowListTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    private const string Berlin = "Europe/Berlin";

    [Fact]
    public async Task Shows_stand_under_the_months_of_their_venues_clock_wherever_the_reader_is()
    {
        await CreateAsync("Lamps at ten", new DateTime(2999, 1, 31, 21, 0, 0, DateTimeKind.Utc), Berlin);
        await CreateAsync("Lamps after midnight", new DateTime(2999, 1, 31, 23, 30, 0, DateTimeKind.Utc), Berlin);
        await CreateAsync("Lamps in the evening", new DateTime(2999, 2, 1, 19, 0, 0, DateTimeKind.Utc), Berlin);
        string[] wanted =
        [
            "January 2999", "Lamps at ten", "February 2999", "Lamps after midnight", "Lamps in the evening",
        ];
        await using var reader = await EnterAsync("America/New_York");

        await reader.Page.GotoAsync("/?q=lamps");
        (await HeadingsAsync(reader.Page)).ShouldBe(wanted);

        await reader.Page.GotoAsync("/");
        await reader.Page.GetByRole(AriaRole.Searchbox).FillAsync("lamps");
        await reader.Page.WaitForURLAsync("**/?q=lamps");
        (await HeadingsAsync(reader.Page)).ShouldBe(wanted);
        reader.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_zone_is_named_to_whom_the_clock_shows_something_else()
    {
        var show = await CreateAsync("Lanterns", new DateTime(2999, 3, 14, 18, 30, 0, DateTimeKind.Utc), Berlin);

        foreach (var (zone, words) in new[]
        {
            ("America/New_York", "Thursday 14 March 2999, 19:30 Europe/Berlin"),
            ("Europe/Paris", "Thursday 14 March 2999, 19:30"),
        })
        {
            await using var reader = await EnterAsync(zone);
            await reader.Page.GotoAsync($"/shows/{show.Id}");
            (await reader.Page.Locator(".when").InnerTextAsync()).Trim().ShouldBe(words);
            await reader.Page.GotoAsync("/?q=lanterns");
            (await reader.Page.Locator(".row .what").InnerTextAsync()).Trim().ShouldBe(words[24..]);
        }
    }

    [Fact]
    public async Task A_day_begins_when_it_does_where_the_show_takes_place()
    {
        const string Sydney = "Australia/Sydney";
        await CreateAsync("Matinee of the day before", new DateTime(2999, 3, 13, 9, 0, 0, DateTimeKind.Utc), Sydney);
        await CreateAsync("Matinee of the day", new DateTime(2999, 3, 13, 22, 0, 0, DateTimeKind.Utc), Sydney);
        await using var reader = await EnterAsync("UTC");
        var page = reader.Page;
        await page.GotoAsync("/?q=matinee");

        await page.GetByLabel("From date").FillAsync("2999-03-14");
        await page.WaitForURLAsync("**/?q=matinee&from=2999-03-14");
        (await page.Locator(".row h3").AllInnerTextsAsync()).ShouldBe(["Matinee of the day"]);
        reader.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_search_tells_those_who_listen_what_it_found()
    {
        await CreateAsync("Quinces in spring", TestServer.FarOff);
        await CreateAsync("Quinces in winter", TestServer.FarOff);
        await using var reader = await EnterAsync("UTC");
        var (page, box) = (reader.Page, reader.Page.GetByRole(AriaRole.Searchbox));
        var found = page.Locator("[role=status][data-found]");
        await page.GotoAsync("/");

        await box.FillAsync("quinces");
        await Assertions.Expect(found).ToHaveTextAsync("2 shows");
        await box.FillAsync("quinces in winter");
        await Assertions.Expect(found).ToHaveTextAsync("1 show");
        await box.FillAsync("nothing is called that");
        await Assertions.Expect(found).ToHaveTextAsync("No shows match your search.");
        reader.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_search_that_fails_says_so_until_one_succeeds()
    {
        await CreateAsync("Harbour by night", TestServer.FarOff);
        await using var reader = await EnterAsync("UTC");
        var (page, box) = (reader.Page, reader.Page.GetByRole(AriaRole.Searchbox));
        var said = page.GetByText("We could not run your search.");
        await page.GotoAsync("/?q=harbour");
        await page.RouteAsync("**/?q=busy", route => route.FulfillAsync(new RouteFulfillOptions { Status = 503 }));
        await page.RouteAsync("**/?q=away", route => route.AbortAsync());

        await box.FillAsync("busy");
        await said.WaitForAsync();
        (await said.BoundingBoxAsync())!.Width.ShouldBeGreaterThan(100);
        (await page.Locator(".row h3").AllInnerTextsAsync()).ShouldBe(["Harbour by night"]);
        await box.FillAsync("harbour by");
        await said.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await box.FillAsync("away");
        await said.WaitForAsync();
    }

    [Fact]
    public async Task A_phones_first_screen_has_something_to_buy()
    {
        await using var server = await TestServer.StartAsync(api.Database, ("Pages:ListSecondsMax", "0"));
        var soon = TestServer.FarOff.AddYears(-900);
        var full = await server.CreateShowAsync(seats: 1, name: "Salt", startsAt: soon);
        await server.Http.BookAsync(full.Id, [1]);
        await server.CreateShowAsync(
            name: "Orchard in winter, with the longest name of all the shows", startsAt: soon.AddDays(1),
            opensAt: soon.AddHours(-1));
        await server.CreateShowAsync(name: "Cistern at ten", startsAt: soon.AddDays(2));
        await using var reader = await BuyerVisit.EnterAsync(chromium, server, options =>
        {
            BuyerVisit.Phone(options);
            options.ViewportSize = new ViewportSize { Width = 360, Height = 640 };
        });

        await reader.Page.GotoAsync("/");

        var link = reader.Page.Locator(".soonest a");
        (await link.InnerTextAsync()).ShouldBe("Cistern at ten");
        var box = (await reader.Page.Locator(".soonest").BoundingBoxAsync())!;
        (box.Y + box.Height).ShouldBeLessThan(640);
        (await reader.Page.Locator(".row h3").AllInnerTextsAsync()).Take(3)
            .ShouldBe(["Salt", "Orchard in winter, with the longest name of all the shows", "Cistern at ten"]);
        await link.ClickAsync();
        await reader.Page.WaitForURLAsync("**/shows/*");
        (await reader.HeadingAsync()).ShouldBe("Cistern at ten");

        // A list that begins with something to buy shows it below the sale that opens next.
        await server.CreateShowAsync(name: "Rehearsal of the soonest day", startsAt: soon.AddDays(-1));
        await reader.Page.GotoAsync("/");
        (await reader.Page.Locator(".soonest").CountAsync()).ShouldBe(0);
        (await reader.Page.Locator(".next").IsVisibleAsync()).ShouldBeTrue();
        var row = reader.Page.Locator(".row").First;
        (await row.Locator("h3").InnerTextAsync()).ShouldBe("Rehearsal of the soonest day");
        box = (await row.BoundingBoxAsync())!;
        (box.Y + box.Height).ShouldBeLessThan(640);
        reader.Complaints.ShouldBeEmpty();
    }

    private static Task<string[]> HeadingsAsync(IPage page) => page.EvaluateAsync<string[]>(
        "[...document.querySelectorAll('[data-results] .month, [data-results] h3')].map(it => it.textContent.trim())");

    private Task<Show> CreateAsync(string name, DateTime startsAt, string? timeZone = null) =>
        api.Server.CreateShowAsync(name: name, startsAt: startsAt, timeZone: timeZone);

    private Task<BuyerVisit> EnterAsync(string zone) =>
        BuyerVisit.EnterAsync(chromium, api.Server, options => options.TimezoneId = zone);
}

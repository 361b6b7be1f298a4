using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>The list of shows on the clock of its reader, and what a search says.</summary>
[Collection(Chromium.Collection)]
public sealed class ShowListTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Shows_stand_under_the_months_of_the_readers_own_clock()
    {
        await CreateAsync("Lamps at ten", new DateTime(2999, 1, 31, 21, 0, 0, DateTimeKind.Utc));
        await CreateAsync("Lamps after midnight", new DateTime(2999, 1, 31, 23, 30, 0, DateTimeKind.Utc));
        await CreateAsync("Lamps in the evening", new DateTime(2999, 2, 1, 19, 0, 0, DateTimeKind.Utc));
        string[] wanted =
        [
            "January 2999", "Lamps at ten", "February 2999", "Lamps after midnight", "Lamps in the evening",
        ];
        await using var reader = await EnterAsync("Europe/Berlin");

        await reader.Page.GotoAsync("/?q=lamps");
        (await HeadingsAsync(reader.Page)).ShouldBe(wanted);

        await reader.Page.GotoAsync("/");
        await reader.Page.GetByRole(AriaRole.Searchbox).FillAsync("lamps");
        await reader.Page.WaitForURLAsync("**/?q=lamps");
        (await HeadingsAsync(reader.Page)).ShouldBe(wanted);
        reader.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_day_begins_when_it_does_for_its_reader()
    {
        await CreateAsync("Matinee of the day before", new DateTime(2999, 3, 13, 9, 0, 0, DateTimeKind.Utc));
        await CreateAsync("Matinee of the day", new DateTime(2999, 3, 13, 22, 0, 0, DateTimeKind.Utc));
        await using var reader = await EnterAsync("Australia/Sydney");
        var page = reader.Page;
        await page.GotoAsync("/?q=matinee");

        await page.GetByLabel("From date").FillAsync("2999-03-14");
        await page.WaitForURLAsync("**/?q=matinee&from=2999-03-14&offset=-660");
        (await page.Locator(".row h3").AllInnerTextsAsync()).ShouldBe(["Matinee of the day"]);

        // An address that names the day alone means the reader's day as well.
        await page.GotoAsync("/?q=matinee&from=2999-03-14");
        await page.WaitForURLAsync("**/?q=matinee&from=2999-03-14&offset=-660");
        (await page.Locator(".row h3").AllInnerTextsAsync()).ShouldBe(["Matinee of the day"]);
        reader.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_search_tells_those_who_listen_what_it_found()
    {
        await CreateAsync("Orchard in spring", TestServer.FarOff);
        await CreateAsync("Orchard in winter", TestServer.FarOff);
        await using var reader = await EnterAsync("UTC");
        var (page, box) = (reader.Page, reader.Page.GetByRole(AriaRole.Searchbox));
        var found = page.Locator("[role=status][data-found]");
        await page.GotoAsync("/");

        await box.FillAsync("orchard");
        await Assertions.Expect(found).ToHaveTextAsync("2 shows");
        await box.FillAsync("orchard in winter");
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
        await server.CreateShowAsync(name: "Lamps at ten", startsAt: soon.AddDays(2));
        await using var reader = await BuyerVisit.EnterAsync(chromium, server, options =>
        {
            BuyerVisit.Phone(options);
            options.ViewportSize = new ViewportSize { Width = 360, Height = 640 };
        });

        await reader.Page.GotoAsync("/");

        var link = reader.Page.Locator(".soonest a");
        (await link.InnerTextAsync()).ShouldBe("Lamps at ten");
        var box = (await reader.Page.Locator(".soonest").BoundingBoxAsync())!;
        (box.Y + box.Height).ShouldBeLessThan(640);
        (await reader.Page.Locator(".row h3").AllInnerTextsAsync()).Take(3)
            .ShouldBe(["Salt", "Orchard in winter, with the longest name of all the shows", "Lamps at ten"]);
        await link.ClickAsync();
        await reader.Page.WaitForURLAsync("**/shows/*");
        (await reader.HeadingAsync()).ShouldBe("Lamps at ten");

        // A list that begins with something to buy shows it below the sale that opens next.
        await server.CreateShowAsync(name: "Matinee of the soonest day", startsAt: soon.AddDays(-1));
        await reader.Page.GotoAsync("/");
        (await reader.Page.Locator(".soonest").CountAsync()).ShouldBe(0);
        (await reader.Page.Locator(".next").IsVisibleAsync()).ShouldBeTrue();
        var row = reader.Page.Locator(".row").First;
        (await row.Locator("h3").InnerTextAsync()).ShouldBe("Matinee of the soonest day");
        box = (await row.BoundingBoxAsync())!;
        (box.Y + box.Height).ShouldBeLessThan(640);
        reader.Complaints.ShouldBeEmpty();
    }

    private static Task<string[]> HeadingsAsync(IPage page) => page.EvaluateAsync<string[]>(
        "[...document.querySelectorAll('[data-results] .month, [data-results] h3')].map(it => it.textContent.trim())");

    private Task CreateAsync(string name, DateTime startsAt) =>
        api.Server.CreateShowAsync(name: name, startsAt: startsAt);

    private Task<BuyerVisit> EnterAsync(string zone) =>
        BuyerVisit.EnterAsync(chromium, api.Server, options => options.TimezoneId = zone);
}

using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

[Collection(Chromium.Collection)]
public sealed class DeskPathTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_newcomer_signs_in_imports_a_plan_and_puts_a_show_on_sale(bool isPhone)
    {
        await using var desk = await DeskVisit.EnterAsync(
            chromium, api.Server, isPhone ? BuyerVisit.Phone : null);
        await desk.Page.GotoAsync("/desk/plans");
        await desk.FillAsync("Admin key", "wrong");
        await desk.PressAsync("Sign in");
        await desk.Page.GetByText("This is not the admin key.").WaitForAsync();
        await desk.FillAsync("Admin key", TestApi.AdminKey);
        await desk.PressAsync("Sign in");
        (await desk.HeadingAsync()).ShouldBe("Seating plans");

        await desk.CreateShowAsync("The Glass Orchard", "Yard.csv", HallFiles.Csv);

        (await desk.HeadingAsync()).ShouldBe("The Glass Orchard");
        (await desk.FigureAsync("Free")).ShouldBe("8");
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.Page.GotoAsync("/?q=Glass+Orchard");
        await buyer.Page.GetByRole(AriaRole.Link, new() { Name = "The Glass Orchard" }).First.ClickAsync();
        (await buyer.HeadingAsync()).ShouldBe("The Glass Orchard");
        await desk.PressAsync("Sign out");
        (await desk.HeadingAsync()).ShouldBe("Sign in to the desk");
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_plan_is_refused_where_it_is_wrong_and_the_mended_one_is_taken()
    {
        await using var desk = await DeskVisit.SignInAsync(chromium, api.Server);
        await desk.FollowAsync("Plans");
        await desk.FollowAsync("Import a plan");
        await desk.ChooseFileAsync("hall.csv", HallFiles.WrongCsv);
        await desk.PressAsync("Import");
        var problems = desk.Page.GetByRole(AriaRole.Alert);
        (await problems.InnerTextAsync()).ShouldContain("line 4");

        await desk.ChooseFileAsync("hall.csv", HallFiles.Csv);
        await desk.FillAsync("Name", "Mended hall");
        await desk.PressAsync("Import");

        (await desk.HeadingAsync()).ShouldBe("Mended hall");
        (await desk.Page.GetByText("8 seats in 2 rows").CountAsync()).ShouldBe(1);
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_booking_made_elsewhere_appears_by_itself()
    {
        await using var desk = await DeskVisit.SignInAsync(chromium, api.Server);
        await desk.CreateShowAsync("Live at the desk", "Yard.csv", HallFiles.Csv);
        await desk.Page.Locator("[data-link].on").WaitForAsync();
        ShowId.TryParse(desk.Page.Url.Split('/')[^1], out var show).ShouldBeTrue();

        (await api.Http.HoldAsync(show, 1, 2)).ShouldRedirect();
        await desk.Page.Locator("#bookings").GetByText("A 1 and 2").WaitForAsync();

        (await desk.FigureAsync("Held now")).ShouldBe("2");
        await desk.FollowAsync("Overview");
        await api.Http.HoldAsync(show, 3);
        await desk.Page.Locator("#bookings").GetByText("A 3").WaitForAsync();
        // Charts are drawn, each by its own canvas.
        (await desk.Page.Locator("[data-chart] canvas").CountAsync()).ShouldBe(3);
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Times_and_prices_are_changed_later_on_the_clock_of_the_venue()
    {
        await using var desk = await DeskVisit.SignInAsync(
            chromium, api.Server, options => options.TimezoneId = "Asia/Kolkata");
        await desk.CreateShowAsync("Later and dearer", "Yard.csv", HallFiles.Csv);

        await desk.FollowAsync("Edit");
        (await desk.Page.GetByLabel("Start").InputValueAsync()).ShouldBe("2999-03-14T19:30");
        // What the browser said when the show was made, by whichever of its names.
        (await desk.Page.GetByLabel("Time zone").InputValueAsync()).ShouldBe("Asia/Kolkata");
        await desk.PressAsync("Save");
        await desk.FollowAsync("Prices");
        await desk.FillAsync("Front", "50");
        await desk.PressAsync("Save prices");

        (await desk.HeadingAsync()).ShouldBe("Later and dearer");
        await desk.FollowAsync("Prices");
        (await desk.Page.GetByLabel("Front").InputValueAsync()).ShouldBe("50.00");
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_works_without_scripts()
    {
        await using var desk = await DeskVisit.SignInAsync(chromium, api.Server, BuyerVisit.WithoutScripts);

        await desk.CreateShowAsync("By hand", "Yard.csv", HallFiles.Csv);

        (await desk.FigureAsync("Free")).ShouldBe("8");
        (await desk.Page.GetByText("Seats held, sold or blocked in the last hour: from 0 to 0 of 8.").IsVisibleAsync())
            .ShouldBeTrue();
        await desk.Page.GetByText("These figures as a table").ClickAsync();
        (await desk.Page.Locator(".figures tbody tr").CountAsync()).ShouldBe(60);
        await desk.FollowAsync("Edit");
        await desk.FillAsync("Name", "By hand, later");
        await desk.PressAsync("Save");
        (await desk.HeadingAsync()).ShouldBe("By hand, later");
        await desk.PressAsync("Sign out");
        (await desk.HeadingAsync()).ShouldBe("Sign in to the desk");
    }
}

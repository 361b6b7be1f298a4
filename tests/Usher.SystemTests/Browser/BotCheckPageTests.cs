using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>A sale that asks for work: browsers with scripts do it by themselves, the others are told.</summary>
[Collection(Chromium.Collection)]
public sealed class BotCheckPageTests(Chromium chromium, TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_map_works_for_its_seats_and_holds_them()
    {
        await using var server = await StartAsync();
        var show = await SmallHall.CreateShowAsync(server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, server);

        await buyer.HoldAsync(show, 4, 5);

        (await buyer.HeadingAsync()).ShouldBe("Your 2 seats are held");
    }

    [Fact]
    public async Task A_form_that_is_sent_as_it_is_leads_over_a_page_that_works_and_goes_on()
    {
        await using var server = await StartAsync();
        var show = await SmallHall.CreateShowAsync(server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, server);
        await buyer.OpenAsync(show);

        await buyer.Page.EvaluateAsync("document.querySelector('#best-seats').submit()");
        await buyer.Page.WaitForURLAsync("**/bookings/*");

        (await buyer.HeadingAsync()).ShouldBe("Your 2 seats are held");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Without_scripts_it_is_said_why_nothing_is_held_and_what_to_do(ColorScheme colors)
    {
        await using var server = await StartAsync();
        var show = await SmallHall.CreateShowAsync(server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, server, options =>
        {
            BuyerVisit.WithoutScripts(options);
            BuyerVisit.Phone(options);
            options.ColorScheme = colors;
        });
        await buyer.Page.GotoAsync($"/shows/{show.Id}?seats=21,22");

        await buyer.PressAsync("Hold seats");

        (await buyer.HeadingAsync()).ShouldBe("One moment, please.");
        await Assertions.Expect(buyer.Page.GetByText("your browser needs JavaScript for that. Nothing is held yet."))
            .ToBeVisibleAsync();
        await Assertions.Expect(buyer.Page.Locator("[data-challenge-state]")).ToBeHiddenAsync();
        (await buyer.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
        (await server.Http.GetAnswerAsync($"/api/shows/{show.Id}")).Field("available_seats").ShouldBe("60");
    }

    // So much work that the page is still there when it is looked at.
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_page_that_works_has_no_serious_barrier_and_stays_answered_to(ColorScheme colors)
    {
        await using var server = await StartAsync(bits: 28);
        var show = await SmallHall.CreateShowAsync(server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, server, options =>
        {
            BuyerVisit.Phone(options);
            options.ColorScheme = colors;
        });
        await buyer.OpenAsync(show);
        await buyer.Page.EvaluateAsync("document.querySelector('#best-seats').submit()");
        await buyer.Page.Locator("[data-challenge-state]").WaitForAsync();

        (await buyer.Page.RunAxe()).Violations.Where(one => one.Impact is "serious" or "critical")
            .Select(PageQualityTests.Tell).ShouldBeEmpty();
        await buyer.Page.GetByRole(AriaRole.Link, new() { Name = "Back to your choice" }).ClickAsync();
        await buyer.Page.WaitForURLAsync($"**/shows/{show.Id}**");
    }

    private Task<TestServer> StartAsync(int bits = 14) => TestServer.StartAsync(
        database, ("BotCheck:Mode", "ProofOfWork"), ("BotCheck:DifficultyBits", $"{bits}"));
}

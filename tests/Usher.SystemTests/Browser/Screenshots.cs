using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Usher.Engine.Shows;
using Usher.Server.Demo;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>
/// The pictures of the README, taken of the demo: USHER_SCREENSHOTS=$PWD/docs/screenshots ./test --filter Screenshots
/// </summary>
[Collection(Chromium.Collection)]
public sealed class Screenshots(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    private const string Folder = "USHER_SCREENSHOTS";
    private const int Party = 3;

    [Fact]
    public async Task The_main_pages_are_photographed()
    {
        var folder = Environment.GetEnvironmentVariable(Folder);
        Assert.SkipWhen(folder is null, $"{Folder} names no folder to put them.");
        await ActivatorUtilities.CreateInstance<DemoShows>(api.Server.Services).CreateAsync(CancellationToken.None);
        foreach (var colors in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var isPhone in new[] { false, true })
            {
                await PhotographAsync(folder!, colors, isPhone);
            }
        }
    }

    private async Task PhotographAsync(string folder, ColorScheme colors, bool isPhone)
    {
        void Configure(BrowserNewContextOptions options)
        {
            options.ColorScheme = colors;
            options.ViewportSize = new ViewportSize { Width = isPhone ? 360 : 1280, Height = isPhone ? 780 : 900 };
        }

        var suffix = $"{(isPhone ? "360" : "1280")}-{colors.ToString().ToLowerInvariant()}";
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server, Configure);
        Task TakeAsync(string name) => SaveAsync(buyer.Page, Path.Combine(folder, $"{name}-{suffix}.png"));
        await buyer.Page.GotoAsync("/");
        await TakeAsync("shows");
        var show = await ShowAsync();
        await buyer.OpenAsync(show);
        for (var more = 2; more < Party; more++)
        {
            await buyer.PressAsync("One more");
        }

        await buyer.PressAsync("Find");
        await buyer.Tray.Nth(Party - 1).WaitForAsync();
        // The map moves to what it found.
        await buyer.Page.WaitForTimeoutAsync(1_000);
        await TakeAsync("show");
        await buyer.PressAsync($"Hold {Party} seats");
        await buyer.Page.WaitForURLAsync("**/bookings/*");
        await TakeAsync("booking");
        await buyer.Page.GetByLabel("E-mail").FillAsync("mara@example.com");
        await buyer.PressAsync("Confirm ");
        await buyer.Page.GetByText("Confirmed").WaitForAsync();
        await TakeAsync("ticket");

        await using var desk = await DeskVisit.SignInAsync(chromium, api.Server, Configure);
        await SaveAsync(desk.Page, Path.Combine(folder, $"desk-{suffix}.png"));
        await desk.Page.GotoAsync($"/desk/shows/{show.Id}");
        await desk.Page.Locator("[data-link].on").WaitForAsync();
        await SaveAsync(desk.Page, Path.Combine(folder, $"desk-show-{suffix}.png"));
    }

    private static Task SaveAsync(IPage page, string path) => page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = path,
        Animations = ScreenshotAnimations.Disabled,
    });

    private async Task<Show> ShowAsync()
    {
        var page = await api.Server.Services.GetRequiredService<ShowQueries>().ListAsync(
            from: null, "The Salt Road", limit: 1, after: null, CancellationToken.None);
        return page.Shows.Single().Show;
    }
}

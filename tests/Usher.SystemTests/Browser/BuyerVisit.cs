using Microsoft.Playwright;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>A buyer at the pages of the real server, as far as tests have words for what one does there.</summary>
internal sealed class BuyerVisit : IAsyncDisposable
{
    private readonly Visitor _visitor;

    private BuyerVisit(Visitor visitor) => _visitor = visitor;

    public IPage Page => _visitor.Page;

    public IReadOnlyCollection<string> Complaints => _visitor.Complaints;

    public ILocator Toast => Page.Locator(".toast");

    public ILocator HoldButton => Page.Locator("button[data-hold]");

    /// <summary>How many seats the page says are left.</summary>
    public ILocator Left => Page.Locator("[data-left]");

    public ILocator Tray => Page.Locator("[data-tray] li");

    public static async Task<BuyerVisit> EnterAsync(
        Chromium chromium, TestServer server, Action<BrowserNewContextOptions>? configure = null) =>
        new(await chromium.VisitAsync(server.Http.BaseAddress!, configure));

    public static void Phone(BrowserNewContextOptions options)
    {
        options.ViewportSize = new ViewportSize { Width = 360, Height = 740 };
        options.HasTouch = true;
        options.IsMobile = true;
    }

    public static void WithoutScripts(BrowserNewContextOptions options) => options.JavaScriptEnabled = false;

    /// <summary>Opens a show and waits until its map knows the seats.</summary>
    public async Task OpenAsync(Show show, string query = "")
    {
        await Page.GotoAsync($"/shows/{show.Id}{query}");
        await Page.Locator("[data-link].on").WaitForAsync();
        await Page.Locator("usher-seat-map .zoom").WaitForAsync();
    }

    public Task ChooseAsync(params int[] seats) => Page.Locator("usher-seat-map")
        .EvaluateAsync("(map, seats) => { map.selected = seats; }", seats);

    public Task PressAsync(string name) =>
        Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name }).ClickAsync();

    /// <summary>Holds seats in a browser and ends at the booking's page.</summary>
    public async Task HoldAsync(Show show, params int[] seats)
    {
        await OpenAsync(show);
        await ChooseAsync(seats);
        await PressAsync("Hold ");
        await Page.WaitForURLAsync("**/bookings/*");
    }

    /// <summary>From the next page on the device may sleep: the clock that pages count with stands still meanwhile.
    /// </summary>
    public Task SleepAtWillAsync() => Page.AddInitScriptAsync("""
        const now = performance.now.bind(performance);
        performance.now = () => now() - (window.slept ?? 0);
        """);

    /// <summary>As if the device had slept; a negative time is one that passed at once.</summary>
    public Task SleepAsync(int milliseconds) => Page.EvaluateAsync($"window.slept = {milliseconds}");

    public Task LookAgainAsync() =>
        Page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");

    public async Task<string> HeadingAsync() => await Page.Locator("h1").InnerTextAsync();

    public ValueTask DisposeAsync() => _visitor.DisposeAsync();
}

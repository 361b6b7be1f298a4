using Microsoft.Playwright;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>A buyer at the pages of the real server, as far as tests have words for what one does there.</summary>
internal sealed class BuyerVisit : IAsyncDisposable
{
    // 400 kbit/s, and a round trip of 400 ms.
    private const int SlowBytesPerSecond = 50_000;
    private const int SlowLatencyMilliseconds = 400;

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

    /// <summary>Goes on by the tabulator key to what has an attribute, as a person does who cannot use a mouse.
    /// </summary>
    /// <param name="attribute">Its name.</param>
    /// <param name="tabsMax">How often the key is pressed before that is a failure.</param>
    /// <param name="value">Null: whatever it is.</param>
    public async Task TabToAsync(string attribute, int tabsMax, string? value = null)
    {
        for (var tabs = 0; tabs < tabsMax; tabs++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var found = await Page.EvaluateAsync<string?>(
                "attribute => document.activeElement.getAttribute(attribute)", attribute);
            if (found is not null && (value is null || found == value))
            {
                return;
            }
        }

        throw new InvalidOperationException($"{tabsMax} tabs did not lead to [{attribute}].");
    }

    /// <summary>A slow line from here on, and what tells of all that comes by it.</summary>
    public async Task<ICDPSession> SlowDownAsync()
    {
        var line = await Page.Context.NewCDPSessionAsync(Page);
        await line.SendAsync("Network.enable");
        await line.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false,
            ["latency"] = SlowLatencyMilliseconds,
            ["downloadThroughput"] = SlowBytesPerSecond,
            ["uploadThroughput"] = SlowBytesPerSecond,
        });
        return line;
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

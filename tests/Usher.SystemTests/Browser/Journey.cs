using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>A buyer on the way from the list of shows to a ticket, photographed at each page where a folder is named.
/// </summary>
internal sealed class Journey : IAsyncDisposable
{
    private const string Folder = "USHER_SCREENSHOTS";

    // The map moves to what it found or was shown, and messages come and go.
    private const int MapMovesMilliseconds = 1_000;

    // So many a list of shows with a page's links takes.
    private const int TabsMax = 80;

    private readonly string _name;
    private readonly string? _folder = Environment.GetEnvironmentVariable(Folder);
    private int _taken;

    private Journey(BuyerVisit buyer, string name) => (Buyer, _name) = (buyer, name);

    public BuyerVisit Buyer { get; }

    private IPage Page => Buyer.Page;

    public static async Task<Journey> BeginAsync(
        Chromium chromium, TestServer server, string name, Action<BrowserNewContextOptions>? configure) =>
        new(await BuyerVisit.EnterAsync(chromium, server, configure), name);

    /// <summary>From the list of shows to the show of a name.</summary>
    public async Task OpenAsync(string show, bool byKeyboard = false)
    {
        await Page.GotoAsync("/");
        await TakeAsync("list");
        var link = Page.GetByRole(AriaRole.Link, new() { Name = show });
        if (byKeyboard)
        {
            await Buyer.TabToAsync("href", TabsMax, await link.First.GetAttributeAsync("href"));
            await Page.Keyboard.PressAsync("Enter");
        }
        else
        {
            await link.First.ClickAsync();
        }

        await Page.WaitForURLAsync("**/shows/*");
        (await Buyer.HeadingAsync()).ShouldBe(show);
        await TakeAsync("show");
    }

    /// <summary>Has the page look for seats together.</summary>
    /// <param name="seats">2 or more.</param>
    public async Task FindAsync(int seats)
    {
        for (var more = 2; more < seats; more++)
        {
            await Buyer.PressAsync("One more");
        }

        await Buyer.PressAsync("Find");
        await Buyer.Tray.Nth(seats - 1).WaitForAsync();
        await TakeAsync("chosen");
    }

    /// <summary>Taps on the first seat that is free where the map shows it. The first tap moves a map closer whose
    /// seats are too small for a finger.</summary>
    public async Task TapFreeSeatAsync()
    {
        await Page.Locator("[data-link].on").WaitForAsync();
        for (var taps = 0; taps < 2 && await Buyer.Tray.CountAsync() == 0; taps++)
        {
            var seat = await Page.Locator("usher-seat-map").EvaluateAsync<float[]>(
                "map => map.whereIs(map.loaded.states.state.indexOf(1) + 1)");
            await Page.Touchscreen.TapAsync(seat[0], seat[1]);
            await Page.WaitForTimeoutAsync(MapMovesMilliseconds);
        }

        await Buyer.Tray.First.WaitForAsync();
        await TakeAsync("chosen");
    }

    public async Task HoldAsync(string button = "Hold ")
    {
        await Buyer.PressAsync(button);
        await Page.WaitForURLAsync("**/bookings/*");
        await TakeAsync("held");
    }

    public async Task ConfirmAsync()
    {
        await Page.GetByLabel("E-mail").FillAsync("asha@example.com");
        await Buyer.PressAsync("Confirm ");
        await EndAsync();
    }

    /// <summary>The ticket is there, fits the window, and the browser complained of nothing.</summary>
    public async Task EndAsync()
    {
        await Page.GetByText("Confirmed").First.WaitForAsync();
        await TakeAsync("ticket");
        (await Page.Locator(".places").InnerTextAsync()).ShouldNotBeEmpty();
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"))
            .ShouldBeLessThanOrEqualTo(Page.ViewportSize!.Width);
        Buyer.Complaints.ShouldBeEmpty();
    }

    /// <summary>Goes on by the tabulator key to what has an attribute, as a person does who cannot use a mouse, and
    /// presses it.</summary>
    public async Task ByKeysAsync(string attribute)
    {
        await TabToAsync(attribute);
        await Page.Keyboard.PressAsync("Enter");
    }

    public Task TabToAsync(string attribute) => Buyer.TabToAsync(attribute, TabsMax);

    public async Task TakeAsync(string step)
    {
        _taken++;
        if (_folder is null)
        {
            return;
        }

        await Page.WaitForTimeoutAsync(MapMovesMilliseconds);
        await Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(_folder, "journeys", $"{_name}-{_taken}-{step}.png"),
            Animations = ScreenshotAnimations.Disabled,
        });
    }

    public ValueTask DisposeAsync() => Buyer.DisposeAsync();
}

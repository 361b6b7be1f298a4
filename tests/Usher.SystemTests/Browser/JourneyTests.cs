using Microsoft.Playwright;

namespace Usher.SystemTests.Browser;

/// <summary>
/// Buyers of every kind of place get from the list of shows to a ticket, each in a way of their own. Where
/// USHER_SCREENSHOTS names a folder, each page on the way is photographed to its "journeys".
/// </summary>
[Collection(Chromium.Collection)]
public sealed class JourneyTests(Chromium chromium, DemoSite site) : IClassFixture<DemoSite>
{
    private const string Theatre = "The Salt Road";
    private const string Coach = "Late coach home";
    private const string Stadium = "The derby: City against United";
    private const string Appointments = "Town hall: an appointment at the passport desk";

    [Fact]
    public async Task A_pair_in_the_theatre_at_a_desktop()
    {
        await using var journey = await BeginAsync("01-theatre-1280");
        await journey.OpenAsync(Theatre);
        await journey.FindAsync(seats: 2);
        await journey.HoldAsync();
        await journey.ConfirmAsync();
    }

    [Fact]
    public async Task Three_in_the_theatre_on_a_phone_in_the_dark()
    {
        await using var journey = await BeginAsync("02-theatre-360-dark", options =>
        {
            BuyerVisit.Phone(options);
            options.ColorScheme = ColorScheme.Dark;
        });
        await journey.OpenAsync(Theatre);
        await journey.FindAsync(seats: 3);
        await journey.HoldAsync();
        await journey.ConfirmAsync();
    }

    [Fact]
    public async Task The_theatre_by_the_keyboard_alone()
    {
        await using var journey = await BeginAsync("03-theatre-keyboard");
        await journey.OpenAsync(Theatre, byKeyboard: true);
        await journey.ByKeysAsync("data-find");
        await journey.Buyer.Tray.Nth(1).WaitForAsync();
        await journey.TakeAsync("chosen");
        await journey.ByKeysAsync("data-hold");
        await journey.Buyer.Page.WaitForURLAsync("**/bookings/*");
        await journey.TakeAsync("held");
        await journey.TabToAsync("autocomplete");
        await journey.Buyer.Page.Keyboard.TypeAsync("asha@example.com");
        await journey.Buyer.Page.Keyboard.PressAsync("Enter");
        await journey.EndAsync();
    }

    [Fact]
    public async Task The_theatre_on_a_phone_without_scripts()
    {
        await using var journey = await BeginAsync("04-theatre-360-no-scripts", options =>
        {
            BuyerVisit.Phone(options);
            BuyerVisit.WithoutScripts(options);
        });
        await journey.OpenAsync(Theatre);
        await journey.Buyer.Page.GetByRole(AriaRole.Combobox, new() { Name = "Number of seats" })
            .SelectOptionAsync("2");
        await journey.HoldAsync("Hold best seats");
        await journey.ConfirmAsync();
    }

    [Fact]
    public async Task Three_in_a_coach_at_a_desktop()
    {
        await using var journey = await BeginAsync("05-coach-1280");
        await journey.OpenAsync(Coach);
        await Assertions.Expect(journey.Buyer.Page.Locator("main")).ToContainTextAsync("Main house");
        await journey.FindAsync(seats: 3);
        await journey.HoldAsync();
        await journey.ConfirmAsync();
    }

    [Fact]
    public async Task One_in_a_coach_by_a_tap_on_a_phone()
    {
        await using var journey = await BeginAsync("06-coach-360", BuyerVisit.Phone);
        await journey.OpenAsync(Coach);
        await journey.TapFreeSeatAsync();
        await journey.HoldAsync();
        await journey.ConfirmAsync();
    }

    [Fact]
    public async Task Four_in_the_stadium_at_a_desktop()
    {
        await using var journey = await BeginAsync("07-stadium-1280");
        await journey.OpenAsync(Stadium);
        await journey.FindAsync(seats: 4);
        await journey.HoldAsync();
        await journey.ConfirmAsync();
    }

    [Fact]
    public async Task The_stadium_on_a_phone_with_a_slow_line()
    {
        await using var journey = await BeginAsync("08-stadium-360-slow", BuyerVisit.Phone);
        await journey.Buyer.SlowDownAsync();
        await journey.OpenAsync(Stadium);
        await journey.FindAsync(seats: 2);
        await journey.HoldAsync();
        await journey.ConfirmAsync();
    }

    [Fact]
    public async Task An_appointment_on_a_phone()
    {
        await using var journey = await BeginAsync("09-appointment-360", BuyerVisit.Phone);
        await journey.OpenAsync(Appointments);
        await journey.Buyer.Page.Locator("usher-seat-map .list [data-seat]").First.ClickAsync();
        await Assertions.Expect(journey.Buyer.HoldButton).ToHaveTextAsync("Hold 1 slot");
        await journey.HoldAsync();
        await journey.ConfirmAsync();
    }

    [Fact]
    public async Task The_theatre_from_Kolkata_in_the_dark()
    {
        await using var journey = await BeginAsync("10-theatre-kolkata-dark", options =>
        {
            options.TimezoneId = "Asia/Kolkata";
            options.ColorScheme = ColorScheme.Dark;
        });
        await journey.OpenAsync(Theatre);
        await Assertions.Expect(journey.Buyer.Page.Locator(".when")).ToContainTextAsync("19:30 Europe/London");
        await journey.FindAsync(seats: 2);
        await journey.HoldAsync();
        await journey.ConfirmAsync();
        await Assertions.Expect(journey.Buyer.Page.Locator("main")).ToContainTextAsync("19:30 Europe/London");
    }

    private Task<Journey> BeginAsync(string name, Action<BrowserNewContextOptions>? configure = null) =>
        Journey.BeginAsync(chromium, site.Server, name, configure);
}

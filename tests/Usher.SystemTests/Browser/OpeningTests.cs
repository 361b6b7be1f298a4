using System.Text.RegularExpressions;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

[Collection(Chromium.Collection)]
public sealed partial class OpeningTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    private const int OpensInSeconds = 20;

    [Fact]
    public async Task A_sale_opens_on_time_before_a_phone_that_slept_meanwhile()
    {
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.SleepAtWillAsync();
        var show = await api.Server.CreateShowAsync(
            opensAt: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(OpensInSeconds));
        await buyer.Page.GotoAsync($"/shows/{show.Id}");
        await buyer.SleepAsync(milliseconds: 600_000);
        var clock = buyer.Page.Locator("[data-opens-at]");
        await clock.Filter(new() { HasTextRegex = TenMinutes() }).WaitForAsync();

        await buyer.LookAgainAsync();

        // The browser's own way back to the page comes in time here, but would have slept as well.
        await clock.Filter(new() { HasTextRegex = Seconds() }).WaitForAsync();
        await buyer.Page.Locator("usher-seat-map .zoom").WaitForAsync();
        buyer.Complaints.ShouldBeEmpty();
    }

    [GeneratedRegex("^(9|10):")]
    private static partial Regex TenMinutes();

    [GeneratedRegex("^0:")]
    private static partial Regex Seconds();
}

using Microsoft.Playwright;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>A provider on another site, by a real browser: its cookies must come back, and ours must be believed.
/// </summary>
[Collection(Chromium.Collection)]
public sealed class OpenIdTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Somebody_signs_in_at_a_provider_and_out_again(bool isWithoutScripts)
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var server = await TestServer.StartAsync(api.Database, provider.Settings());
        var (id, email) = await server.AddAsync(Role.Staff);
        provider.Be($"subject of {id}", email, isVerified: true);
        // The provider is at 127.0.0.1, which to a browser is another site than localhost.
        await using var visitor = await chromium.VisitAsync(
            server.AddressByName(), isWithoutScripts ? BuyerVisit.WithoutScripts : null);
        var page = visitor.Page;
        await page.GotoAsync("/desk/bookings");

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example ID" }).ClickAsync();
        await page.WaitForURLAsync("**/desk/bookings");

        (await page.Locator("h1").InnerTextAsync()).ShouldBe("Bookings");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("Sign in to the desk");
        provider.Be($"subject of {id}", "nobody@example.com", isVerified: false);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example ID" }).ClickAsync();
        await page.WaitForURLAsync("**/desk");
        visitor.Complaints.ShouldBeEmpty();
    }
}

using Usher.BoxOffice.Organizations;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>Buyers who came by an organization's own address, with scripts.</summary>
[Collection(Chromium.Collection)]
public sealed class OrganizationAddressTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Whoever_books_at_an_organizations_address_stays_there()
    {
        var harbour = await api.Server.MakeOrganizationAsync(terms: new OrganizationTerms("Harbour Cinema")
        {
            LightColour = "#7a1f5c",
        });
        var show = await harbour.AsTenantAsync(() => SmallHall.CreateShowAsync(api.Server));
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var page = buyer.Page;
        List<string> left = [];
        page.Request += (_, request) =>
        {
            if (!new Uri(request.Url).AbsolutePath.StartsWith(harbour.Path, StringComparison.Ordinal))
            {
                left.Add(request.Url);
            }
        };
        await page.GotoAsync(harbour.Path);
        await page.Locator($"a[href$='/shows/{show.Id}']").ClickAsync();
        await page.Locator("[data-link].on").WaitForAsync();

        await buyer.PressAsync("Find");
        await buyer.Tray.Nth(1).WaitForAsync();
        await buyer.PressAsync("Hold 2 seats");
        await page.WaitForURLAsync($"**{harbour.Path}/bookings/*");
        await page.GoBackAsync();
        await page.GetByText("Continue your booking").ClickAsync();
        await page.WaitForURLAsync($"**{harbour.Path}/bookings/*");
        await page.GetByLabel("E-mail").FillAsync("asha@example.com");
        await buyer.PressAsync("Confirm 2 seats");
        await page.GetByText("Confirmed").WaitForAsync();
        await page.GotoAsync(harbour.Path + "/bookings");
        await page.Locator(".kept .state").WaitForAsync();
        (await page.Locator(".kept .state").InnerTextAsync()).ShouldBe("Confirmed");
        await page.Locator("[data-kept] a").ClickAsync();
        await page.WaitForURLAsync($"**{harbour.Path}/bookings/*");

        left.ShouldBeEmpty();
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Your_bookings_are_those_of_the_address_and_all_of_them_on_the_default_one()
    {
        var (harbour, opera) = (await api.Server.MakeOrganizationAsync(), await api.Server.MakeOrganizationAsync());
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        foreach (var organization in new[] { harbour, opera })
        {
            var show = await organization.AsTenantAsync(() => SmallHall.CreateShowAsync(api.Server));
            await buyer.Page.GotoAsync(
                $"{organization.Path}/bookings/{await DeskSales.HoldAsync(api, show.Id, "asha@example.com", 1)}");
        }

        foreach (var (path, targets) in ((string, string[])[])
        [
            (harbour.Path, [harbour.Path]), (opera.Path, [opera.Path]), ("", [opera.Path, harbour.Path]),
        ])
        {
            await buyer.Page.GotoAsync(path + "/bookings");
            await buyer.Page.Locator(".kept .state").Nth(targets.Length - 1).WaitForAsync();
            (await buyer.Page.Locator("[data-kept] a").EvaluateAllAsync<string[]>(
                "links => links.map(link => link.pathname.replace(/\\/bookings\\/.*$/, ''))")).ShouldBe(targets, path);
        }

        buyer.Complaints.ShouldBeEmpty();
    }
}

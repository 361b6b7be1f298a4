using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Usher.BoxOffice.Organizations;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>An organization's logo, from the form of the desk to the ticket, in both themes and on a phone.</summary>
[Collection(Chromium.Collection)]
public sealed class LogoTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData(ColorScheme.Light, false, true)]
    [InlineData(ColorScheme.Dark, false, true)]
    [InlineData(ColorScheme.Light, true, false)]
    [InlineData(ColorScheme.Dark, true, true)]
    public async Task A_logo_that_is_uploaded_is_seen_on_every_page_and_breaks_none(
        ColorScheme colors, bool isPhone, bool hasScripts)
    {
        var harbour = await api.Server.MakeOrganizationAsync(terms: new OrganizationTerms("Harbour Cinema"));
        var show = await harbour.AsTenantAsync(() => SmallHall.CreateShowAsync(api.Server));
        void Configure(BrowserNewContextOptions options)
        {
            options.ColorScheme = colors;
            options.JavaScriptEnabled = hasScripts;
            if (isPhone)
            {
                BuyerVisit.Phone(options);
            }
        }

        await using var desk = await DeskVisit.SignInAsync(chromium, api.Server, Configure);
        await desk.Page.GotoAsync("/desk/tenants");
        await desk.Page.Locator($"form[action$='/{harbour.Slug}/enter'] button").ClickAsync();
        await desk.Page.GotoAsync("/desk/organization");
        await desk.Page.GetByLabel("Picture").SetInputFilesAsync(new FilePayload
        {
            Name = "logo.png",
            MimeType = "image/png",
            Buffer = Pictures.Draw(600, 150),
        });
        await desk.PressAsync("Upload the logo");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the logo" }).WaitForAsync();
        await LookAsync(desk.Page, "desk", 64, hasScripts);

        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server, Configure);
        var id = (await api.Http.BookAsync(show.Id, [1])).Field("booking_id");
        var ticket = new Uri((await api.Http.PostNothingAsync($"/api/bookings/{id}/confirm")).Field("ticket_url"))
            .PathAndQuery;
        foreach (var path in (string[])["/", $"/shows/{show.Id}", $"/bookings/{id}", ticket])
        {
            await buyer.Page.GotoAsync(harbour.Path + path);
            await LookAsync(buyer.Page, path, 40, hasScripts);
        }

        await buyer.Page.GotoAsync(ticket);
        await LookAsync(buyer.Page, "ticket at the default host", 64, hasScripts);
        buyer.Complaints.ShouldBeEmpty();
        desk.Complaints.ShouldBeEmpty();
    }

    private static async Task LookAsync(IPage page, string where, int heightMax, bool hasScripts)
    {
        var logo = page.Locator(".brand").First;
        await logo.EvaluateAsync("image => image.decode()");
        var (wide, box) = (await logo.EvaluateAsync<int>("image => image.naturalWidth"), await logo.BoundingBoxAsync());
        wide.ShouldBe(512, where);
        box!.Height.ShouldBeInRange(20, heightMax, where);
        ((double)box.Width / box.Height).ShouldBeInRange(3, 5, where);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"))
            .ShouldBeLessThanOrEqualTo(0, where);
        if (hasScripts)
        {
            // It is a script itself.
            (await page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical")
                .Select(PageQualityTests.Tell).ShouldBeEmpty(where);
        }
    }
}

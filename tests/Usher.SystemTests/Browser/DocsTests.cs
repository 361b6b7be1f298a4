using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>The viewer of the API in a browser, under the policy that it is served with.</summary>
[Collection(Chromium.Collection)]
public sealed class DocsTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task It_shows_every_call_and_the_browser_complains_of_nothing()
    {
        await using var visitor = await chromium.VisitAsync(api.Http.BaseAddress!);
        await visitor.Page.GotoAsync("/docs");

        await visitor.Page.GetByText("/api/bookings/{id}/confirm").First.WaitForAsync();
        await visitor.Page.GetByText("Hold seats").First.ClickAsync();

        visitor.Complaints.ShouldBeEmpty();
    }
}

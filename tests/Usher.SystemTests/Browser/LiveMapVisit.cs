using Microsoft.Playwright;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>Somebody of the organiser's people at the desk, signed in.</summary>
internal sealed class LiveMapVisit : IAsyncDisposable
{
    private readonly Visitor _visitor;

    private LiveMapVisit(Visitor visitor) => _visitor = visitor;

    public IPage Page => _visitor.Page;

    public IReadOnlyCollection<string> Complaints => _visitor.Complaints;

    public ILocator Panel => Page.Locator("[data-panel]");

    public ILocator Figure(string name) => Page.Locator($"[data-figures] [data-{name}]");

    public static async Task<LiveMapVisit> EnterAsync(
        Chromium chromium, TestServer server, Action<BrowserNewContextOptions>? configure = null)
    {
        var visit = new LiveMapVisit(await chromium.VisitAsync(server.Http.BaseAddress!, configure));
        await visit.Page.GotoAsync("/desk/sign-in");
        await visit.Page.Locator("input[name=key]").FillAsync(TestApi.AdminKey);
        await visit.Page.Locator("form[action='/desk/sign-in'] button").ClickAsync();
        await visit.Page.WaitForURLAsync("**/desk");
        return visit;
    }

    /// <summary>Opens the live map and waits until it knows the seats.</summary>
    public async Task OpenMapAsync(Show show, string query = "")
    {
        await Page.GotoAsync($"/desk/shows/{show.Id}/map{query}");
        await Page.Locator("[data-link].on").WaitForAsync();
        await Page.Locator("usher-seat-map .zoom").WaitForAsync();
    }

    /// <summary>Points at a seat on the map and clicks.</summary>
    public async Task ClickSeatAsync(int seat)
    {
        var where = await Page.Locator("usher-seat-map")
            .EvaluateAsync<float[]>("(map, seat) => map.whereIs(seat)", seat);
        await Page.Mouse.ClickAsync(where[0], where[1]);
    }

    public Task PressAsync(string name) =>
        Panel.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    public ValueTask DisposeAsync() => _visitor.DisposeAsync();
}

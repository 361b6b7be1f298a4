using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Usher.Pages.Kit;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>Somebody looks at the seat map alone, under the policy of the pages, over the real server.</summary>
internal sealed class SeatMapVisit : IAsyncDisposable
{
    // What the component tells is kept from before it exists.
    private const string Recorder = """
        window.told = [];
        for (const type of ["ready", "selection", "loss", "availability", "link", "failure"]) {
          addEventListener(`usher-${type}`, (event) => told.push({ type, ...event.detail }));
        }
        """;

    private readonly Visitor _visitor;

    private SeatMapVisit(Visitor visitor, ShowId showId)
    {
        _visitor = visitor;
        ShowId = showId;
    }

    public ShowId ShowId { get; }

    public IPage Page => _visitor.Page;

    public ILocator Map => Page.Locator("usher-seat-map");

    public IReadOnlyCollection<string> Complaints => _visitor.Complaints;

    /// <summary>The cell of the seat that the keyboard is on.</summary>
    public ILocator FocusedCell => Map.Locator("[role=gridcell]:focus");

    public static async Task<SeatMapVisit> OpenAsync(
        Chromium chromium, TestServer server, ShowId showId, string attributes = "",
        Action<BrowserNewContextOptions>? configure = null, Func<IPage, Task>? prepare = null)
    {
        var visitor = await chromium.VisitAsync(server.Http.BaseAddress!, configure);
        var page = visitor.Page;
        await page.AddInitScriptAsync(Recorder);
        await page.RouteAsync("**/seat-map-alone", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html; charset=utf-8",
            Headers = new Dictionary<string, string>
            {
                ["Content-Security-Policy"] =
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'",
                ["Content-Type"] = "text/html; charset=utf-8",
            },
            Body = Html(server.Services.GetRequiredService<AssetFiles>(), showId, attributes),
        }));
        await (prepare?.Invoke(page) ?? Task.CompletedTask);
        await page.GotoAsync("/seat-map-alone");
        return new SeatMapVisit(visitor, showId);
    }

    /// <summary>Waits until the map has told something of which an expression holds, and returns it.</summary>
    public Task<JsonElement> HearAsync(string type, string expression = "true") =>
        // Playwright's own wait evaluates text within the page, which a strict policy forbids.
        Page.EvaluateAsync<JsonElement>($$"""
            () => new Promise((resolve, reject) => {
              const until = performance.now() + {{Visitor.PatienceMilliseconds}};
              const look = () => {
                const found = told.find((it) => it.type === "{{type}}" && ({{expression}}));
                if (found) {
                  resolve(found);
                } else if (performance.now() > until) {
                  reject(new Error(`The map told only ${JSON.stringify(told)}`));
                } else {
                  setTimeout(look, 20);
                }
              };
              look();
            })
            """);

    public Task<int> CountAsync(string type) =>
        Page.EvaluateAsync<int>($"told.filter((it) => it.type === '{type}').length");

    public Task<int[]> SelectedAsync() => Map.EvaluateAsync<int[]>("map => map.selected");

    /// <summary>Clicks or taps where a seat is shown.</summary>
    public async Task ChooseAsync(int seatNumber, bool isTouch = false)
    {
        await RestAsync();
        var (x, y) = await WhereIsAsync(seatNumber);
        await (isTouch ? Page.Touchscreen.TapAsync(x, y) : Page.Mouse.ClickAsync(x, y));
    }

    public async Task<(float X, float Y)> WhereIsAsync(int seatNumber)
    {
        var place = await Map.EvaluateAsync<float[]>("(map, number) => map.whereIs(number)", seatNumber);
        return (place[0], place[1]);
    }

    /// <summary>Waits until nothing moves and everything has been drawn where it lies.</summary>
    public async Task RestAsync()
    {
        await Page.EvaluateAsync("""
            () => new Promise((resolve) => {
              const map = document.querySelector("usher-seat-map");
              let [before, since] = ["", performance.now()];
              const look = () => {
                const now = JSON.stringify(map.paints);
                if (now !== before) { [before, since] = [now, performance.now()]; }
                if (performance.now() - since > 400) { resolve(); } else { requestAnimationFrame(look); }
              };
              look();
            })
            """);
    }

    public async Task<(int Full, int Moved, int Patched)> PaintsAsync()
    {
        var paints = await Map.EvaluateAsync<JsonElement>("map => map.paints");
        return (
            paints.GetProperty("full").GetInt32(), paints.GetProperty("moved").GetInt32(),
            paints.GetProperty("patched").GetInt32());
    }

    public ValueTask DisposeAsync() => _visitor.DisposeAsync();

    private static string Html(AssetFiles assets, ShowId showId, string attributes) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Seats</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="{assets.Url("site.css")}">
        <script type="module" src="{assets.Url("seat-map.js")}"></script>
        </head>
        <body>
        <main>
        <h1>Seats</h1>
        <usher-seat-map plan-src="/api/shows/{showId}/plan" live-src="/api/shows/{showId}/live" {attributes}>
        <p>A plain list of seats</p>
        </usher-seat-map>
        </main>
        </body>
        </html>
        """;
}

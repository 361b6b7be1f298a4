using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>An organiser at the desk of the real server.</summary>
internal sealed class DeskVisit : IAsyncDisposable
{
    private readonly Visitor _visitor;

    private DeskVisit(Visitor visitor) => _visitor = visitor;

    public IPage Page => _visitor.Page;

    /// <summary>What the browser complained of; that a form was refused is no fault of the page.</summary>
    public IEnumerable<string> Complaints => _visitor.Complaints.Where(complaint =>
        !complaint.Contains("status of 400", StringComparison.Ordinal)
        && !complaint.Contains("status of 403", StringComparison.Ordinal)
        && !complaint.Contains("status of 404", StringComparison.Ordinal));

    public static async Task<DeskVisit> EnterAsync(
        Chromium chromium, TestServer server, Action<BrowserNewContextOptions>? configure = null) =>
        new(await chromium.VisitAsync(server.Http.BaseAddress!, configure));

    public static async Task<DeskVisit> SignInAsync(
        Chromium chromium, TestServer server, Action<BrowserNewContextOptions>? configure = null)
    {
        var visit = await EnterAsync(chromium, server, configure);
        await visit.Page.GotoAsync("/desk");
        await visit.Page.GetByLabel("Admin key").FillAsync(TestApi.AdminKey);
        await visit.PressAsync("Sign in");
        await visit.Page.WaitForURLAsync("**/desk");
        return visit;
    }

    public Task PressAsync(string name) =>
        Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name }).ClickAsync();

    public Task FollowAsync(string name) => Page.GetByRole(
        AriaRole.Link, new PageGetByRoleOptions { Name = name, Exact = true }).First.ClickAsync();

    public Task FillAsync(string label, string text) => Page.GetByLabel(label, new() { Exact = true }).FillAsync(text);

    public Task ChooseFileAsync(string name, byte[] content) => Page.GetByLabel("Plan file").SetInputFilesAsync(
        new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = content });

    /// <summary>The steps to a show with a plan from a file; ends at the show's page.</summary>
    public async Task CreateShowAsync(string name, string fileName, byte[] plan)
    {
        await Page.GotoAsync("/desk/shows/new");
        await FillAsync("Name", name);
        await FillAsync("Start", "2999-03-14T19:30");
        await PressAsync("Continue to seats");
        await Page.GetByLabel("A plan from a file").CheckAsync();
        await ChooseFileAsync(fileName, plan);
        await PressAsync("Continue to prices");
        await FillAsync("Currency", "GBP");
        await FillAsync("Front", "46");
        await FillAsync("Rear", "30.50");
        await PressAsync("Continue to sale");
        await PressAsync("Continue to review");
        await PressAsync("Put 8 seats on sale");
        await Page.WaitForURLAsync(url => System.Text.RegularExpressions.Regex.IsMatch(url, "/desk/shows/[0-9]+$"));
    }

    public async Task<string> FigureAsync(string name) => await Page
        .Locator(".stats > div", new PageLocatorOptions { HasText = name }).Locator("dd").First.InnerTextAsync();

    public async Task<string> HeadingAsync() => await Page.Locator("h1").InnerTextAsync();

    public ValueTask DisposeAsync() => _visitor.DisposeAsync();
}

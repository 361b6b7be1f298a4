using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

[Collection(Chromium.Collection)]
public sealed class DeskQualityTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, false)]
    [InlineData(ColorScheme.Light, true)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task No_page_has_a_serious_barrier_breaks_the_policy_or_is_too_wide(ColorScheme colors, bool isPhone)
    {
        await using var desk = await DeskVisit.SignInAsync(chromium, api.Server, options =>
        {
            options.ColorScheme = colors;
            if (isPhone)
            {
                BuyerVisit.Phone(options);
            }
        });
        var faults = new List<string>();
        foreach (var path in await PathsAsync())
        {
            await desk.Page.GotoAsync(path);
            var found = await desk.Page.RunAxe();
            faults.AddRange(found.Violations
                .Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{path}: {violation.Id}: "
                    + string.Join("; ", violation.Nodes.Select(node => $"{node.Html} {node.Target}"))));
            var over = await desk.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            if (over > 0)
            {
                faults.Add($"{path}: {over} pixels too wide");
            }
        }

        faults.ShouldBeEmpty();
        desk.Complaints.ShouldBeEmpty();
    }

    private async Task<string[]> PathsAsync()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await SmallHall.CreateShowAsync(api.Server);
        (await api.Http.HoldAsync(show.Id, 1, 2)).ShouldRedirect();
        var plan = (await organiser.PostFileAsync("/desk/plans/import", "hall.csv", HallFiles.Csv)).ShouldRedirect();
        var check = await organiser.PrepareShowAsync();
        string Step(string name) => check.Replace("/check", $"/{name}", StringComparison.Ordinal);
        return
        [
            "/desk", "/desk?period=week", "/desk/shows", "/desk/shows?q=nothing+is+called+that",
            $"/desk/shows/{show.Id}", $"/desk/shows/{show.Id}/edit", $"/desk/shows/{show.Id}/prices",
            "/desk/shows/999999", "/desk/shows/new", "/desk/team", "/desk/privacy", "/desk/api-keys", "/desk/account",
            "/desk/organization", "/desk/tenants",
            Step("show"), Step("plan"), Step("prices"), Step("sale"), check, "/desk/plans", plan, $"{plan}/import",
        ];
    }
}

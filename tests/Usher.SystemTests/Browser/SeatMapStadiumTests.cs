using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>A hall of 50,000 seats: what is not looked at costs nothing.</summary>
[Collection(Chromium.Collection)]
public sealed class SeatMapStadiumTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    private const int Seats = 50_000;

    [Fact]
    public async Task A_stadium_is_drawn_once_moved_many_times_and_known_to_keyboards_by_a_few_rows()
    {
        var show = await api.Server.Services.GetRequiredService<ShowCreation>().CreateAsync(
            NewShow.In(StadiumPlan.Create("The bowl", Seats), "Cup final", TestServer.FarOff),
            seatsCreated: null, CancellationToken.None);
        await using var visit = await SeatMapVisit.OpenAsync(chromium, api.Server, show.Id);
        var ready = await visit.HearAsync("ready");
        TestContext.Current.SendDiagnosticMessage($"first drawn after {ready.GetProperty("milliseconds")} ms");
        await visit.RestAsync();
        (await visit.PaintsAsync()).Full.ShouldBeLessThan(5);
        (await visit.Map.Locator("[role=row]").CountAsync()).ShouldBeLessThan(6);
        (await visit.Map.Locator(".overview").IsVisibleAsync()).ShouldBeFalse();

        // The first click comes nearer: seats cannot be told apart yet.
        await visit.ChooseAsync(20_000);
        await visit.RestAsync();
        (await visit.SelectedAsync()).ShouldBeEmpty();
        (await visit.Map.Locator(".overview").IsVisibleAsync()).ShouldBeTrue();
        await PanAsync(visit);

        await visit.ChooseAsync(20_000);
        (await visit.SelectedAsync()).ShouldBe([20_000]);
        (await visit.Map.EvaluateAsync<int[]>("map => map.findTogether(4, null)")).Length.ShouldBe(4);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tap_beside_a_stand_shows_the_nearest_one_and_its_name()
    {
        await using var visit = await OpenAsync(phone: true);

        // The middle of the pitch, as far from every seat as can be.
        var stage = (await visit.Map.Locator(".stage").BoundingBoxAsync())!;
        await visit.Page.Touchscreen.TapAsync(stage.X + stage.Width / 2, stage.Y + stage.Height / 2);
        await visit.RestAsync();

        (await SeatsInViewAsync(visit)).ShouldBeGreaterThan(5);
        (await visit.Map.Locator(".here").InnerTextAsync()).ShouldMatch("^Showing [12][0-9]{2}$");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Coming_nearer_by_the_button_never_ends_on_the_grass()
    {
        await using var visit = await OpenAsync(phone: false);
        (await visit.Map.Locator(".here").InnerTextAsync()).ShouldBe("");

        for (var i = 0; i < 8; i++)
        {
            await visit.Map.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).ClickAsync();
            await visit.RestAsync();
            (await SeatsInViewAsync(visit)).ShouldBeGreaterThan(0);
        }

        (await visit.Map.Locator(".here").InnerTextAsync()).ShouldMatch("^Showing [12][0-9]{2}$");
    }

    [Fact]
    public async Task A_block_that_is_pointed_at_says_its_name_and_what_is_left()
    {
        await using var visit = await OpenAsync(phone: false);

        var (x, y) = await visit.WhereIsAsync(1);
        await visit.Page.Mouse.MoveAsync(x, y);

        await Assertions.Expect(visit.Map.Locator(".tip.shown")).ToHaveTextAsync(new Regex("^101[0-9,]+ left$"));
        await visit.Page.Mouse.MoveAsync(2, 2);
        await Assertions.Expect(visit.Map.Locator(".tip.shown")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_stands_over_the_map(bool phone)
    {
        await using var visit = await OpenAsync(phone);
        await visit.Map.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).ClickAsync();
        await visit.RestAsync();
        var stage = (await visit.Map.Locator(".stage").BoundingBoxAsync())!;

        foreach (var part in (string[])[".zoom", ".overview", ".here"])
        {
            var box = (await visit.Map.Locator(part).BoundingBoxAsync())!;
            (box.Y >= stage.Y + stage.Height || box.Y + box.Height <= stage.Y).ShouldBeTrue(part);
        }

        (await visit.Map.EvaluateAsync<bool>("""
            map => {
              const box = map.shadowRoot.querySelector(".stage").getBoundingClientRect();
              const at = (x, y) => map.shadowRoot.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
              const spots = [0.02, 0.25, 0.5, 0.75, 0.98];
              return spots.every((x) => spots.every((y) => at(x, y)?.closest(".stage, .layer") !== null));
            }
            """)).ShouldBeTrue();
    }

    private async Task<SeatMapVisit> OpenAsync(bool phone)
    {
        var show = await api.Server.Services.GetRequiredService<ShowCreation>().CreateAsync(
            NewShow.In(StadiumPlan.Create("The bowl", 20_000), "Cup final", TestServer.FarOff),
            seatsCreated: null, CancellationToken.None);
        var visit = await SeatMapVisit.OpenAsync(
            chromium, api.Server, show.Id, configure: phone ? BuyerVisit.Phone : null);
        await visit.HearAsync("ready");
        await visit.RestAsync();
        return visit;
    }

    private static Task<int> SeatsInViewAsync(SeatMapVisit visit) => visit.Map.EvaluateAsync<int>("""
        map => {
          const box = map.shadowRoot.querySelector(".stage").getBoundingClientRect();
          let seen = 0;
          for (let seat = 1; seat <= 20000; seat++) {
            const [x, y] = map.whereIs(seat);
            seen += Number(x > box.left && x < box.right && y > box.top && y < box.bottom);
          }
          return seen;
        }
        """);

    private static async Task PanAsync(SeatMapVisit visit)
    {
        var before = await visit.PaintsAsync();
        var (x, y) = await visit.WhereIsAsync(20_000);
        await visit.Page.Mouse.MoveAsync(x, y);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(x - 120, y + 60, new() { Steps = 40 });
        await visit.Page.Mouse.UpAsync();
        await visit.RestAsync();
        var after = await visit.PaintsAsync();
        (after.Moved - before.Moved).ShouldBeGreaterThan(2);
        (after.Full - before.Full).ShouldBeLessThan(((after.Moved - before.Moved) / 2) + 1);
    }
}

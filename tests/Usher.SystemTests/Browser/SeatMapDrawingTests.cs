using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Usher.Pages.Kit;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>What it costs to draw the map, and in which colours.</summary>
[Collection(Chromium.Collection)]
public sealed class SeatMapDrawingTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    private const int BytesMax = 25 * 1024;

    [Fact]
    public async Task Moving_the_map_moves_what_is_drawn_and_draws_again_at_rest()
    {
        await using var visit = await ReadyAsync();
        await visit.Map.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).ClickAsync();
        await visit.RestAsync();
        var before = await visit.PaintsAsync();
        var (x, y) = await visit.WhereIsAsync(25);

        await visit.Page.Mouse.MoveAsync(x, y);
        await visit.Page.Mouse.DownAsync();
        // Never still for as long as it takes to be at rest, and within what is drawn beyond the edges.
        await visit.Page.Mouse.MoveAsync(x - 150, y - 60, new() { Steps = 40 });
        await visit.Page.Mouse.UpAsync();
        await visit.RestAsync();

        var after = await visit.PaintsAsync();
        (after.Moved - before.Moved).ShouldBeGreaterThan(2);
        (after.Full - before.Full).ShouldBeLessThan((after.Moved - before.Moved) / 2 + 1);
        (await visit.CountAsync("selection")).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_pointed_at_is_told_without_drawing_the_hall_again()
    {
        await using var visit = await ReadyAsync();
        await visit.RestAsync();
        var before = await visit.PaintsAsync();
        var (x, y) = await visit.WhereIsAsync(25);

        await visit.Page.Mouse.MoveAsync(x, y);

        await Assertions.Expect(visit.Map.Locator(".tip.shown")).ToContainTextAsync("C 5 · Stalls");
        (await visit.PaintsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task The_map_changes_its_colours_with_the_page()
    {
        await using var visit = await ReadyAsync();
        await visit.RestAsync();
        const string Pixels = "map => map.shadowRoot.querySelector('canvas').toDataURL()";
        var light = await visit.Map.EvaluateAsync<string>(Pixels);

        await visit.Page.EvaluateAsync("document.documentElement.dataset.theme = 'dark'");
        await visit.RestAsync();
        var dark = await visit.Map.EvaluateAsync<string>(Pixels);
        await visit.Page.EvaluateAsync("document.documentElement.dataset.theme = 'light'");
        await visit.RestAsync();

        dark.ShouldNotBe(light);
        (await visit.Map.EvaluateAsync<string>(Pixels)).ShouldBe(light);
    }

    [Fact]
    public async Task Who_wants_no_motion_gets_none()
    {
        await using var visit = await ReadyAsync(options => options.ReducedMotion = ReducedMotion.Reduce);
        await visit.RestAsync();
        var before = await visit.PaintsAsync();

        await visit.Map.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).ClickAsync();
        await visit.RestAsync();

        var after = await visit.PaintsAsync();
        (after.Moved - before.Moved, after.Full - before.Full).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData(ForcedColors.Active)]
    [InlineData(ForcedColors.None)]
    public async Task Free_and_taken_seats_differ_in_shape_whatever_the_colours(ForcedColors colors)
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await api.Http.BookAsync(show.Id, [1]);
        await using var visit = await OpenAsync(show.Id, options => options.ForcedColors = colors);
        await visit.RestAsync();

        // How many pixels around a seat differ from the floor beside it.
        const string Inked = """
            (map, number) => {
              const { map: view, plan } = map.loaded;
              const canvas = map.shadowRoot.querySelector("canvas");
              const stage = map.shadowRoot.querySelector(".stage");
              const [marginX, marginY] = [(canvas.clientWidth - stage.clientWidth) / 2,
                (canvas.clientHeight - stage.clientHeight) / 2];
              const [x, y] = view.viewport.toScreen(plan.x[number - 1], plan.y[number - 1]);
              const size = Math.round(plan.unit * 9.6 * view.viewport.view.scale);
              const { data } = canvas.getContext("2d").getImageData(
                Math.round(x + marginX - size / 2), Math.round(y + marginY - size / 2), size, size);
              const floor = [data[0], data[1], data[2]];
              let inked = 0;
              for (let i = 0; i < data.length; i += 4) {
                const differs = Math.abs(data[i] - floor[0]) + Math.abs(data[i + 1] - floor[1])
                  + Math.abs(data[i + 2] - floor[2]) > 40;
                inked += Number(differs);
              }
              return inked / (size * size);
            }
            """;
        var taken = await visit.Map.EvaluateAsync<double>(Inked, 1);
        var free = await visit.Map.EvaluateAsync<double>(Inked, 2);

        free.ShouldBeGreaterThan(0.5);
        taken.ShouldBeInRange(0.01, 0.35);
    }

    [Fact]
    public async Task What_is_not_known_yet_looks_like_nothing_else()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await api.Http.BookAsync(show.Id, [23]);
        var sold = (await api.Http.BookAsync(show.Id, [24])).Field("booking_id");
        await api.Http.PostNothingAsync($"/api/bookings/{sold}/confirm");
        var isDue = new TaskCompletionSource();
        await using var visit = await SeatMapVisit.OpenAsync(
            chromium, api.Server, show.Id, SmallHall.Prices, prepare: page => page.RouteWebSocketAsync(
                "**/live?*", line => line.ConnectToServer().OnMessage(
                    frame => _ = isDue.Task.ContinueWith(_ => line.Send(frame.Text!), TaskScheduler.Default))));
        await visit.Map.Locator(".zoom").WaitForAsync();
        await visit.RestAsync();

        // How much is drawn, in units, of a line through a seat's middle, and of one before and one behind.
        const string Inked = """
            (map, number) => {
              const { map: view, plan } = map.loaded;
              const canvas = map.shadowRoot.querySelector("canvas");
              const stage = map.shadowRoot.querySelector(".stage");
              const [marginX, marginY] = [(canvas.clientWidth - stage.clientWidth) / 2,
                (canvas.clientHeight - stage.clientHeight) / 2];
              const [x, y] = view.viewport.toScreen(plan.x[number - 1], plan.y[number - 1]);
              const unit = plan.unit * view.viewport.view.scale;
              const width = (from, to, line) => {
                let inked = 0;
                const { data } = canvas.getContext("2d").getImageData(
                  Math.round(x + marginX + from * unit), Math.round(y + marginY + line * unit),
                  Math.round((to - from) * unit), 1);
                for (let i = 4; i < data.length; i += 4) {
                  inked += Number(Math.abs(data[i] - data[0]) + Math.abs(data[i + 1] - data[1]) > 30);
                }
                return Math.round((inked / unit) * 10) / 10;
              };
              return [width(-4.9, 4.9, 0), width(-4.9, 4.9, -2), width(-4.9, 4.9, 2)];
            }
            """;
        var unknown = await visit.Map.EvaluateAsync<double[]>(Inked, 24);
        isDue.SetResult();
        await visit.HearAsync("ready");
        await visit.RestAsync();
        var isHeld = await visit.Map.EvaluateAsync<double[]>(Inked, 23);
        var isSold = await visit.Map.EvaluateAsync<double[]>(Inked, 24);
        var isFree = await visit.Map.EvaluateAsync<double[]>(Inked, 22);

        // A dash; a ring; a dot; a seat.
        unknown.ShouldSatisfyAllConditions(
            () => unknown[0].ShouldBeGreaterThan(4), () => (unknown[1] + unknown[2]).ShouldBe(0));
        isHeld[1].ShouldBeGreaterThan(0);
        isSold[0].ShouldBeInRange(2, 4);
        isFree[1].ShouldBeGreaterThan(7);
    }

    [Fact]
    public async Task The_map_with_all_it_needs_is_small()
    {
        var url = api.Server.Services.GetRequiredService<AssetFiles>().Url("seat-map.js");

        var answer = await api.Http.GetAnswerAsync(url, ("Accept-Encoding", "br"));

        (await answer.Message.Content.ReadAsByteArrayAsync()).Length.ShouldBeInRange(1, BytesMax);
    }

    private async Task<SeatMapVisit> ReadyAsync(Action<BrowserNewContextOptions>? configure = null) =>
        await OpenAsync((await SmallHall.CreateShowAsync(api.Server)).Id, configure);

    private async Task<SeatMapVisit> OpenAsync(ShowId showId, Action<BrowserNewContextOptions>? configure)
    {
        var visit = await SeatMapVisit.OpenAsync(chromium, api.Server, showId, SmallHall.Prices, configure);
        await visit.HearAsync("ready");
        return visit;
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>What the map shows of others, as it happens, and when it cannot.</summary>
[Collection(Chromium.Collection)]
public sealed class SeatMapLiveTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    // Keeps what flashes: a ring is gone after a moment.
    private const string KeepFlashes = """
        map => {
          const { overlay } = map.loaded.map.canvas;
          const flash = overlay.flash.bind(overlay);
          window.flashed = [];
          overlay.flash = (seats, now) => {
            window.flashed.push(...seats.map((seat) => seat + 1));
            flash(seats, now);
          };
        }
        """;

    [Fact]
    public async Task A_seat_that_others_take_is_patched_on_the_map_and_said_on_request_only()
    {
        await using var visit = await OpenAsync();
        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats}");
        await visit.RestAsync();
        var before = await visit.PaintsAsync();

        (await api.Http.BookAsync(visit.ShowId, [3, 4])).Status.ShouldBe(HttpStatusCode.Created);

        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats - 2}");
        await Assertions.Expect(visit.Map.Locator("[data-seat='2']")).ToHaveAttributeAsync(
            "aria-label", "Row A, seat 3, Stalls, on hold");
        await visit.RestAsync();
        var after = await visit.PaintsAsync();
        (after.Full - before.Full, after.Patched - before.Patched).ShouldBe((0, 2));
        await Assertions.Expect(visit.Map.Locator(".polite")).ToBeEmptyAsync();
        await Assertions.Expect(visit.Map.Locator(".assertive")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Who_loses_a_chosen_seat_hears_of_it_at_once()
    {
        await using var visit = await OpenAsync();
        await visit.HearAsync("ready");
        await visit.Map.EvaluateAsync("map => { map.selected = [7, 8]; }");

        await api.Http.BookAsync(visit.ShowId, [7]);

        var loss = await visit.HearAsync("loss");
        loss.GetProperty("seats")[0].GetProperty("label").GetString().ShouldBe("A 7");
        loss.GetProperty("remaining").GetInt32().ShouldBe(1);
        await visit.HearAsync("selection", "it.by === 'loss' && it.seats.length === 1");
        await Assertions.Expect(visit.Map.Locator(".assertive")).ToHaveTextAsync(
            "A 7 is no longer available. Your other seat is still free.");
        (await visit.SelectedAsync()).ShouldBe([8]);
    }

    [Fact]
    public async Task Who_is_holding_seats_does_not_lose_them_to_their_own_booking()
    {
        await using var visit = await OpenAsync();
        await visit.HearAsync("ready");
        await visit.Map.EvaluateAsync("map => { map.selected = [7, 8]; map.holding = true; }");

        await api.Http.BookAsync(visit.ShowId, [7, 8]);

        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats - 2}");
        (await visit.CountAsync("loss")).ShouldBe(0);
        (await visit.SelectedAsync()).ShouldBe([7, 8]);
    }

    [Fact]
    public async Task Ones_own_seats_do_not_flash_as_taken_while_they_are_asked_for_and_others_do()
    {
        await using var visit = await OpenAsync();
        await visit.HearAsync("ready");
        await visit.Map.EvaluateAsync("map => { map.selected = [7, 8]; map.holding = true; }");
        await visit.Map.EvaluateAsync(KeepFlashes);

        await api.Http.BookAsync(visit.ShowId, [7, 8]);
        await api.Http.BookAsync(visit.ShowId, [20]);

        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats - 3}");
        (await visit.Page.EvaluateAsync<int[]>("() => window.flashed")).ShouldBe([20]);
        // Nor does the pointer say that somebody else has them.
        var (x, y) = await visit.WhereIsAsync(7);
        await visit.Page.Mouse.MoveAsync(x, y);
        await Assertions.Expect(visit.Map.Locator(".tip.shown")).ToContainTextAsync("Front, £46");
        await Assertions.Expect(visit.Map.Locator(".tip.shown")).ToContainTextAsync("Yours");
    }

    [Fact]
    public async Task What_happened_while_the_connection_was_lost_does_not_flash_nor_what_was_taken_before()
    {
        var isCut = false;
        var lines = new List<IWebSocketRoute>();
        await using var visit = await OpenAsync(page => page.RouteWebSocketAsync("**/live?*", line =>
        {
            lines.Add(line);
            if (isCut)
            {
                _ = line.CloseAsync(new() { Code = 1001 });
            }
            else
            {
                line.ConnectToServer();
            }
        }));
        await visit.HearAsync("ready");
        await visit.Map.EvaluateAsync(KeepFlashes);

        // As from a page that the browser had put to sleep when its buyer held them.
        isCut = true;
        await lines[0].CloseAsync(new() { Code = 1001 });
        var booking = (await api.Http.BookAsync(visit.ShowId, [7, 8])).Field("booking_id");
        isCut = false;
        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats - 2}");
        await api.Http.PostNothingAsync($"/api/bookings/{booking}/confirm");
        await api.Http.BookAsync(visit.ShowId, [20]);
        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats - 3}");

        (await visit.Page.EvaluateAsync<int[]>("() => window.flashed")).ShouldBe([20]);
    }

    [Fact]
    public async Task Seats_that_are_patched_look_as_if_all_had_been_drawn_anew()
    {
        await using var visit = await OpenAsync();
        await visit.HearAsync("ready");
        await visit.RestAsync();
        // Seats at the ends of rows, where names are, side by side, and behind each other; some come back.
        var booking = (await api.Http.BookAsync(visit.ShowId, [1, 2, 12, 25, 60])).Field("booking_id");
        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats - 5}");
        await api.Http.BookAsync(visit.ShowId, [10, 11, 35]);
        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats - 8}");
        await api.Http.PostNothingAsync($"/api/bookings/{booking}/cancel");
        await visit.HearAsync("availability", $"told.indexOf(it) > 1 && it.available === {SmallHall.Seats - 3}");
        await visit.RestAsync();
        (await visit.PaintsAsync()).Patched.ShouldBe(13);

        // A pixel of an edge is rounded otherwise, in three colours; what is left of a seat is dozens of pixels.
        (await visit.Map.EvaluateAsync<int>("""
            map => {
              const view = map.loaded.map;
              const canvas = map.shadowRoot.querySelector("canvas");
              const read = () => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
              const patched = read();
              view.draw(performance.now());
              const drawn = read();
              let differing = 0;
              for (let i = 0; i < drawn.length; i++) {
                differing += Number(Math.abs(drawn[i] - patched[i]) > 6);
              }
              return differing;
            }
            """)).ShouldBeLessThan(3 * 20);
    }

    [Fact]
    public async Task A_lost_connection_is_told_and_made_again_with_what_was_missed()
    {
        var lines = new List<IWebSocketRoute>();
        await using var visit = await OpenAsync(page => page.RouteWebSocketAsync("**/live?*", line =>
        {
            lines.Add(line);
            line.ConnectToServer();
        }));
        await visit.HearAsync("ready");
        await visit.Map.EvaluateAsync("map => { map.selected = [20]; }");

        await lines[0].CloseAsync(new() { Code = 1001 });

        (await visit.HearAsync("link", "it.state === 'lost'")).GetProperty("as_of").GetString().ShouldNotBeEmpty();
        await api.Http.BookAsync(visit.ShowId, [20, 21]);
        await visit.HearAsync("loss", "it.seats[0].seat_number === 20");
        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats - 2}");
        (await visit.CountAsync("ready")).ShouldBe(1);
    }

    [Fact]
    public async Task While_the_connection_is_lost_the_map_says_of_when_it_is()
    {
        var isCut = false;
        var lines = new List<IWebSocketRoute>();
        await using var visit = await OpenAsync(page => page.RouteWebSocketAsync("**/live?*", line =>
        {
            lines.Add(line);
            if (!isCut)
            {
                line.ConnectToServer();
            }
        }));
        await visit.HearAsync("ready");
        isCut = true;

        await lines[0].CloseAsync(new() { Code = 1001 });

        var notice = visit.Map.Locator(".notice");
        await Assertions.Expect(notice).ToHaveTextAsync(
            new Regex(@"^Seats as of \d\d:\d\d:\d\d\. Reconnecting\.$"));
    }

    [Fact]
    public async Task Where_no_WebSocket_gets_through_the_map_is_live_all_the_same()
    {
        await using var visit = await OpenAsync(page => page.AddInitScriptAsync("""
            window.WebSocket = class { constructor() { setTimeout(() => this.onclose({}), 0); } close() {} };
            """));
        await visit.HearAsync("ready");

        await api.Http.BookAsync(visit.ShowId, [3]);

        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats - 1}");
    }

    [Fact]
    public async Task Without_a_plan_the_list_inside_the_element_stays()
    {
        await using var visit = await OpenAsync(page => page.RouteAsync(
            "**/plan", route => route.FulfillAsync(new RouteFulfillOptions { Status = 503 })));

        (await visit.HearAsync("failure")).GetProperty("status").GetInt32().ShouldBe(503);
        (await visit.Page.GetByText("A plain list of seats").IsVisibleAsync()).ShouldBeTrue();
    }

    private async Task<SeatMapVisit> OpenAsync(Func<IPage, Task>? prepare = null)
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        return await SeatMapVisit.OpenAsync(chromium, api.Server, show.Id, SmallHall.Prices, prepare: prepare);
    }
}

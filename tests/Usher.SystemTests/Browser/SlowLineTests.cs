using Microsoft.Playwright;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>A show's page on a slow line: it is of use before all of it is there, and says nothing that is not known.
/// </summary>
[Collection(Chromium.Collection)]
public sealed class SlowLineTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    private const int Seats = 50_000;

    // What 400 kbit/s bring in eight seconds, less what the round trips take.
    private const int BytesMax = 290_000;

    [Fact]
    public async Task A_stadium_is_chosen_from_with_what_eight_seconds_bring()
    {
        var show = await CreateStadiumAsync();
        (await api.Http.HoldAsync(show.Id, 1, 2)).ShouldRedirect();
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var (bytes, frames) = (0.0, new List<int>());
        var line = await buyer.SlowDownAsync();
        line.Event("Network.loadingFinished").OnEvent += (_, it) =>
            bytes += it!.Value.GetProperty("encodedDataLength").GetDouble();
        line.Event("Network.webSocketFrameReceived").OnEvent += (_, it) =>
            frames.Add(it!.Value.GetProperty("response").GetProperty("payloadData").GetString()!.Length);

        await buyer.OpenAsync(show);
        await buyer.PressAsync("Find");
        await buyer.Tray.Nth(1).WaitForAsync();
        await Assertions.Expect(buyer.Left).ToHaveTextAsync("49,998 seats left");

        TestContext.Current.SendDiagnosticMessage($"{bytes} bytes, and by the live feed {string.Join(", ", frames)}");
        bytes.ShouldBeInRange(BytesMax / 10, BytesMax);
        frames.Sum().ShouldBeInRange(Seats / 3, 20_000);
        await buyer.PressAsync("Hold 2 seats");
        await buyer.Page.WaitForURLAsync("**/bookings/*");
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Before_the_seats_are_known_nothing_says_that_they_are_sold_and_some_are_found()
    {
        var show = await CreateStadiumAsync();
        (await api.Http.HoldAsync(show.Id, 1, 2)).ShouldRedirect();
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var isDue = new TaskCompletionSource();
        await HoldBackAsync(buyer.Page, isDue.Task);
        await buyer.Page.GotoAsync($"/shows/{show.Id}");
        await buyer.Page.Locator("usher-seat-map .zoom").WaitForAsync();
        var map = buyer.Page.Locator("usher-seat-map");
        var unknown = map.Locator(".key span").Last;

        await Assertions.Expect(unknown).ToHaveTextAsync("Not known yet");
        await Assertions.Expect(unknown).ToBeVisibleAsync();
        await Assertions.Expect(buyer.Left).ToHaveTextAsync("49,998 seats left");
        // What is written on the sections adds up to what the page says.
        (await map.EvaluateAsync<int>("""
            map => map.loaded.plan.sections.reduce((sum, _, section) => sum + map.loaded.states.leftOf(section), 0)
            """)).ShouldBe(Seats - 2);

        await buyer.PressAsync("Find");
        await buyer.Tray.Nth(1).WaitForAsync();
        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Hold 2 seats");
        await buyer.Tray.First.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Hold 1 seat");
        await buyer.PressAsync("Find");
        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Hold 2 seats");

        isDue.SetResult();
        await Assertions.Expect(unknown).ToBeHiddenAsync();
        (await map.EvaluateAsync<int[]>("map => map.selected")).Length.ShouldBe(2);
        (await buyer.Tray.CountAsync()).ShouldBe(2);
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Seats_that_were_found_before_the_plan_has_come_are_held_without_it()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var isDue = new TaskCompletionSource();
        await buyer.Page.RouteAsync("**/plan*", async route =>
        {
            await isDue.Task;
            await route.AbortAsync();
        });
        await buyer.Page.GotoAsync($"/shows/{show.Id}");

        await buyer.PressAsync("Find");
        await buyer.Tray.Nth(1).WaitForAsync();
        (await buyer.Tray.First.Locator("b").InnerTextAsync()).ShouldBe("Row A, seat 4");
        await buyer.PressAsync("Hold 2 seats");
        await buyer.Page.WaitForURLAsync("**/bookings/*");

        (await buyer.HeadingAsync()).ShouldBe("Your 2 seats are held");
        isDue.SetResult();
    }

    [Fact]
    public async Task A_found_seat_that_goes_before_the_map_knows_it_is_told()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var (isDue, lines) = (false, new List<IWebSocketRoute>());
        await buyer.Page.RouteWebSocketAsync("**/live?*", line =>
        {
            lines.Add(line);
            if (isDue)
            {
                line.ConnectToServer();
            }
        });
        await buyer.Page.GotoAsync($"/shows/{show.Id}");
        await buyer.PressAsync("Find");
        await buyer.Tray.Nth(1).WaitForAsync();
        var found = await buyer.Page.Locator("usher-seat-map").EvaluateAsync<int[]>("map => map.selected");

        (await api.Http.HoldAsync(show.Id, found[0])).ShouldRedirect();
        isDue = true;
        await lines[0].CloseAsync(new() { Code = 1001 });

        await Assertions.Expect(buyer.Toast).ToContainTextAsync("One of these has just gone. Nothing is held yet.");
        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Hold 1 seat");
    }

    [Fact]
    public async Task A_connection_made_again_brings_only_what_was_missed()
    {
        var show = await CreateStadiumAsync();
        // Somebody else goes on watching.
        await using var other = await BuyerVisit.EnterAsync(chromium, api.Server);
        await other.OpenAsync(show);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var (lines, messages) = (new List<IWebSocketRoute>(), new List<string>());
        await buyer.Page.RouteWebSocketAsync("**/live?*", line =>
        {
            lines.Add(line);
            line.ConnectToServer().OnMessage(frame =>
            {
                messages.Add(frame.Text!);
                line.Send(frame.Text!);
            });
        });
        await buyer.OpenAsync(show);
        await Assertions.Expect(buyer.Left).ToHaveTextAsync("50,000 seats left");
        messages.Clear();

        await lines[0].CloseAsync(new() { Code = 1001 });
        (await api.Http.HoldAsync(show.Id, 7, 8)).ShouldRedirect();
        await Assertions.Expect(buyer.Left).ToHaveTextAsync("49,998 seats left");

        lines.Count.ShouldBe(2);
        lines[1].Url.ShouldContain("after=");
        messages.ShouldAllBe(message => message.Length < 200);
    }

    // As on a line on which the page and the plan have come and the seats have not.
    private static Task HoldBackAsync(IPage page, Task due) => page.RouteWebSocketAsync(
        "**/live?*", line => line.ConnectToServer().OnMessage(
            frame => _ = due.ContinueWith(_ => line.Send(frame.Text!), TaskScheduler.Default)));

    private Task<Show> CreateStadiumAsync() => api.Server.CreateShowAsync(
        NewShow.In(StadiumPlan.Create("The bowl", Seats), "Cup final", TestServer.FarOff));
}

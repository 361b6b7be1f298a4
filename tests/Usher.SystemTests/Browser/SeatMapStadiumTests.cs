using Microsoft.Extensions.DependencyInjection;
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

using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Pages.Kit;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>
/// Rows A to F of ten seats with an aisle in the middle: seat 1 is A 1, seat 60 is F 10. The last two rows are cheaper.
/// </summary>
internal static class SmallHall
{
    public const int Seats = 60;

    /// <summary>What a page would tell the map of this hall's prices.</summary>
    public static string Prices { get; } = $"""
        money='{Money.FormJson("GBP")}' prices='[{PriceOf("Front", 4600)},{PriceOf("Rear", 3050)}]'
        """;

    private static string PriceOf(string category, int amount) =>
        $$"""{"category":"{{category}}","amount":{{amount}}}""";

    public static Task<Show> CreateShowAsync(TestServer server, bool noOrphans = false)
    {
        var plan = BlockPlan.Create("Stalls", rows: 6, seatsPerRow: 10, aislesAfter: [5], "Front", "Rear");
        var show = NewShow.In(plan, "Evening performance", TestServer.FarOff);
        return server.CreateShowAsync(show with { NoOrphans = noOrphans });
    }
}

using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;

namespace Usher.Server.Demo;

/// <summary>A show of the demo, and how much of it others have bought before anybody looks. Its times are those of the
/// clock of its venue.</summary>
internal sealed record DemoShow(string Name, string PlanName, DateTime StartsAt, ImmutableArray<Price> Prices)
{
    public DateTime? SalesOpenAt { get; init; }

    public int? HoldSeconds { get; init; }

    public int SeatsPerBookingMax { get; init; } = 10;

    /// <summary>Whether nobody may leave a single seat between taken ones.</summary>
    public bool NoOrphans { get; init; }

    /// <summary>Where it goes, if it is a coach.</summary>
    public Journey? Journey { get; init; }

    /// <summary>How many parties have bought.</summary>
    public int PartiesSold { get; init; }

    /// <summary>How many are about to.</summary>
    public int PartiesHeld { get; init; }

    /// <summary>Nothing is left, whatever the parties.</summary>
    public bool IsSoldOut { get; init; }

    /// <param name="view">Its seats.</param>
    /// <param name="zone">The time zone of its venue.</param>
    public NewShow In(SeatingPlan view, string zone) => NewShow.In(view, Name, MomentOf(StartsAt, zone)) with
    {
        Currency = "GBP",
        Prices = Prices,
        SalesOpenAt = SalesOpenAt is { } opens ? MomentOf(opens, zone) : null,
        HoldSeconds = HoldSeconds,
        SeatsPerBookingMax = SeatsPerBookingMax,
        NoOrphans = NoOrphans,
    };

    // A time that is skipped that night is taken for one in UTC.
    private static DateTime MomentOf(DateTime local, string zone) => TimeZones.ToUtc(local, zone) is [var moment, ..]
        ? moment
        : DateTime.SpecifyKind(local, DateTimeKind.Utc);
}

/// <summary>What is on: in a theatre, a studio, a coach, a town hall and a stadium, all of them made up.</summary>
internal static class DemoProgramme
{
    private const string House = "Main house";
    private const string Studio = "Studio";
    private const string Coach = "Coach";
    private const string Desk = "Passport desk";
    private const string Stadium = "Harbour Park";

    private const int HoldSecondsAtLeisure = 300;
    private const int StadiumSeats = 50_000;

    private static readonly ImmutableArray<Price> HousePrices =
    [
        new(TheatrePlan.Premium, 58_00), new(TheatrePlan.Standard, 46_00), new(TheatrePlan.Circle, 38_00),
        new(TheatrePlan.SideAndRear, 30_00), new(TheatrePlan.UpperCircle, 22_00),
    ];

    private static readonly ImmutableArray<Price> StudioPrices = [new("Front", 18_00), new("Rear", 12_00)];

    private static readonly ImmutableArray<Price> StadiumPrices =
    [
        new(StadiumPlan.LowerSide, 85_00), new(StadiumPlan.LowerEnd, 45_00), new(StadiumPlan.LowerCorner, 55_00),
        new(StadiumPlan.UpperSide, 60_00), new(StadiumPlan.UpperEnd, 30_00),
    ];

    public static SeatingPlan MakePlan(string name) => name switch
    {
        House => TheatrePlan.Create(name),
        Studio => BlockPlan.Create(name, rows: 8, seatsPerRow: 12, aislesAfter: [6], "Front", "Rear"),
        Coach => BusPlan.Create(name, rows: 12, "Seat"),
        Desk => SlotPlan.Create(
            name, ["Desk 1", "Desk 2"], new TimeOnly(8, 0), TimeSpan.FromMinutes(20), 18, "Appointment"),
        Stadium => StadiumPlan.Create(name, StadiumSeats),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not a hall of the demo."),
    };

    /// <param name="today">The day that dates are told from.</param>
    public static DemoShow[] Shows(DateTime today) =>
    [
        new("The Salt Road", House, today.AddDays(19).AddHours(19.5), HousePrices)
        {
            NoOrphans = true,
            PartiesSold = 100,
            PartiesHeld = 9,
        },
        new("Late coach home", Coach, today.AddDays(19).AddHours(22.25), [new("Seat", 4_50)])
        {
            HoldSeconds = HoldSecondsAtLeisure,
            Journey = new Journey("Main house", "Harbour Park"),
            PartiesSold = 9,
        },
        new("Nine Lamps for a Small Room", Studio, today.AddDays(24).AddHours(20), StudioPrices) { IsSoldOut = true },
        new("Silent Harbour, with live organ", Studio, today.AddDays(27).AddHours(15), StudioPrices)
        {
            PartiesSold = 14,
            PartiesHeld = 2,
        },
        new("Town hall: an appointment at the passport desk", Desk, today.AddDays(7).AddHours(8), [])
        {
            HoldSeconds = HoldSecondsAtLeisure,
            SeatsPerBookingMax = 1,
            PartiesSold = 11,
        },
        new("The derby: City against United", Stadium, today.AddDays(23).AddHours(15), StadiumPrices)
        {
            PartiesSold = 600,
        },
        new("Winter Orchard", House, today.AddDays(53).AddHours(19.5), HousePrices)
        {
            NoOrphans = true,
            SalesOpenAt = today.AddDays(4).AddHours(10),
        },
    ];
}

using System.Collections.Immutable;
using System.Text.Json;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Shows;

namespace Usher.Pages.Kit.Pictures;

/// <summary>A show's seats as pages tell them: where they are, what they cost and which of them are free.</summary>
public sealed class SeatingView
{
    // As many as there are colours for prices; see tokens.css.
    private const int ColorCount = 5;

    private readonly ImmutableArray<long> _amounts;
    private readonly ImmutableArray<int> _colors;
    private readonly ImmutableArray<int> _marks;
    private readonly DateTime _now;

    /// <param name="show">The show.</param>
    /// <param name="plan">Where its seats are.</param>
    /// <param name="map">Which of them are free; null: nobody asked.</param>
    /// <param name="slots">When its slots begin; null: they begin with the show.</param>
    /// <param name="now">The moment for which that is told, UTC.</param>
    public SeatingView(
        Show show, SeatingPlan plan, SeatMap? map, SlotStarts? slots = null, DateTime now = default)
    {
        Show = show;
        Plan = plan;
        Map = map;
        Slots = slots;
        _now = now;
        Available = map is null ? 0 : map.Seats.Count(seat => IsFreeSeat(seat.SeatNumber));
        Begun = map is null || slots is null ? 0 : map.Seats.Count(seat => IsBegunSeat(seat.SeatNumber));
        Held = map is null ? 0 : map.Seats.Count(seat => seat.Status == SeatStatus.Held);
        _amounts = [.. plan.Categories.Select(category => AmountOf(show, category.Name))];
        PriceOrder = [.. Enumerable.Range(0, _amounts.Length).OrderByDescending(category => _amounts[category])];
        var (colors, marks) = (new int[_amounts.Length], new int[_amounts.Length]);
        foreach (var (place, category) in PriceOrder.Index())
        {
            (colors[category], marks[category]) = (place % ColorCount + 1, place / ColorCount);
        }

        (_colors, _marks) = ([.. colors], [.. marks]);
    }

    /// <summary>A plan of which nothing is on sale yet.</summary>
    public static SeatingView OfPlan(
        SeatingPlan plan, string? currency = null, ImmutableArray<Price> prices = default) => new(
        new Show
        {
            Id = default,
            OrganizationId = default,
            Name = plan.Name,
            StartsAt = default,
            CreatedAt = default,
            TotalSeats = plan.Seats.Length,
            Currency = currency,
            Prices = prices.IsDefault ? [] : prices,
        },
        plan, map: null);

    public Show Show { get; }

    public SeatingPlan Plan { get; }

    /// <summary>When its slots begin; null: they begin with the show.</summary>
    public SlotStarts? Slots { get; }

    /// <summary>What is known of its seats now; null where nobody asked.</summary>
    public SeatMap? Map { get; }

    public int Available { get; }

    /// <summary>How many slots have begun that nobody has.</summary>
    public int Begun { get; }

    public int Held { get; }

    /// <summary>Categories, the dearest first: the order in which colours are given out.</summary>
    public ImmutableArray<int> PriceOrder { get; }

    public bool IsFree => Show.Currency is null;

    public long AmountOfCategory(int category) => _amounts[category];

    /// <summary>The colour of a category: 1..5.</summary>
    public int ColorOf(int category) => _colors[category];

    /// <summary>The mark of a category beside its colour; 0: none. No two categories have both alike.</summary>
    public int MarkOf(int category) => _marks[category];

    /// <summary>How many seats of each section are free.</summary>
    public int[] LeftBySection()
    {
        var left = new int[Plan.Sections.Length];
        foreach (var row in Plan.Rows)
        {
            for (var number = row.First; number < row.First + row.Count; number++)
            {
                left[row.Section] += IsFreeSeat(number) ? 1 : 0;
            }
        }

        return left;
    }

    public long AmountOf(int seatNumber) => _amounts[Plan.Seats[seatNumber - 1].Category];

    // For a moment the map may be of before, the plan of after a move to another version of the plan.
    public SeatStatus StatusOf(int seatNumber) => seatNumber <= Map?.Seats.Length
        ? Map.Seats[seatNumber - 1].Status
        : SeatStatus.Available;

    /// <summary>Whether the slot has begun: then nobody gets it any more.</summary>
    public bool HasBegun(int seatNumber) => Slots?.HasBegun(seatNumber, _now) == true;

    /// <summary>When a place begins, UTC: the slot, or else the show.</summary>
    public DateTime StartOf(int seatNumber) => Slots?.First([seatNumber]) ?? Show.StartsAt;

    public bool IsFreeSeat(int seatNumber) => StatusOf(seatNumber) == SeatStatus.Available && !HasBegun(seatNumber);

    /// <summary>Whether it is a slot that has begun and that nobody has.</summary>
    public bool IsBegunSeat(int seatNumber) => StatusOf(seatNumber) == SeatStatus.Available && HasBegun(seatNumber);

    /// <summary>For the map: in how many seconds which slots begin, the first ones first, and whether that is on the
    /// next day; null: all begin with the show.</summary>
    public string? BeginsJson => Slots is null
        ? null
        : JsonSerializer.Serialize(Slots.ByTime().Select(time => new object[]
        {
            (int)Math.Ceiling((time.At - _now).TotalSeconds),
            time.SeatNumbers,
            AppointmentTimes.IsNextDay(time.At, Show.StartsAt, Show.TimeZone),
        }));

    /// <summary>"From £22", "£8.00" where all cost the same, "Free".</summary>
    public static string PriceFrom(Show show)
    {
        if (show.Prices.IsEmpty)
        {
            return "Free";
        }

        var least = show.Prices.Min(price => price.Amount);
        var text = Money.Brief(least, show.Currency);
        return show.Prices.All(price => price.Amount == least) ? text : $"From {text}";
    }

    private static long AmountOf(Show show, string category) =>
        show.Prices.FirstOrDefault(price => price.Category == category)?.Amount ?? 0;
}

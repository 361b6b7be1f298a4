using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;

namespace Usher.SystemTests.Simulation;

/// <summary>
/// Who sits beside whom, which seats are the best, and which would be left alone; written from the rules' description.
/// It takes from the engine's plan only where each seat stands. Sets of seats are bits, seat 1 the lowest.
/// </summary>
internal sealed class ModelHall
{
    private const int SeatsMax = 16;
    private const int SeatSpacing = 25;
    private const int AisleSpacing = 60;
    private const int RowSpacing = 30;

    private static readonly ConcurrentDictionary<(string?, int), ModelHall> Known = new();

    private readonly ConcurrentDictionary<(int, char?), int[]> _ranked = new();
    private readonly char?[] _categories;
    private readonly int[] _rows;

    // Bit i: seat i + 1 and the next one are neighbours.
    private readonly int _joined;

    private ModelHall(string? layout, int seats)
    {
        Plan = layout is null ? PlainPlan.Create(seats) : Drawn(layout);
        _rows = [.. Plan.Seats.Select(seat => seat.Row)];
        _categories = layout is null
            ? new char?[seats]
            : [.. layout.Where(char.IsAsciiLetter).Select(letter => (char?)letter)];
        var number = 0;
        foreach (var (i, sign) in (layout ?? "").Index())
        {
            number += char.IsAsciiLetter(sign) ? 1 : 0;
            _joined |= i > 0 && char.IsAsciiLetter(sign) && char.IsAsciiLetter(layout![i - 1]) ? 1 << (number - 2) : 0;
        }

        for (var i = 0; layout is null && i < seats - 1; i++)
        {
            _joined |= _rows[i] == _rows[i + 1] ? 1 << i : 0;
        }
    }

    public SeatingPlan Plan { get; }

    public static ModelHall Of(PlannedShow show) =>
        Known.GetOrAdd((show.Layout, show.Seats), key => new ModelHall(key.Item1, key.Item2));

    public static int Set(IEnumerable<int> seats) => seats.Aggregate(0, (set, seat) => set | 1 << (seat - 1));

    public bool HasCategory(char? category) => category is null || _categories.Contains(category);

    /// <summary>The best seats for the request, or none.</summary>
    /// <param name="free">Those that are free.</param>
    /// <param name="request">The request.</param>
    /// <param name="noOrphans">Whether nobody may be left alone.</param>
    public int Best(int free, Move request, bool noOrphans)
    {
        var together = Together(free, request.SeatCount!.Value, request.Category, noOrphans);
        return together != 0 || !request.MayBeSplit
            ? together
            : Apart(free, request.SeatCount.Value, request.Category, noOrphans);
    }

    /// <summary>The best group of so many neighbours, or none.</summary>
    public int Together(int free, int count, char? category, bool noOrphans) => Ranked(count, category)
        .FirstOrDefault(group => (group & ~free) == 0 && (!noOrphans || LoneSeats(free, group) == 0));

    /// <summary>The most seats, fewer than asked for, that the request could have; what its refusal tells.</summary>
    public int PossibleCount(int free, Move request, bool noOrphans)
    {
        var fewer = Enumerable.Range(1, request.SeatCount!.Value - 1).Reverse();
        return request.MayBeSplit
            ? Math.Min(Buckets(free, request.Category).Sum(BitCount), request.SeatCount.Value - 1)
            : fewer.FirstOrDefault(count => Together(free, count, request.Category, noOrphans) != 0);
    }

    /// <summary>Of each stretch of free neighbours that the wanted seats are from: what remains of it without a
    /// neighbour, unless it is all that remains.</summary>
    public int LoneSeats(int free, int wanted)
    {
        var lone = 0;
        foreach (var bucket in Buckets(free, category: null).Where(bucket => (bucket & wanted) != 0))
        {
            var rest = bucket & ~wanted;
            if (BitCount(rest) > 1)
            {
                // Pairs of neighbours of which both remain, by the lower one.
                var pairs = rest & rest >> 1 & _joined;
                lone |= rest & ~(pairs | pairs << 1);
            }
        }

        return lone;
    }

    public bool AreSuitable(IEnumerable<int> seats, char? category) =>
        seats.All(seat => category is null || _categories[seat - 1] == category);

    public bool AreTogether(int seats) => Buckets(seats, category: null).Count() == 1;

    public static IEnumerable<int> Seats(int set) =>
        Enumerable.Range(1, SeatsMax).Where(seat => (set >> (seat - 1) & 1) == 1);

    private static int BitCount(int set) => BitOperations.PopCount((uint)set);

    // In as few parts as possible, the longest stretches first, as even as their lengths allow; the rule about single
    // seats looks at each part, and then at all of them.
    private int Apart(int free, int count, char? category, bool noOrphans)
    {
        List<int> rooms = [];
        foreach (var length in Buckets(free, category).Select(BitCount).OrderDescending())
        {
            if (rooms.Sum() < count)
            {
                rooms.Add(length);
            }
        }

        if (rooms.Sum() < count)
        {
            return 0;
        }

        var parts = new int[rooms.Count];
        for (var i = 0; i < count; i++)
        {
            var smallest = Enumerable.Range(0, parts.Length).Where(p => parts[p] < rooms[p]).MinBy(p => parts[p]);
            parts[smallest]++;
        }

        var (left, whole) = (free, 0);
        foreach (var part in parts.OrderDescending())
        {
            var group = Together(left, part, category, noOrphans);
            if (group == 0)
            {
                return 0;
            }

            (left, whole) = (left & ~group, whole | group);
        }

        return noOrphans && LoneSeats(free, whole) != 0 ? 0 : whole;
    }

    private IEnumerable<int> Buckets(int free, char? category)
    {
        var bucket = 0;
        for (var i = 0; i < _rows.Length; i++)
        {
            var fits = (free >> i & 1) == 1 && (category is null || _categories[i] == category);
            if (bucket != 0 && (!fits || (_joined >> (i - 1) & 1) == 0))
            {
                yield return bucket;
                bucket = 0;
            }

            bucket |= fits ? 1 << i : 0;
        }

        if (bucket != 0)
        {
            yield return bucket;
        }
    }

    // Nearest to the focus on average, then the row in front, then the lower number.
    private int[] Ranked(int count, char? category) => _ranked.GetOrAdd((count, category), _ =>
    [
        .. Enumerable.Range(0, Math.Max(0, _rows.Length - count + 1))
            .Select(first => (First: first, Set: ((1 << count) - 1) << first))
            .Where(group => AreTogether(group.Set) && AreSuitable(Seats(group.Set), category))
            .OrderBy(group => Plan.IsPlain ? 0 : Math.Round(Seats(group.Set).Average(DistanceOf), 3))
            .ThenBy(group => _rows[group.First])
            .ThenBy(group => group.First)
            .Select(group => group.Set),
    ]);

    private double DistanceOf(int seat) =>
        double.Hypot(Plan.Seats[seat - 1].X - Plan.Focus.X, Plan.Seats[seat - 1].Y - Plan.Focus.Y);

    // A letter is a seat and its category, a blank an aisle, a bar the next row.
    private static SeatingPlan Drawn(string layout)
    {
        var table = new SeatTable(layout);
        var line = 0;
        foreach (var (row, letters) in layout.Split('|').Index())
        {
            var x = 0;
            foreach (var (i, letter) in letters.Index().Where(place => place.Item != ' '))
            {
                x += i == 0 ? 0 : letters[i - 1] == ' ' ? AisleSpacing : SeatSpacing;
                table.Add(
                    ++line, "Hall", Text(row + 1), Text(i + 1), Text(x), Text(row * RowSpacing), $"{letter}", null,
                    null);
            }
        }

        return table.Finish().Plan ?? throw new InvalidOperationException($"'{layout}' is no hall.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

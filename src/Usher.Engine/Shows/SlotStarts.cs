using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;

namespace Usher.Engine.Shows;

/// <summary>When each place of a day of slots begins: nobody gets it from then on, while later ones are still sold. Two
/// bytes a place.</summary>
public sealed class SlotStarts
{
    /// <summary>All slots begin with their show or after it, in less than this time: until the clock of its venue shows
    /// the time of the start again. A day on which clocks are put back has 25 hours.</summary>
    public static readonly TimeSpan SpanMax = TimeSpan.FromHours(25);

    // No slot is held for less.
    private static readonly TimeSpan HoldMin = TimeSpan.FromSeconds(1);

    // By index of the seat: which of the times is its.
    private readonly ushort[] _timeOf;
    private readonly DateTime[] _times;

    private SlotStarts(ushort[] timeOf, DateTime[] times) => (_timeOf, _times, Last) =
        (timeOf, times, timeOf.Max(time => times[time]));

    /// <summary>When the last one begins, UTC.</summary>
    public DateTime Last { get; }

    /// <summary>The times of a show's slots; null where all its places begin with the show.</summary>
    /// <param name="plan">The plan of the show.</param>
    /// <param name="startsAt">When the show begins, UTC.</param>
    /// <param name="zone">The time zone of its venue.</param>
    public static SlotStarts? Of(SeatingPlan plan, DateTime startsAt, string zone)
    {
        if (plan.Kind != PlanKind.Slots)
        {
            return null;
        }

        List<DateTime> times = [startsAt];
        Dictionary<TimeOnly, ushort> known = [];
        var timeOf = new ushort[plan.Seats.Length];
        for (var i = 0; i < timeOf.Length; i++)
        {
            if (AppointmentTimes.TimeOf(plan, i + 1) is not { } time)
            {
                continue;
            }

            if (!known.TryGetValue(time, out timeOf[i]))
            {
                known[time] = timeOf[i] = (ushort)times.Count;
                times.Add(AppointmentTimes.On(startsAt, time, zone));
            }
        }

        return known.Count == 0 ? null : new SlotStarts(timeOf, [.. times]);
    }

    /// <summary>When the first of these begins, UTC; without any, when the last of all does.</summary>
    public DateTime First(ImmutableArray<int> seatNumbers)
    {
        var first = Last;
        foreach (var number in seatNumbers)
        {
            first = At(number) is var at && at < first ? at : first;
        }

        return first;
    }

    /// <summary>Whether it has begun, or does so before it could be held.</summary>
    /// <param name="seatNumber">The number of the seat.</param>
    /// <param name="now">UTC.</param>
    public bool HasBegun(int seatNumber, DateTime now) => At(seatNumber) - now < HoldMin;

    /// <summary>Those of these that have begun.</summary>
    public ImmutableArray<int> Begun(ImmutableArray<int> seatNumbers, DateTime now)
    {
        ImmutableArray<int>.Builder? begun = null;
        foreach (var number in seatNumbers)
        {
            if (HasBegun(number, now))
            {
                (begun ??= ImmutableArray.CreateBuilder<int>()).Add(number);
            }
        }

        return begun?.ToImmutable() ?? [];
    }

    /// <summary>When the latest of those that have begun did, UTC: it tells which have, and so what can no longer be
    /// sold; null: none has.</summary>
    public DateTime? LastBegun(DateTime now)
    {
        DateTime? last = null;
        foreach (var at in _times)
        {
            last = at - now < HoldMin && !(at <= last) ? at : last;
        }

        return last;
    }

    /// <summary>Takes those that have begun out of what is free.</summary>
    /// <param name="isFree">By index of the seat.</param>
    /// <param name="now">UTC; null: nobody knows the time.</param>
    public void Close(bool[] isFree, DateTime? now)
    {
        for (var i = 0; now is { } moment && i < isFree.Length; i++)
        {
            isFree[i] = isFree[i] && !HasBegun(i + 1, moment);
        }
    }

    /// <summary>The same map with those that have begun and that nobody has as not to be had.</summary>
    /// <param name="map">A map of the show.</param>
    /// <param name="now">UTC.</param>
    public SeatMap Close(SeatMap map, DateTime now) => map with
    {
        Seats =
        [
            .. map.Seats.Select(seat => seat.Status == SeatStatus.Available && HasBegun(seat.SeatNumber, now)
                ? seat with { Status = SeatStatus.Booked }
                : seat),
        ],
    };

    /// <summary>Every time, the first one first, with the numbers of the seats that begin then.</summary>
    public IEnumerable<(DateTime At, int[] SeatNumbers)> ByTime() => _timeOf
        .Select((time, i) => (At: _times[time], SeatNumber: i + 1))
        .GroupBy(slot => slot.At)
        .OrderBy(time => time.Key)
        .Select(time => (time.Key, time.Select(slot => slot.SeatNumber).ToArray()));

    // A seat that the plan has not is for others to find out.
    private DateTime At(int seatNumber) =>
        (uint)(seatNumber - 1) < (uint)_timeOf.Length ? _times[_timeOf[seatNumber - 1]] : DateTime.MaxValue;
}

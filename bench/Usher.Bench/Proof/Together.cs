using Usher.Bench.Http;

namespace Usher.Bench.Proof;

/// <summary>Whether groups sit together, and who was left alone. Pure.</summary>
internal static class Together
{
    /// <summary>Bookings whose seats are not side by side in one row with no aisle between.</summary>
    public static IEnumerable<Discrepancy> Apart(ShowLedger said, IReadOnlyCollection<PlanRow> rows)
    {
        var runs = Runs(rows)
            .SelectMany(run => Enumerable.Range(run.First, run.Count).Select(seat => (seat, run.First)))
            .ToDictionary(pair => pair.seat, pair => pair.First);
        return
            from booking in said.Bookings
            let seats = booking.SeatNumbers.Order().ToArray()
            where seats[^1] - seats[0] != seats.Length - 1
                || runs.GetValueOrDefault(seats[0]) != runs.GetValueOrDefault(seats[^1])
            select new Discrepancy(
                DiscrepancyKind.OddReply, said.ShowId, seats[0], booking.Id,
                $"asked for seats together and got {string.Join(", ", seats)}");
    }

    /// <summary>Free seats with a taken seat, an aisle or the end of the row on both sides.</summary>
    public static long LoneSeats(IEnumerable<StoredSeat> seats, IReadOnlyCollection<PlanRow> rows)
    {
        var free = seats.Where(seat => seat.Status == SeatStatus.Available).Select(seat => seat.SeatNumber).ToHashSet();
        return Runs(rows).Where(run => run.Count > 1).Sum(run => Enumerable.Range(run.First, run.Count)
            .LongCount(seat => free.Contains(seat)
                && (seat == run.First || !free.Contains(seat - 1))
                && (seat == run.First + run.Count - 1 || !free.Contains(seat + 1))));
    }

    private static IEnumerable<(int First, int Count)> Runs(IEnumerable<PlanRow> rows)
    {
        foreach (var row in rows)
        {
            var from = 0;
            foreach (var to in (row.Aisles ?? []).Append(row.Count))
            {
                yield return (row.First + from, to - from);
                from = to;
            }
        }
    }
}

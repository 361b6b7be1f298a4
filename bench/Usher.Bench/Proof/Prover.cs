using Npgsql;
using Usher.Bench.Http;

namespace Usher.Bench.Proof;

/// <summary>Reads everything back, show by show, and compares it with the ledger.</summary>
internal sealed class Prover(HttpTarget target, TimeSpan timeout, PostgresReadBack? postgres, TimeProvider time)
{
    private const int ReadersMax = 8;

    private readonly Lock gate = new();
    private readonly List<Discrepancy> discrepancies = [];
    private long discrepancyCount;
    private long seatsCompared;
    private long seatsTaken;
    private long? loneSeats;
    private int showsDone;

    public async Task<Verdict> ProveAsync(Ledger ledger, IProgress<int> showsRead)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(ReadersMax, ledger.Shows.Length)).Select(_ => ReadSomeAsync()));
        return new Verdict
        {
            DiscrepancyCount = discrepancyCount,
            Discrepancies = [.. discrepancies],
            BookingsCompared = ledger.Shows.Sum(show => (long)show.Bookings.Count),
            SeatsCompared = seatsCompared,
            SeatsTaken = seatsTaken,
            LoneSeats = loneSeats,
            Unanswered = ledger.Shows.Sum(show => (long)show.Unanswered.Count),
        };

        async Task ReadSomeAsync()
        {
            using var http = new HttpReadBack(target, timeout, time);
            for (var i = Interlocked.Increment(ref next); i < ledger.Shows.Length; i = Interlocked.Increment(ref next))
            {
                await CompareAsync(ledger.Shows[i], http);
                showsRead.Report(Interlocked.Increment(ref showsDone));
            }
        }
    }

    private async Task CompareAsync(ShowLedger said, HttpReadBack http)
    {
        try
        {
            var stored = await ReadAsync(said, http);
            Note(ShowProof.Compare(said, stored), stored.Seats);
            if (said.AreTogether)
            {
                var rows = await http.ReadRowsAsync(said.ShowId);
                NoteTogether([.. Together.Apart(said, rows)], Together.LoneSeats(stored.Seats, rows));
            }
        }
        catch (Exception e) when (e is UnreadableException or NpgsqlException)
        {
            Note([new Discrepancy(DiscrepancyKind.Unreadable, said.ShowId, null, null, e.Message)], []);
        }
    }

    private async Task<StoredShow> ReadAsync(ShowLedger said, HttpReadBack http)
    {
        var seats = await http.ReadSeatsAsync(said.ShowId);
        if (postgres is null)
        {
            var shown = await http.ReadBookingsAsync(said.Bookings.Select(booking => booking.Id));
            return new StoredShow(seats, shown, KnowsOwners: false);
        }

        var owners = await postgres.ReadOwnersAsync(said.ShowId, CancellationToken.None);
        var stored = await postgres.ReadBookingsAsync(said.ShowId, CancellationToken.None);
        var owned = seats
            .Select(seat => seat with { Owner = owners.TryGetValue(seat.SeatNumber, out var id) ? id : null });
        return new StoredShow([.. owned], stored, KnowsOwners: true);
    }

    private void NoteTogether(Discrepancy[] apart, long lone)
    {
        Note(apart, []);
        lock (gate)
        {
            loneSeats = (loneSeats ?? 0) + lone;
        }
    }

    private void Note(IReadOnlyList<Discrepancy> found, IReadOnlyList<StoredSeat> seats)
    {
        lock (gate)
        {
            discrepancyCount += found.Count;
            discrepancies.AddRange(found.Take(Verdict.DiscrepanciesMax - discrepancies.Count));
            seatsCompared += seats.Count;
            seatsTaken += seats.Count(seat => seat.Status != SeatStatus.Available);
        }
    }
}

using System.Globalization;
using Usher.Bench.Http;

namespace Usher.Bench.Proof;

/// <summary>Compares what was said about a show's seats with what is stored. Pure.</summary>
internal static class ShowProof
{
    public static IReadOnlyList<Discrepancy> Compare(ShowLedger said, StoredShow stored)
    {
        var found = new List<Discrepancy>(said.OddReplies);
        var (seats, wrongMap) = IndexSeats(said, stored);
        found.AddRange(wrongMap);
        found.AddRange(DoubleSales(said));
        foreach (var booking in said.Bookings)
        {
            found.AddRange(CheckBooking(said.ShowId, booking, stored, seats));
        }

        found.AddRange(SeatsOfNobody(said, seats));
        found.AddRange(FalseRefusals(said));
        return found;
    }

    private static (Dictionary<int, StoredSeat> Seats, List<Discrepancy> Wrong) IndexSeats(
        ShowLedger said, StoredShow stored)
    {
        var seats = new Dictionary<int, StoredSeat>(stored.Seats.Count);
        var wrong = new List<Discrepancy>();
        foreach (var seat in stored.Seats)
        {
            if (seat.SeatNumber < 1 || seat.SeatNumber > said.TotalSeats)
            {
                wrong.Add(WrongMap(said, seat.SeatNumber, $"the show has seats 1 to {said.TotalSeats}"));
            }

            if (!seats.TryAdd(seat.SeatNumber, seat))
            {
                wrong.Add(WrongMap(said, seat.SeatNumber, "appears twice in the seat map"));
            }
        }

        wrong.AddRange(Enumerable.Range(1, said.TotalSeats).Where(number => !seats.ContainsKey(number))
            .Select(number => WrongMap(said, number, "is missing from the seat map")));
        return (seats, wrong);
    }

    private static Discrepancy WrongMap(ShowLedger said, int seat, string detail) =>
        new(DiscrepancyKind.SeatMapWrong, said.ShowId, seat, null, detail);

    private static IEnumerable<Discrepancy> DoubleSales(ShowLedger said)
    {
        var owners = new Dictionary<int, Guid>();
        foreach (var booking in said.Bookings.Where(booking => booking.IsLive))
        {
            foreach (var seat in booking.SeatNumbers)
            {
                if (!owners.TryAdd(seat, booking.Id))
                {
                    yield return new Discrepancy(
                        DiscrepancyKind.SoldTwice, said.ShowId, seat, booking.Id,
                        $"was also acknowledged to booking {owners[seat]:D}");
                }
            }
        }
    }

    private static IEnumerable<Discrepancy> CheckBooking(
        long showId, AcknowledgedBooking booking, StoredShow stored, Dictionary<int, StoredSeat> seats)
    {
        if (!stored.Bookings.TryGetValue(booking.Id, out var kept))
        {
            yield return new Discrepancy(
                DiscrepancyKind.BookingLost, showId, booking.SeatNumbers[0], booking.Id,
                $"was acknowledged with seats {Join(booking.SeatNumbers)} and does not exist");
        }
        else if (!kept.SeatNumbers.Order().SequenceEqual(booking.SeatNumbers.Order()))
        {
            yield return new Discrepancy(
                DiscrepancyKind.BookingLost, showId, booking.SeatNumbers[0], booking.Id,
                $"was acknowledged with seats {Join(booking.SeatNumbers)} and is stored with {Join(kept.SeatNumbers)}");
        }
        else if (!Agrees(booking, kept.Status))
        {
            var reason = kept.Reason is null ? "" : $" ({kept.Reason})";
            yield return new Discrepancy(
                DiscrepancyKind.StateDiffers, showId, booking.SeatNumbers[0], booking.Id,
                $"was last acknowledged as {Name(booking.State)} and is stored as {kept.Status}{reason}");
        }

        foreach (var seat in booking.IsLive ? booking.SeatNumbers : [])
        {
            if (!seats.TryGetValue(seat, out var place))
            {
                continue; // the seat map's own discrepancy tells
            }

            if (!Agrees(booking, place.Status))
            {
                yield return new Discrepancy(
                    DiscrepancyKind.SeatLost, showId, seat, booking.Id,
                    $"belongs to a {Name(booking.State)} booking and the seat map shows it {Name(place.Status)}");
            }
            else if (stored.KnowsOwners && place.Owner != booking.Id)
            {
                yield return new Discrepancy(
                    DiscrepancyKind.SeatLost, showId, seat, booking.Id,
                    $"was acknowledged to this booking, is stored as that of {place.Owner?.ToString("D") ?? "nobody"}");
            }
        }
    }

    private static bool Agrees(AcknowledgedBooking booking, string stored) =>
        stored == Name(booking.State) || (booking.MayBeConfirmed && booking.IsLive && stored == "CONFIRMED");

    private static bool Agrees(AcknowledgedBooking booking, SeatStatus stored) =>
        stored == (booking.State == BookingState.Confirmed ? SeatStatus.Booked : SeatStatus.Held)
        || (booking.MayBeConfirmed && stored == SeatStatus.Booked);

    private static IEnumerable<Discrepancy> SeatsOfNobody(ShowLedger said, Dictionary<int, StoredSeat> seats)
    {
        var explained = said.Bookings.Where(booking => booking.IsLive).SelectMany(booking => booking.SeatNumbers)
            .Concat(said.Unanswered.SelectMany(request => request.SeatNumbers)).ToHashSet();
        return seats.Values.Where(seat => seat.Status != SeatStatus.Available && !explained.Contains(seat.SeatNumber))
            .Select(seat => new Discrepancy(
                DiscrepancyKind.SeatTakenByNobody, said.ShowId, seat.SeatNumber, seat.Owner,
                $"is {Name(seat.Status)} and belongs to no acknowledged booking"));
    }

    private static IEnumerable<Discrepancy> FalseRefusals(ShowLedger said)
    {
        var firstAsked = new Dictionary<int, long>();
        foreach (var (seatNumbers, sentAt) in said.Bookings.Select(booking => (booking.SeatNumbers, booking.SentAt))
            .Concat(said.Unanswered.Select(request => (request.SeatNumbers, request.SentAt))))
        {
            foreach (var seat in seatNumbers)
            {
                firstAsked[seat] = Math.Min(sentAt, firstAsked.GetValueOrDefault(seat, long.MaxValue));
            }
        }

        return said.FirstRefusals
            .Where(refusal => firstAsked.GetValueOrDefault(refusal.Key, long.MaxValue) >= refusal.Value)
            .Select(refusal => new Discrepancy(
                DiscrepancyKind.RefusedWhileFree, said.ShowId, refusal.Key, null,
                firstAsked.ContainsKey(refusal.Key)
                    ? "was refused before the booking that got it had been asked for"
                    : "was refused and nobody ever got it"));
    }

    private static string Join(IEnumerable<int> seats) =>
        string.Join(", ", seats.Select(seat => seat.ToString(CultureInfo.InvariantCulture)));

    private static string Name<T>(T value) where T : struct, Enum => value.ToString().ToUpperInvariant();
}

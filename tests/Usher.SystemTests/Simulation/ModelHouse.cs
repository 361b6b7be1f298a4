
namespace Usher.SystemTests.Simulation;

/// <summary>What keeping seats back for the house should make of a show, and putting them back on sale.</summary>
internal static class ModelHouse
{
    /// <summary>Each seat that is free gets a booking of the house's own; the others are told apart.</summary>
    public static (ModelShow After, string Reply) Block(this ModelShow show, Move move, double now)
    {
        if (move.Seats.Where(seat => seat > show.Terms.Seats).ToArray() is { Length: > 0 } missing)
        {
            return (show, Replies.NoSeats(missing));
        }

        ILookup<string, int> others = move.Seats.Where(seat => show.Seats[seat].IsTaken(now)).ToLookup(seat =>
            show.IsHouse(show.Seats[seat]) ? "before" : show.Seats[seat].HeldUntil is null ? "sold" : "held");
        var blocked = move.Seats.Where(seat => !show.Seats[seat].IsTaken(now)).ToArray();
        foreach (var seat in blocked)
        {
            if (show.Seats[seat].Owner is { } lapsed)
            {
                show = show.Ended(lapsed, ModelShow.Expired, Actors.Takeover, now);
            }

            var number = Move.HouseNumber(move.Number, seat);
            var house = new ModelBooking(
                [seat], Email: null, now, now, ModelShow.Confirmed,
                [ModelShow.EventText(move.Staff.Name, null, ModelShow.Confirmed, now) + $" {move.Note}"])
            {
                ConfirmedAt = now,
                IsHouse = true,
            };
            show = show.With(number, house, number, heldUntil: null);
        }

        return (show, Replies.Blocked(blocked, others["held"], others["sold"], others["before"]));
    }

    /// <summary>Which of the move's seats are blocked, and which are not.</summary>
    public static (int[] Kept, int[] Others) KeptOf(this ModelShow show, Move move)
    {
        var isKept = move.Seats.ToLookup(seat => show.Seats.TryGetValue(seat, out var found) && show.IsHouse(found));
        return ([.. isKept[true]], [.. isKept[false]]);
    }

    /// <summary>Those of the seats that are blocked are for sale again.</summary>
    public static ModelShow Unblock(this ModelShow show, Move move, IEnumerable<int> seats, double now)
    {
        foreach (var seat in seats.Where(seat => show.IsHouse(show.Seats[seat])))
        {
            show = show.Ended(
                show.Seats[seat].Owner!.Value, ModelShow.Cancelled, move.Staff.Name, now, $" {move.Note}");
        }

        return show;
    }
}

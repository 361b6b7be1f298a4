namespace Usher.Bench.Proof;

internal enum DiscrepancyKind
{
    /// <summary>A seat was acknowledged to two live bookings.</summary>
    SoldTwice,

    /// <summary>An acknowledged booking is not stored, or not with its seats.</summary>
    BookingLost,

    /// <summary>A booking is not in the state that was last acknowledged.</summary>
    StateDiffers,

    /// <summary>A seat of an acknowledged booking is free, held instead of sold, or someone else's.</summary>
    SeatLost,

    /// <summary>A seat is taken and nobody was told that it is theirs.</summary>
    SeatTakenByNobody,

    /// <summary>A seat was refused as taken before anybody had asked for it.</summary>
    RefusedWhileFree,

    /// <summary>A reply contradicts its own request.</summary>
    OddReply,

    /// <summary>A seat is missing from the show's seat map, or there is one too many.</summary>
    SeatMapWrong,

    /// <summary>The server would not show what it has stored, so nothing is proven.</summary>
    Unreadable,
}

/// <summary>Where the server's replies and its stored data do not agree.</summary>
internal sealed record Discrepancy(DiscrepancyKind Kind, long ShowId, int? SeatNumber, Guid? BookingId, string Detail)
{
    public override string ToString()
    {
        var seat = SeatNumber is null ? "" : $" seat {SeatNumber}";
        var booking = BookingId is null ? "" : $" booking {BookingId:D}";
        return $"{Kind}: show {ShowId}{seat}{booking}: {Detail}";
    }
}

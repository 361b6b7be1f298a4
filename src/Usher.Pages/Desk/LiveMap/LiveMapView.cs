using Usher.Engine.Bookings;
using Usher.Engine.Seats;
using Usher.Engine.Shows;
using Usher.Pages.Kit.Pictures;


namespace Usher.Pages.Desk.LiveMap;

/// <summary>A show at the desk during its sale.</summary>
public sealed record LiveMapView
{
    public required SeatingView SeatingView { get; init; }

    public required SeatFigures Figures { get; init; }

    /// <summary>How its seats stand, by the same figures.</summary>
    public SeatCounts Counts =>
        new SeatCounts(Figures.Free, Figures.Held, Figures.Sold, Figures.Blocked).WithBegun(SeatingView.Begun);

    /// <summary>The selected seats; null: none yet.</summary>
    public SeatPanelView? Panel { get; init; }

    /// <summary>The search.</summary>
    public string? Find { get; init; }

    /// <summary>Why it found nothing.</summary>
    public string? Problem { get; init; }

    public Show Show => SeatingView.Show;
}

/// <summary>Seats of a show, who has them, and what can be done with them.</summary>
public sealed record SeatPanelView
{
    public required SeatingView SeatingView { get; init; }

    /// <summary>At least one, in order.</summary>
    public required IReadOnlyList<int> Seats { get; init; }

    /// <summary>Which of them are blocked.</summary>
    public required IReadOnlySet<int> Blocked { get; init; }

    /// <summary>Who has the seat; null if it is free, or for several seats.</summary>
    public Booking? Holder { get; init; }

    /// <summary>The latest bookings of the seat, the newest first, its holder's included.</summary>
    public IReadOnlyList<Booking> Past { get; init; } = [];

    /// <summary>The server's clock.</summary>
    public required DateTime Now { get; init; }

    /// <summary>What was done last, in words.</summary>
    public string? Said { get; init; }

    public Show Show => SeatingView.Show;

    public string Ranges => SeatRanges.Write(Seats);

    public IReadOnlyList<int> Free => [.. Seats.Where(SeatingView.IsFreeSeat)];

    public IReadOnlyList<int> Kept => [.. Seats.Where(Blocked.Contains)];

    public int Held => Seats.Count(seat => SeatingView.StatusOf(seat) == SeatStatus.Held);

    public int Begun => Seats.Count(SeatingView.IsBegunSeat);

    public int Sold => Seats.Count(seat => SeatingView.StatusOf(seat) == SeatStatus.Booked && !Blocked.Contains(seat));
}

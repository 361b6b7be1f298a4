namespace Usher.Engine.Shows;

/// <summary>What can be done about a show's seats; the first that applies.</summary>
public enum ShowStatus
{
    /// <summary>It has begun; of slots, the last one has.</summary>
    Past,
    /// <summary>Its sale opens later.</summary>
    NotYetOpen,
    /// <summary>No seat is free.</summary>
    SoldOut,
    /// <summary>Its seats can be booked.</summary>
    OnSale,
}

/// <summary>How the status of a show is found and written.</summary>
public static class ShowStatuses
{
    /// <summary>The status at that moment, UTC, with so many seats free.</summary>
    // This server's clock: it colours a list. Whether a seat is sold, the engine decides by the database's.
    public static ShowStatus StatusAt(this Show show, DateTime now, int availableSeats) => show switch
    {
        _ when (show.LastSlotAt ?? show.StartsAt) <= now => ShowStatus.Past,
        { SalesOpenAt: { } opening } when opening > now => ShowStatus.NotYetOpen,
        _ => availableSeats == 0 ? ShowStatus.SoldOut : ShowStatus.OnSale,
    };

    /// <summary>The word for a status on the wire.</summary>
    public static string ToText(this ShowStatus status) => status switch
    {
        ShowStatus.Past => "PAST",
        ShowStatus.NotYetOpen => "NOT_YET_OPEN",
        ShowStatus.SoldOut => "SOLD_OUT",
        _ => "ON_SALE",
    };
}

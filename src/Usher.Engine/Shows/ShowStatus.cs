namespace Usher.Engine.Shows;

/// <summary>What can be done about a show's seats; the first that applies.</summary>
public enum ShowStatus
{
    Past,
    NotYetOpen,
    SoldOut,
    OnSale,
}

internal static class ShowStatuses
{
    // This server's clock: it colours a list. Whether a seat is sold, the engine decides by the database's.
    public static ShowStatus StatusAt(this Show show, DateTime now, int availableSeats) => show switch
    {
        { StartsAt: var start } when start <= now => ShowStatus.Past,
        { SalesOpenAt: { } opening } when opening > now => ShowStatus.NotYetOpen,
        _ => availableSeats == 0 ? ShowStatus.SoldOut : ShowStatus.OnSale,
    };

    public static string ToText(this ShowStatus status) => status switch
    {
        ShowStatus.Past => "PAST",
        ShowStatus.NotYetOpen => "NOT_YET_OPEN",
        ShowStatus.SoldOut => "SOLD_OUT",
        _ => "ON_SALE",
    };
}

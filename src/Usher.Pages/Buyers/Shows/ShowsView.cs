using Microsoft.AspNetCore.Components;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;

namespace Usher.Pages.Buyers.Shows;

/// <summary>A page of the list of shows.</summary>
public sealed record ShowsView
{
    public required string? Text { get; init; }

    /// <summary>The day from which shows are listed, as a date field writes it.</summary>
    public required string? FromDay { get; init; }

    public required IReadOnlyList<ShowRow> Rows { get; init; }

    /// <summary>The show whose sale opens next; null if all of these are open.</summary>
    public required OpeningView? Opening { get; init; }

    public required string? NextUrl { get; init; }

    public required bool IsFirst { get; init; }

    /// <summary>What is wrong with the address; null if nothing is.</summary>
    public string? Problem { get; init; }

    public bool IsSearch => Text is not null || FromDay is not null;

    /// <summary>The first of the shows that can be booked, unless the list begins with it.</summary>
    public ShowRow? Soonest => !IsSearch && IsFirst
        && Rows.FirstOrDefault(row => row.Status == ShowStatus.OnSale) is { } row && row != Rows[0] ? row : null;

    /// <summary>By the first day of each month, on the clocks of the venues.</summary>
    public IEnumerable<IGrouping<DateTime, ShowRow>> Months => Rows
        .GroupBy(row => TimeZones.ToLocal(row.Show.StartsAt, row.Show.TimeZone) is var start
            ? new DateTime(start.Year, start.Month, 1) : default)
        .OrderBy(month => month.Key);
}

/// <summary>One show in the list.</summary>
public sealed record ShowRow(Show Show, int Available, ShowStatus Status, MarkupString Picture)
{
    /// <summary>Where it goes, if it is a coach.</summary>
    public Journey? Journey { get; init; }

    /// <summary>What its places are.</summary>
    public PlanKind Kind { get; init; }

    // The last seats of a house are a twentieth of it, rounded up: of six one, of five hundred twenty-five.
    private const int LastShare = 20;

    /// <summary>Whether nearly all seats are gone; never while none is.</summary>
    public bool AreLast => Status == ShowStatus.OnSale && Available < Show.TotalSeats
        && Available <= (Show.TotalSeats + LastShare - 1) / LastShare;

    /// <summary>Whether its last free seats are only held, so that some may come back.</summary>
    public bool IsTakenForNow { get; init; }

    /// <summary>"Last seats".</summary>
    public string LastWords => (Kind == PlanKind.Slots, Available == 1) switch
    {
        (true, true) => "Last slot",
        (true, false) => "Last slots",
        (false, true) => "Last seat",
        (false, false) => "Last seats",
    };
}

/// <summary>The show whose sale opens next.</summary>
public sealed record OpeningView(Show Show, DateTime OpensAt, MarkupString Picture);

using Microsoft.AspNetCore.Components;
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

    /// <summary>By the first day of each month, on the clocks of the venues.</summary>
    public IEnumerable<IGrouping<DateTime, ShowRow>> Months => Rows
        .GroupBy(row => TimeZones.ToLocal(row.Show.StartsAt, row.Show.TimeZone) is var start
            ? new DateTime(start.Year, start.Month, 1) : default)
        .OrderBy(month => month.Key);
}

/// <summary>One show in the list.</summary>
public sealed record ShowRow(Show Show, int Available, ShowStatus Status, MarkupString Picture)
{
    // A twentieth of the seats, or a few: few enough to say so.
    private const int FewSeats = 10;

    public bool AreLast => Status == ShowStatus.OnSale && Available <= Math.Max(FewSeats, Show.TotalSeats / 20);
}

/// <summary>The show whose sale opens next.</summary>
public sealed record OpeningView(Show Show, DateTime OpensAt, MarkupString Picture);

using Microsoft.AspNetCore.Components;
using Usher.Engine.Seats;
using Usher.Engine.Shows;
using Usher.Engine.Statistics;
using Usher.Pages.Desk.Activity;

namespace Usher.Pages.Desk.Shows;

/// <summary>One show as its organiser sees it.</summary>
public sealed record ShowDeskView
{
    public required Show Show { get; init; }

    public required ShowStatus Status { get; init; }

    public required SeatCounts Seats { get; init; }

    public required MarkupString Picture { get; init; }

    /// <summary>How each part of the house stands; empty where there is but one.</summary>
    public required IReadOnlyList<(string Name, SeatCounts Seats)> Sections { get; init; }

    public required Takings Takings { get; init; }

    public required SalesTimeline SalesTimeline { get; init; }

    public required IReadOnlyList<LatestBooking> Latest { get; init; }

    public string Path => $"/desk/shows/{Show.Id}";
}

/// <summary>A page of the desk's list of shows.</summary>
public sealed record ShowsDeskView(
    IReadOnlyList<ShowLine> Lines, string? Text, bool WithPast, string? NextUrl, bool IsFirst, string? Problem);

/// <summary>The form that changes a show.</summary>
public sealed record ShowEditView(
    Show Show, NewShows.Fields Fields, IReadOnlyDictionary<string, string> Problems, int HoldSecondsDefault);

using Microsoft.AspNetCore.Components;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Shows;
using Usher.Engine.Statistics;
using Usher.Pages.Desk.Activity;
using Usher.Pages.Desk.NewShows;

namespace Usher.Pages.Desk.Shows;

/// <summary>One show as its organiser sees it.</summary>
public sealed record ShowDeskView
{
    public required Show Show { get; init; }

    public required ShowStatus Status { get; init; }

    /// <summary>What its places are.</summary>
    public required PlanKind Kind { get; init; }

    /// <summary>Whether it is a coach, which goes from one place to another.</summary>
    public bool IsCoach => Kind == PlanKind.Coach;

    /// <summary>Where it goes; null where nobody said so.</summary>
    public Journey? Journey { get; init; }

    public required SeatCounts Seats { get; init; }

    public required MarkupString Picture { get; init; }

    /// <summary>How many seats of each part are sold; empty where there is but one.</summary>
    public required IReadOnlyList<(string Name, SeatCounts Seats)> Sections { get; init; }

    /// <summary>What the confirmed bookings cost together, in minor units. All of it is due at the box office.
    /// </summary>
    public required long Booked { get; init; }

    /// <summary>How many bookings are confirmed.</summary>
    public required int Bookings { get; init; }

    /// <summary>The server's clock.</summary>
    public required DateTime Now { get; init; }

    public required SalesTimeline SalesTimeline { get; init; }

    public required IReadOnlyList<LatestBooking> Latest { get; init; }

    public string Path => $"/desk/shows/{Show.Id}";
}

/// <summary>A page of the desk's list of shows.</summary>
public sealed record ShowsDeskView(
    IReadOnlyList<ShowLine> Lines, string? Text, bool WithPast, string? NextUrl, bool IsFirst, string? Problem);

/// <summary>The form that changes a show.</summary>
/// <param name="Show">The show.</param>
/// <param name="Fields">What is in the form.</param>
/// <param name="Shown">What it carries along: what was in it before anybody filled it in.</param>
/// <param name="Problems">What is wrong with what was entered, by field.</param>
/// <param name="HoldSecondsDefault">The hold of a show that says nothing.</param>
public sealed record ShowEditView(
    Show Show, Fields Fields, Fields Shown, IReadOnlyDictionary<string, string> Problems, int HoldSecondsDefault);

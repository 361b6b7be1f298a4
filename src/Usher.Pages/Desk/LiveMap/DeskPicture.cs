using Microsoft.AspNetCore.Components;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.LiveMap;

/// <summary>The seating plan for browsers without scripts: taken seats stand out.</summary>
internal static class DeskPicture
{
    public static MarkupString Of(SeatingView view)
    {
        var isAllFree = Enumerable.Range(1, view.Plan.Seats.Length).All(view.IsFreeSeat);
        return isAllFree ? PlanPicture.Priced(view) : PlanPicture.Thumbnail(view);
    }
}

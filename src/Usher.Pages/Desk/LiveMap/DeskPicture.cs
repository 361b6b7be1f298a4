using Microsoft.AspNetCore.Components;
using Usher.Engine.Seats;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.LiveMap;

/// <summary>The seating plan for browsers without scripts: taken seats stand out.</summary>
internal static class DeskPicture
{
    public static MarkupString Of(SeatingView view)
    {
        int[] taken =
        [
            .. Enumerable.Range(1, view.Plan.Seats.Length).Where(seat => view.StatusOf(seat) != SeatStatus.Available),
        ];
        return taken.Length == 0 ? PlanPicture.Priced(view) : PlanPicture.Thumbnail(view);
    }
}

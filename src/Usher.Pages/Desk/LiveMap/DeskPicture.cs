using Microsoft.AspNetCore.Components;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.LiveMap;

/// <summary>The seating plan for browsers without scripts: taken seats stand out.</summary>
internal static class DeskPicture
{
    public static MarkupString Of(SeatingView hall)
    {
        int[] taken =
        [
            .. Enumerable.Range(1, hall.Plan.Seats.Length).Where(seat => !hall.IsFreeSeat(seat)),
        ];
        return taken.Length == 0 ? PlanPicture.Priced(hall) : PlanPicture.Thumbnail(hall);
    }
}

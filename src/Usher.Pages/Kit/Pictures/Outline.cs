using Usher.Engine.SeatingPlans;


namespace Usher.Pages.Kit.Pictures;

/// <summary>The shape of many seats: their convex hull (Andrew's monotone chain, 1979), the corners in order.</summary>
internal static class Outline
{
    public static List<PlanPoint> Of(IEnumerable<PlanSeat> seats)
    {
        var points = seats.Select(seat => new PlanPoint(seat.X, seat.Y)).OrderBy(p => p.X).ThenBy(p => p.Y).ToList();
        if (points.Count < 3)
        {
            return points;
        }

        var lower = Half(points);
        points.Reverse();
        var upper = Half(points);
        return [.. lower.SkipLast(1), .. upper.SkipLast(1)];
    }

    private static List<PlanPoint> Half(List<PlanPoint> points)
    {
        var chain = new List<PlanPoint>();
        foreach (var point in points)
        {
            while (chain.Count > 1 && Turn(chain[^2], chain[^1], point) <= 0)
            {
                chain.RemoveAt(chain.Count - 1);
            }

            chain.Add(point);
        }

        return chain;
    }

    private static double Turn(PlanPoint a, PlanPoint b, PlanPoint c) =>
        (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);
}

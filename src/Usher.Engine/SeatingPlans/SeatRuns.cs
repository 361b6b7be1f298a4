namespace Usher.Engine.SeatingPlans;

/// <summary>
/// Which seats of a plan are neighbours: those that follow each other in a row with no aisle between. A run is a
/// stretch of neighbours; the end of a row and an aisle end it. Immutable.
/// </summary>
internal sealed class SeatRuns
{
    private readonly SeatingPlan _plan;

    // Whether the seat at this index and the next one are neighbours.
    private readonly bool[] _isJoined;

    private SeatRuns(SeatingPlan plan, bool[] isJoined) => (_plan, _isJoined) = (plan, isJoined);

    public int SeatCount => _isJoined.Length;

    public static SeatRuns Of(SeatingPlan plan)
    {
        var isJoined = new bool[plan.Seats.Length];
        foreach (var row in plan.Rows)
        {
            isJoined.AsSpan(row.First - 1, row.Count - 1).Fill(true);
            foreach (var aisle in row.Aisles)
            {
                isJoined[row.First + aisle - 2] = false;
            }
        }

        return new SeatRuns(plan, isJoined);
    }

    /// <summary>The neighbour with the lower number; 0 if there is none.</summary>
    public int Before(int seatNumber) => seatNumber > 1 && _isJoined[seatNumber - 2] ? seatNumber - 1 : 0;

    /// <summary>The neighbour with the higher number; 0 if there is none.</summary>
    public int After(int seatNumber) => _isJoined[seatNumber - 1] ? seatNumber + 1 : 0;

    /// <summary>Whether the seat is for wheelchair users and those with them.</summary>
    public bool IsReserved(int seatNumber) =>
        (_plan.Seats[seatNumber - 1].Kind & (SeatKind.Wheelchair | SeatKind.Companion)) != SeatKind.Seat;
}

using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;

namespace Usher.Tests.Selling;

/// <summary>
/// A hall with some of its seats taken, spelled out from plain numbers so that a failing one shrinks by leaving numbers
/// out: each is a seat, some begin a row, some follow an aisle.
/// </summary>
internal sealed class DrawnHall
{
    private const int Spacing = 25;

    private readonly bool[] _isFree;

    private DrawnHall(int[] moves)
    {
        Moves = moves;
        var draft = new PlanDraft { Name = "Hall", FocalPoint = new PlanPoint(moves.Length % 7 * Spacing, 0) };
        draft.Categories.AddRange([new("Stalls", null), new("Rear", null)]);
        draft.AddSection("Main");
        var (row, x) = (draft.AddRow(0, "0"), 0);
        foreach (var move in moves)
        {
            if (move % 9 == 0)
            {
                (row, x) = (draft.AddRow(0, $"{draft.Rows.Count}"), move / 16 % 4 * Spacing);
            }

            x += move % 7 == 0 ? 3 * Spacing : Spacing;
            draft.Add(
                row, $"{row.Seats.Count + 1}", move / 32 % 5 == 0 ? "Rear" : "Stalls", x, draft.Rows.Count * 30,
                (move / 256 % 16) switch
                {
                    0 => SeatKind.Wheelchair,
                    1 => SeatKind.Companion,
                    2 => SeatKind.RestrictedView,
                    _ => SeatKind.Seat,
                });
        }

        Plan = draft.FinishOwn();
        // Rows keep the order of their seats, so the n-th number is the n-th seat.
        _isFree = [.. moves.Select(move => move / 8192 % 3 != 0)];
    }

    public static Arbitrary<DrawnHall> Any { get; } = Arb.From(
        Gen.Choose(0, 1 << 28).NonEmptyListOf().Select(moves => new DrawnHall([.. moves])),
        hall => Enumerable.Range(0, hall.Moves.Length > 1 ? hall.Moves.Length : 0)
            .Select(i => new DrawnHall([.. hall.Moves.Where((_, index) => index != i)])));

    public int[] Moves { get; }

    public SeatingPlan Plan { get; }

    public IEnumerable<int> FreeSeats => Enumerable.Range(1, _isFree.Length).Where(IsFree);

    public bool IsFree(int seatNumber) => _isFree[seatNumber - 1];

    public void Take(IEnumerable<int> seatNumbers)
    {
        foreach (var number in seatNumbers)
        {
            _isFree[number - 1] = false;
        }
    }

    /// <summary>Some of the free seats, another choice for each number.</summary>
    public int[] SomeFreeSeats(int choice)
    {
        var random = new Random(choice);
        var free = FreeSeats.ToArray();
        var first = random.Next(free.Length + 1);
        return [.. free.Skip(first).Take(random.Next(7)).Where(_ => random.Next(4) != 0)];
    }

    public bool AreNeighbours(int seatNumber, int next) =>
        next == seatNumber + 1 && next <= Plan.Seats.Length
        && Plan.Seats[next - 1].Row == Plan.Seats[seatNumber - 1].Row
        && !Plan.Rows[Plan.Seats[next - 1].Row].Aisles
            .Contains(next - Plan.Rows[Plan.Seats[next - 1].Row].First);

    public override string ToString() => string.Join(' ', Plan.Seats.Select((seat, index) =>
        $"{(index > 0 && AreNeighbours(index, index + 1) ? "" : "| ")}{index + 1}{(IsFree(index + 1) ? "" : "x")}"
        + $"{(seat.Kind == SeatKind.Seat ? "" : seat.Kind.ToText()[..1])}{(seat.Category == 1 ? "r" : "")}"));
}

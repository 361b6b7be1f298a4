namespace Usher.Engine.SeatingPlans.Generators;

/// <summary>
/// A bowl around a pitch, in two tiers: blocks along the sides with equal rows, and wedges in the corners whose rows
/// grow outwards. Every block is a section.
/// </summary>
public static class StadiumPlan
{
    /// <summary>Along the pitch, lower tier.</summary>
    public const string LowerSide = "Lower side";

    /// <summary>Behind the goals, lower tier.</summary>
    public const string LowerEnd = "Behind the goal";

    /// <summary>The corners of the lower tier.</summary>
    public const string LowerCorner = "Corner";

    /// <summary>Along the pitch, upper tier.</summary>
    public const string UpperSide = "Upper side";

    /// <summary>The rest of the upper tier.</summary>
    public const string UpperEnd = "Upper end";

    private const double SeatSpacing = 25;
    private const double RowSpacing = 32;
    private const double Aisle = 60;
    private const double PitchLength = 5_250;
    private const double PitchWidth = 3_400;
    private const double FirstRing = 400;
    private const double TierGap = 160;
    private const int LowerRings = 28;
    private const int SideBlocks = 8;
    private const int EndBlocks = 5;
    private const int CornerBlocks = 2;

    /// <param name="name">What people call the stadium.</param>
    /// <param name="totalSeats">At least a thousand; the last ring is as long as is left for it.</param>
    public static SeatingPlan Create(string name, int totalSeats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSeats, 1_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(totalSeats, PlanLimits.SeatsMax);
        var blocks = Blocks();
        var rings = Rings(blocks, totalSeats);
        var half = FirstRing + rings.Count * RowSpacing + TierGap + 100;
        var center = new PlanPoint(PitchLength / 2 + half, PitchWidth / 2 + half);
        var draft = new PlanDraft { Name = name, Width = center.X * 2, Height = center.Y * 2, FocalPoint = center };
        draft.Categories.AddRange(
        [
            new(LowerSide, "#671c5f"), new(LowerEnd, "#3d3ab0"), new(LowerCorner, "#b23e50"),
            new(UpperSide, "#2b6f9e"), new(UpperEnd, "#109c94"),
        ]);
        draft.AddBox("Pitch", half, half, PitchLength, PitchWidth);
        foreach (var upper in (bool[])[false, true])
        {
            foreach (var (index, block) in blocks.Index())
            {
                AddBlock(draft, block, $"{(upper ? 200 : 100) + index + 1}", upper, rings, index, center);
            }
        }

        return draft.FinishOwn();
    }

    private static void AddBlock(
        PlanDraft draft, Block block, string name, bool upper, List<int[]> rings, int index, PlanPoint center)
    {
        var first = upper ? LowerRings : 0;
        var end = upper ? rings.Count : Math.Min(LowerRings, rings.Count);
        if (end <= first)
        {
            return;
        }

        var section = draft.AddSection(name);
        for (var ring = first; ring < end; ring++)
        {
            var row = draft.AddRow(section, $"{ring - first + 1}");
            var offset = Offset(ring);
            var (count, step) = (rings[ring][index], block.Length(offset) / block.Seats(offset));
            for (var seat = 0; seat < count; seat++)
            {
                var place = block.At(offset, Aisle / 2 + step * (seat + 0.5));
                draft.Add(
                    row, $"{seat + 1}", block.Category(upper), center.X + place.X, center.Y + place.Y,
                    ring == 0 && block.Kind == BlockKind.End && seat < 4
                        ? seat % 2 == 0 ? SeatKind.Wheelchair : SeatKind.Companion
                        : SeatKind.Seat);
            }
        }
    }

    // From the pitch outwards, until all seats have a place: how many each block has in each ring.
    private static List<int[]> Rings(List<Block> blocks, int totalSeats)
    {
        List<int[]> rings = [];
        for (var left = totalSeats; left > 0;)
        {
            var offset = Offset(rings.Count);
            var ring = new int[blocks.Count];
            for (var i = 0; i < ring.Length; i++)
            {
                ring[i] = Math.Min(left, blocks[i].Seats(offset));
                left -= ring[i];
            }

            rings.Add(ring);
        }

        return rings;
    }

    private static double Offset(int ring) => FirstRing + ring * RowSpacing + (ring >= LowerRings ? TierGap : 0);

    // Clockwise from the upper left end of the upper side.
    private static List<Block> Blocks()
    {
        var (x, y) = (PitchLength / 2, PitchWidth / 2);
        List<Block> blocks = [];
        AddEdge(blocks, new PlanPoint(-x, -y), turn: 0, PitchLength, SideBlocks, BlockKind.Side);
        AddEdge(blocks, new PlanPoint(x, -y), turn: 1, PitchWidth, EndBlocks, BlockKind.End);
        AddEdge(blocks, new PlanPoint(x, y), turn: 2, PitchLength, SideBlocks, BlockKind.Side);
        AddEdge(blocks, new PlanPoint(-x, y), turn: 3, PitchWidth, EndBlocks, BlockKind.End);
        return blocks;
    }

    private static void AddEdge(
        List<Block> blocks, PlanPoint corner, int turn, double length, int count, BlockKind kind)
    {
        var angle = turn * Math.PI / 2;
        for (var i = 0; i < count; i++)
        {
            blocks.Add(new Block(kind, corner, angle, length * i / count, length / count, Wedge: 0));
        }

        var far = new PlanPoint(corner.X + length * Math.Cos(angle), corner.Y + length * Math.Sin(angle));
        var wedge = Math.PI / 2 / CornerBlocks;
        for (var i = 0; i < CornerBlocks; i++)
        {
            blocks.Add(new Block(BlockKind.Corner, far, angle + i * wedge, Start: 0, Width: 0, wedge));
        }
    }

    private enum BlockKind
    {
        Side,
        End,
        Corner,
    }

    // Along a straight edge from its corner, or around a corner; the angle is the direction in which one walks.
    private sealed record Block(
        BlockKind Kind, PlanPoint Corner, double Angle, double Start, double Width, double Wedge)
    {
        public double Length(double offset) => Width + Wedge * offset - Aisle;

        public int Seats(double offset) => (int)(Length(offset) / SeatSpacing);

        public PlanPoint At(double offset, double along)
        {
            var turned = Wedge == 0 ? 0 : along / offset;
            var (sin, cos) = Math.SinCos(Angle + turned);
            var straight = Wedge == 0 ? Start + along : 0;
            return new PlanPoint(
                Corner.X + straight * cos + offset * sin, Corner.Y + straight * sin - offset * cos);
        }

        public string Category(bool upper) => (upper, Kind) switch
        {
            (true, BlockKind.Side) => UpperSide,
            (true, _) => UpperEnd,
            (_, BlockKind.Side) => LowerSide,
            (_, BlockKind.End) => LowerEnd,
            _ => LowerCorner,
        };
    }
}

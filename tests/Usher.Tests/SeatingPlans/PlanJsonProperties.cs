using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.SeatingPlans.Generators;

namespace Usher.Tests.SeatingPlans;

public sealed class PlanJsonProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60);

    [Fact]
    public void A_plan_that_was_exported_and_imported_is_the_same_plan() =>
        Prop.ForAll(Gen.Choose(0, 1 << 28).ArrayOf().ToArbitrary(), moves =>
        {
            if (Draw(moves).Finish().Plan is { } plan)
            {
                var again = PlanJson.Read(PlanJson.Write(plan), PlanJson.WriteExtras(plan), nameDefault: null);
                again.Problems.ShouldBeEmpty();
                Plain(again.Plan.ShouldNotBeNull()).ShouldBe(Plain(plan));
            }

            return true;
        }).Check(Thorough);

    [Fact]
    public void Most_of_the_plans_drawn_here_are_plans() =>
        Gen.Sample(Gen.Choose(0, 1 << 28).ArrayOf(), 200, 60)
            .Count(moves => Draw(moves).Finish().Plan is not null).ShouldBeGreaterThan(100);

    [Theory]
    [InlineData("theatre")]
    [InlineData("block")]
    [InlineData("bus")]
    [InlineData("slots")]
    [InlineData("stadium")]
    public void A_generated_plan_too(string name)
    {
        var plan = GeneratedPlansTests.Make(name);

        var again = PlanJson.Read(PlanJson.Write(plan), PlanJson.WriteExtras(plan), nameDefault: null);

        again.Problems.ShouldBeEmpty();
        Plain(again.Plan.ShouldNotBeNull()).ShouldBe(Plain(plan));
    }

    // All that a plan tells; what is written alone would hide what neither writing nor reading knows of.
    private static string Plain(SeatingPlan plan) => string.Join(
        '\n',
        new object?[] { plan.Name, plan.Width, plan.Height, plan.FocalPoint }
            .Concat(plan.Categories)
            .Concat(plan.Sections)
            .Concat(plan.Rows.Select(row => $"{row} {string.Join(',', row.Aisles)}"))
            .Concat(plan.Seats.Select(seat => (object)seat))
            .Append(Encoding.UTF8.GetString(PlanJson.Write(plan))));

    // A hall spelled out from plain numbers: each is a seat, some begin a row, a section or a shape.
    private static PlanDraft Draw(int[] moves)
    {
        var draft = new PlanDraft { Name = "Hall & \"höfe\"", Width = 300, Height = 300.5 };
        draft.Categories.AddRange([new("Stalls", "#abcdef"), new("Balcony", null)]);
        draft.AddSection("Main");
        var row = draft.AddRow(0, "A");
        foreach (var (index, move) in moves.Index())
        {
            if (move % 11 == 0)
            {
                draft.AddSection($"Section {move % 3}");
            }

            if (move % 7 == 0 || move % 11 == 0)
            {
                row = new DraftRow(draft.Sections.Count - 1, move % 5 == 0 ? "" : $"{index}", seat => $"{seat}")
                {
                    LabelTemplate = move % 2 == 0 ? "Reihe %s" : null,
                    SeatTemplate = move % 3 == 0 ? "Platz" : null,
                    LabelPosition = move % 4 == 0 ? "both" : null,
                };
                draft.Rows.Add(row);
            }

            var scale = moves.Length % 3 == 0 ? 0.07 : 1;
            var (x, y) = ((index % 8 * 25 + move / 16 % 9) * scale, (index / 8 * 30 + move / 65536 % 9) * scale);
            row.Seats.Add(new DraftSeat(
                index, $"guid-{index}", $"{(move % 9 == 0 ? index * 7 % 13 : index)}",
                move % 2 == 0 ? "Stalls" : "Balcony",
                x - 40.33, y / 1.1 - 50, (SeatKind)(move % 5 == 1 ? move % 8 : 0)));
            if (move % 13 == 0)
            {
                draft.Areas.Add(Shape(move, x / 7, y / 7));
            }
        }

        return draft;
    }

    private static PlanArea Shape(int move, double x, double y)
    {
        var place = new PlanPoint(x, -y);
        PlanArea area = (move / 16 % 4) switch
        {
            0 => new PlanArea.Polygon([place, new(x + 3.33, y), new(0, 0)]),
            1 => new PlanArea.Rectangle(place, x, 7),
            2 => new PlanArea.Ellipse(place, 3, y),
            _ => new PlanArea.Text(),
        };
        return area with
        {
            Color = move % 2 == 0 ? "#fff" : null,
            Rotation = move % 360 - 180,
            Label = area is PlanArea.Text || move % 3 == 0 ? new AreaText("Bühne", place, 12.5, null) : null,
        };
    }
}

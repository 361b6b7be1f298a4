using System.Globalization;

namespace Usher.Engine.SeatingPlans.Generators;

/// <summary>Times at desks: a row is a desk, a seat is an appointment.</summary>
public static class SlotPlan
{
    private const int Margin = 60;
    private const int SlotSpacing = 48;
    private const int DeskSpacing = 60;

    /// <param name="name">What people call the place.</param>
    /// <param name="desks">The names of the desks.</param>
    /// <param name="first">The first appointment.</param>
    /// <param name="length">How long each takes.</param>
    /// <param name="count">How many a desk has.</param>
    /// <param name="category">The category of all appointments.</param>
    public static SeatingPlan Create(
        string name, IReadOnlyList<string> desks, TimeOnly first, TimeSpan length, int count, string category)
    {
        var draft = new PlanDraft
        {
            Name = name,
            FocalPoint = new PlanPoint(Margin, Margin),
            Kind = PlanKind.Slots,
        };
        draft.Categories.Add(new PlanCategory(category, "#0a5560"));
        var section = draft.AddSection(name);
        foreach (var (index, desk) in desks.Index())
        {
            var row = new DraftRow(section, desk, _ => desk) { LabelTemplate = "%s", SeatTemplate = "%s" };
            draft.Rows.Add(row);
            for (var slot = 0; slot < count; slot++)
            {
                var time = first.Add(length * slot).ToString("HH:mm", CultureInfo.InvariantCulture);
                draft.Add(row, time, category, Margin + slot * SlotSpacing, Margin + index * DeskSpacing);
            }
        }

        return draft.FinishOwn();
    }
}

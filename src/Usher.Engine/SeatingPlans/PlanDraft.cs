using System.Collections.Immutable;
using Usher.Engine.Validation;

namespace Usher.Engine.SeatingPlans;

/// <summary>A plan in the making, as a reader or a generator found it. Nothing of it has been checked.</summary>
internal sealed class PlanDraft
{
    public string Name { get; set; } = "";

    /// <summary>Null: as much as the seats need.</summary>
    public double? Width { get; set; }

    public double? Height { get; set; }

    public PlanPoint? FocalPoint { get; set; }

    /// <summary>Whether that is a guess, from a text such as "Stage".</summary>
    public bool IsStageGuessed { get; set; }

    /// <summary>What its places are; null where nobody said so.</summary>
    public PlanKind? Kind { get; set; }

    public List<PlanCategory> Categories { get; } = [];

    /// <summary>Where each category was read first; empty: they have a list of their own.</summary>
    public List<string> CategoryPlaces { get; } = [];

    public List<string> Sections { get; } = [];

    public List<DraftRow> Rows { get; } = [];

    public List<PlanArea> Areas { get; } = [];

    public PlanProblems Problems { get; } = new();

    /// <summary>Whether it is a plan that was stored before, when seats might be called alike.</summary>
    public bool IsStored { get; init; }

    /// <summary>Whether its places were made here, in our own units.</summary>
    public bool IsLaidOut { get; set; }

    /// <summary>What its parts are called where it was read.</summary>
    public string SectionsWord { get; init; } = "zones";

    public int SeatCount => Rows.Sum(row => row.Seats.Count);

    /// <summary>Where a category stands, for what is wrong with it.</summary>
    public string PlaceOfCategory(int index) =>
        index < CategoryPlaces.Count ? CategoryPlaces[index] : $"categories[{index}]";

    public DraftRow AddRow(int section, string label, Func<int, string>? where = null)
    {
        var row = new DraftRow(section, label, where ?? (_ => label));
        Rows.Add(row);
        return row;
    }

    /// <summary>Checks everything, puts it in order, and makes the plan unless something is wrong.</summary>
    public PlanReading Finish()
    {
        KeepSectionsTogether();
        PlanCheck.Run(this);
        if (!IsStored && !Problems.Any)
        {
            SameNames.Check(this);
        }

        if (Problems.Any)
        {
            return Refused();
        }

        Rows.ForEach(RowOrder.Straighten);
        PlanScale.Fit(this);
        // Once more with rounded places, so that the plan's own export is read in the same order.
        Rows.ForEach(RowOrder.Straighten);
        PlanCheck.RequireRoom(this);
        return Problems.Any ? Refused() : new PlanReading(Build(), []);
    }

    private PlanReading Refused() => new(null, Problems.Told()) { Sketch = PlanSketch.Of(this) };

    /// <summary>For a generator, whose plan is right or whose program is wrong.</summary>
    public SeatingPlan FinishOwn() => Finish() switch
    {
        { Plan: { } plan } => plan,
        { Problems: [var first, ..] } => throw new InvalidOperationException($"{Name}: {first}"),
        _ => throw new InvalidOperationException(Name),
    };

    // Rows in the order of their sections; what has no seat is left out.
    private void KeepSectionsTogether()
    {
        var rows = Rows.Where(row => row.Seats.Count > 0).OrderBy(row => row.Section).ToList();
        var used = rows.Select(row => row.Section).Distinct().ToList();
        string[] names = [.. used.Select(section => Sections[section])];
        var indexes = used.Index().ToDictionary(section => section.Item, section => section.Index);
        rows.ForEach(row => row.Section = indexes[row.Section]);
        Rows.Clear();
        Rows.AddRange(rows);
        Sections.Clear();
        Sections.AddRange(names);
    }

    private SeatingPlan Build()
    {
        var categories = Categories.Index().ToDictionary(c => c.Item.Name, c => c.Index, StringComparer.Ordinal);
        var rows = ImmutableArray.CreateBuilder<PlanRow>(Rows.Count);
        var seats = ImmutableArray.CreateBuilder<PlanSeat>(SeatCount);
        foreach (var (index, row) in Rows.Index())
        {
            rows.Add(new PlanRow(row.Section, row.Label, seats.Count + 1, row.Seats.Count)
            {
                Aisles = RowOrder.Aisles(row.Seats),
                LabelTemplate = row.LabelTemplate,
                SeatTemplate = row.SeatTemplate,
                LabelPosition = row.LabelPosition,
            });
            seats.AddRange(row.Seats.Select(seat => new PlanSeat(
                seat.Guid, index, seat.Number, categories[seat.Category], seat.X, seat.Y, seat.Kind)));
        }

        return new SeatingPlan
        {
            Name = Name,
            Width = (int)Width!.Value,
            Height = (int)Height!.Value,
            FocalPoint = FocalPoint,
            IsStageGuessed = IsStageGuessed,
            KindSaid = Kind,
            Categories = [.. Categories],
            Sections = [.. Sections],
            Rows = rows.MoveToImmutable(),
            Seats = seats.MoveToImmutable(),
            Areas = [.. Areas],
        };
    }
}

/// <summary>A row in the making.</summary>
/// <param name="where">Names the place of a seat in what was read, given the seat's source.</param>
internal sealed class DraftRow(int section, string label, Func<int, string> where)
{
    public int Section { get; set; } = section;

    public string Label { get; } = label;

    public string? LabelTemplate { get; init; }

    public string? SeatTemplate { get; init; }

    public string? LabelPosition { get; init; }

    /// <summary>The section as people know it, for messages; null: they go without names.</summary>
    public string? SectionName { get; init; }

    public List<DraftSeat> Seats { get; } = [];

    /// <summary>Whether messages tell names before places: people count lines, but not the elements of lists.</summary>
    public bool IsNamedFirst { get; init; }

    /// <summary>The place of a seat in what was read, and the names that people know it by: "line 3, section Stalls,
    /// row A, seat 2", "section Stalls, row A, seat 2 at zones[0].rows[0].seats[1]".</summary>
    public string Where(DraftSeat seat)
    {
        var (place, names) = (Place(seat), SectionName is null ? "" : Named(SectionName, Label, seat.Number));
        return names.Length > 0 && IsNamedFirst ? $"{names[", ".Length..]} at {place}" : place + names;
    }

    /// <summary>The same where it is one of several: a line says enough.</summary>
    public string PlaceOfOther(DraftSeat seat) => IsNamedFirst ? Where(seat) : Place(seat);

    /// <summary>The place of a seat in what was read: "line 3".</summary>
    public string Place(DraftSeat seat) => where(seat.Source);

    /// <summary>", section Stalls, row A, seat 2", as far as there are such names and they can be read.</summary>
    public static string Named(string section, string row, string seat) =>
        $"{Part("section", section)}{Part("row", row)}{Part("seat", seat)}";

    private static string Part(string word, string name) =>
        name.Length is 0 or > NameCharsMax || name.Any(char.IsControl) || VisibleText.Problem(name) is not null
            ? ""
            : PlaceWords.Begin(name) && word != "section" ? $", {name}"
            : $", {word} {name}";

    private const int NameCharsMax = 60;

    /// <summary>What people would call the seat, for messages.</summary>
    public string Tell(DraftSeat seat) => Label.Length == 0 ? seat.Number : $"{Label} {seat.Number}";
}

/// <summary>A seat in the making.</summary>
/// <param name="Source">Its index in the row, or its line in the file.</param>
internal readonly record struct DraftSeat(
    int Source, string Guid, string Number, string Category, double X, double Y, SeatKind Kind)
{
    /// <summary>Whether its guid was made of its names, because what was read has none. Then another seat of that guid
    /// is one of the same name, and told as such.</summary>
    public bool HasMadeGuid { get; init; }

    public double DistanceTo(DraftSeat other) => double.Hypot(X - other.X, Y - other.Y);
}

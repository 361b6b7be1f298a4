using System.Collections.Immutable;
using System.Globalization;

namespace Usher.Engine.SeatingPlans;

/// <summary>
/// Where the seats of a hall stand and what they are called. Immutable; shared by all shows that use it. Places are in
/// plan units from the top left corner, with at most one decimal; neighbours in a row stand some 20 to 30 units apart.
/// </summary>
public sealed class SeatingPlan
{
    private SeatRuns? _runs;
    private double _spacing;

    // Not known yet: below zero.
    private int _kindGuessed = -1;

    internal SeatingPlan()
    {
    }

    /// <summary>Which stored plan this is; null for one that is made from a number of seats.</summary>
    public PlanId? Id { get; internal init; }

    /// <summary>The version of the stored plan, from 1.</summary>
    public int Version { get; internal init; } = 1;

    /// <summary>What people call the hall.</summary>
    public required string Name { get; init; }

    /// <summary>The width of the picture; every seat lies within.</summary>
    public required int Width { get; init; }

    /// <summary>The height of the picture; every seat lies within.</summary>
    public required int Height { get; init; }

    /// <summary>What everybody looks at, as far as somebody said; see <see cref="Focus"/>.</summary>
    public PlanPoint? FocalPoint { get; init; }

    /// <summary>What its places are, as far as somebody said; see <see cref="Kind"/>.</summary>
    internal PlanKind? KindSaid { get; init; }

    /// <summary>What its places are: as somebody said, or else as it seems.</summary>
    public PlanKind Kind => KindSaid
        ?? (PlanKind)(_kindGuessed >= 0 ? _kindGuessed : _kindGuessed = (int)PlanKinds.Guess(this));

    /// <summary>The kinds of places that have a price each; names are distinct.</summary>
    public required ImmutableArray<PlanCategory> Categories { get; init; }

    /// <summary>The parts of the hall, such as Stalls and Circle.</summary>
    public required ImmutableArray<string> Sections { get; init; }

    /// <summary>Rows in order of their seats.</summary>
    public required ImmutableArray<PlanRow> Rows { get; init; }

    /// <summary>Seats in order of their numbers: the seat at index i has the number i + 1.</summary>
    public required ImmutableArray<PlanSeat> Seats { get; init; }

    /// <summary>Shapes and texts to draw behind the seats.</summary>
    public required ImmutableArray<PlanArea> Areas { get; init; }

    /// <summary>
    /// Whether the plan was made from nothing but a number of seats: then a seat is called by its number and belongs to
    /// no section or row that anybody would know.
    /// </summary>
    public bool IsPlain { get; internal init; }

    /// <summary>Whether its places face something: appointments do not.</summary>
    public bool HasStage => Kind != PlanKind.Slots;

    /// <summary>What everybody looks at: the focal point, or else the middle of the upper edge.</summary>
    public PlanPoint Focus => FocalPoint ?? new PlanPoint(Width / 2, 0);

    /// <summary>Whether the focal point was guessed from a text, and nobody has confirmed it yet.</summary>
    internal bool IsStageGuessed { get; init; }

    /// <summary>How it is known what everybody looks at.</summary>
    public StageSource StageSource => FocalPoint is null ? StageSource.Default
        : IsStageGuessed && StageText is not null ? StageSource.Guessed
        : StageSource.Said;

    /// <summary>Whether it has a stage whose place is a guess, for somebody to confirm.</summary>
    public bool HasGuessedStage => HasStage && StageSource == StageSource.Guessed;

    /// <summary>The text in it that seems to say where the stage is; null where none does.</summary>
    public AreaText? StageText => StageWords.Find(Areas);

    /// <summary>How much room each seat has: to the nearest other one of any row, hardly a seat having less; 25 where
    /// there is no other.</summary>
    public double Spacing => _spacing > 0 ? _spacing : _spacing = Math.Max(1, SeatSpacing.Of(
        [.. Seats.Select(seat => seat.X)], [.. Seats.Select(seat => seat.Y)])?.Close ?? PlanScale.SpacingUsual);

    /// <summary>Which of its seats are neighbours.</summary>
    internal SeatRuns Runs => _runs ??= SeatRuns.Of(this);

    /// <summary>The short label of a seat: "J 16", "5/16" in row 5; its number alone without a row or in a plain plan.
    /// </summary>
    /// <param name="seatNumber">1..the number of seats.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such seat.</exception>
    public string LabelOf(int seatNumber)
    {
        var seat = SeatAt(seatNumber);
        return LabelOf(Rows[seat.Row], seat.Number);
    }

    /// <summary>The same of several seats in a row: "J 16–18", "5/16–18".</summary>
    public string LabelOf(PlanRow row, string numbers) =>
        !IsNamed(row) ? numbers
        // Two numbers side by side do not say which is the row's.
        : row.Label.All(char.IsAsciiDigit) && numbers is [>= '0' and <= '9', ..] ? $"{row.Label}/{numbers}"
        : $"{row.Label} {numbers}";

    /// <summary>The name of a seat in words: "Row J, seat 16".</summary>
    /// <param name="seatNumber">1..the number of seats.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such seat.</exception>
    public string NameOf(int seatNumber)
    {
        var seat = SeatAt(seatNumber);
        var row = Rows[seat.Row];
        return NameOf(row) is { Length: > 0 } name
            ? $"{name}, {PlaceWords.Seat(SeatTemplateOf(row), seat.Number)}"
            : PlaceWords.Seat(SeatTemplateOf(row), seat.Number, "Seat");
    }

    /// <summary>The whole name of a seat, as its ticket has it: "Stalls, Row J, seat 16".</summary>
    /// <param name="seatNumber">1..the number of seats.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such seat.</exception>
    public string WholeNameOf(int seatNumber)
    {
        var name = NameOf(seatNumber);
        var section = IsPlain ? "" : Sections[Rows[Seats[seatNumber - 1].Row].Section];
        return section.Length > 0 ? $"{section}, {name}" : name;
    }

    /// <summary>The name of one of its rows in words: "Row J"; empty where it has none, or in a plain plan.</summary>
    public string NameOf(PlanRow row) =>
        IsNamed(row) ? PlaceWords.Row(LabelTemplateOf(row), row.Label) : "";

    /// <summary>How one of its rows is called, "%s" standing for its label; null: "Row %s". A row of slots is a desk,
    /// which has its name.</summary>
    public string? LabelTemplateOf(PlanRow row) => row.LabelTemplate
        ?? (Kind != PlanKind.Slots ? null : IsNumber(row.Label) ? "Desk %s" : "%s");

    /// <summary>How the seats of one of its rows are called, "%s" standing for their number; null: "seat %s". A slot is
    /// called by its time; in a row that is a time, by its desk.</summary>
    public string? SeatTemplateOf(PlanRow row) => row.SeatTemplate
        ?? (Kind != PlanKind.Slots ? null
            : !IsNumber(Seats[row.First - 1].Number) ? "%s"
            : PlanKinds.TimeOfDay(row.Label) is null ? "slot %s" : "Desk %s");

    /// <summary>Whether the row has a name that seats are called by; those of a plain plan have not.</summary>
    public bool IsNamed(PlanRow row) => !IsPlain && row.Label.Length > 0;

    /// <summary>The same plan under the id and version it is stored by.</summary>
    internal SeatingPlan Stored(PlanId id, int version) =>
        Copy(id, version, Name, FocalPoint, IsStageGuessed, KindSaid);

    /// <summary>The same plan under another name, not stored yet.</summary>
    public SeatingPlan Renamed(string name) =>
        Copy(id: null, version: 1, name, FocalPoint, IsStageGuessed, KindSaid);

    /// <summary>The same plan with its stage elsewhere, not stored yet.</summary>
    public SeatingPlan Facing(StageSide side) =>
        Copy(id: null, version: 1, Name, side.In(this), isStageGuessed: false, KindSaid);

    /// <summary>The same plan with its stage where it was taken to be, not stored yet.</summary>
    public SeatingPlan StageConfirmed() =>
        Copy(id: null, version: 1, Name, FocalPoint, isStageGuessed: false, KindSaid);

    /// <summary>The same plan of another kind, not stored yet.</summary>
    public SeatingPlan OfKind(PlanKind kind) =>
        Copy(id: null, version: 1, Name, FocalPoint, IsStageGuessed, kind);

    private SeatingPlan Copy(
        PlanId? id, int version, string name, PlanPoint? focalPoint, bool isStageGuessed, PlanKind? kind) => new()
        {
            Id = id,
            Version = version,
            Name = name,
            Width = Width,
            Height = Height,
            FocalPoint = focalPoint,
            IsStageGuessed = isStageGuessed,
            KindSaid = kind,
            Categories = Categories,
            Sections = Sections,
            Rows = Rows,
            Seats = Seats,
            Areas = Areas,
        };

    private static bool IsNumber(string label) => label.Length > 0 && label.All(char.IsAsciiDigit);

    private PlanSeat SeatAt(int seatNumber)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seatNumber, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seatNumber, Seats.Length);
        return Seats[seatNumber - 1];
    }

    /// <summary>A template with a number or a label in the place of its "%s", or behind it.</summary>
    internal static string Filled(string template, string number) =>
        template.Contains("%s", StringComparison.Ordinal)
            ? template.Replace("%s", number, StringComparison.Ordinal)
            : string.Create(CultureInfo.InvariantCulture, $"{template} {number}");
}

/// <summary>A place in the plan.</summary>
public readonly record struct PlanPoint(double X, double Y);

/// <summary>Seats of one price.</summary>
/// <param name="Name">Distinct within the plan.</param>
/// <param name="Color">As CSS writes it, "#671c5f"; null if nobody chose one.</param>
public sealed record PlanCategory(string Name, string? Color);

/// <summary>One row.</summary>
/// <param name="Section">Index of its section.</param>
/// <param name="Label">What is written at its end, "J"; may be empty.</param>
/// <param name="First">The number of its first seat; those of the row follow each other and run along it.</param>
/// <param name="Count">How many seats it has, at least one.</param>
public sealed record PlanRow(int Section, string Label, int First, int Count)
{
    /// <summary>Places in the row, from 1, after which there is an aisle: the seats on both sides are no neighbours.
    /// </summary>
    public ImmutableArray<int> Aisles { get; init; } = [];

    /// <summary>How the row is called, "%s" standing for its label; null: "Row %s", or
    /// the label alone where it begins with such a word (<see cref="PlaceWords"/>).</summary>
    public string? LabelTemplate { get; init; }

    /// <summary>How a seat of it is called, "%s" standing for its number; null: "seat %s",
    /// or the number alone where it begins with such a word.</summary>
    public string? SeatTemplate { get; init; }

    /// <summary>Where its label is written: "start", "end", "both"; null: the reader's choice.</summary>
    public string? LabelPosition { get; init; }
}

/// <summary>One seat.</summary>
/// <param name="SeatGuid">Its lasting name: the same seat in every version of the plan.</param>
/// <param name="Row">Index of its row.</param>
/// <param name="Number">What is written on it, "16".</param>
/// <param name="Category">Index of its category.</param>
/// <param name="X">From the left edge.</param>
/// <param name="Y">From the upper edge.</param>
/// <param name="Kind">What is special about it.</param>
public readonly record struct PlanSeat(
    string SeatGuid, int Row, string Number, int Category, double X, double Y, SeatKind Kind);

using FluentValidation;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.Validation;

namespace Usher.Engine.SeatingPlans;

/// <summary>How a file tells a seating plan.</summary>
public enum PlanFormat
{
    /// <summary>The JSON format that pretix reads and writes.</summary>
    Json,

    /// <summary>A table with a line for each seat.</summary>
    Csv,
}

/// <summary>A seating plan as somebody brings it.</summary>
/// <param name="File">What is in the file.</param>
public sealed record NewPlan(ReadOnlyMemory<byte> File)
{
    /// <summary>What to call the hall, whatever the file says; empty: as the file says.</summary>
    public string Name { get; init; } = "";

    /// <summary>What to call it where neither says; null: then it has to be said.</summary>
    public string? NameDefault { get; init; }

    /// <summary>How the file tells it; null: by what is inside, for the names of files are anybody's choice.</summary>
    public PlanFormat? Format { get; init; }

    /// <summary>How the letters of a table are written that is not in Unicode; null: as in the west.</summary>
    public TableLetters? Letters { get; init; }

    /// <summary>Where the stage is, whatever the file says; null: as the file says.</summary>
    public StageSide? Stage { get; init; }

    /// <summary>What its places are; null: as it seems.</summary>
    public PlanKind? Kind { get; init; }

    /// <summary>What is wrong with all of it but the file, field by field.</summary>
    public IEnumerable<FieldProblem> Problems() => NewPlanValidator.Instance.Problems(this);

    /// <summary>The plan, or everything that is wrong with it.</summary>
    public PlanReading Read()
    {
        if (Problems().FirstOrDefault() is { } wrong)
        {
            return new PlanReading(null, [new PlanProblem("name", wrong.Problem)]);
        }

        if (PlanText.ToUtf8(File).Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new PlanReading(null, [new PlanProblem("", "the file is empty")]);
        }

        if (PlanText.OtherFile(File.Span) is { } other)
        {
            return new PlanReading(
                null, [new PlanProblem("", $"this is {other} and no plan; choose a CSV or JSON file")]);
        }

        var nameDefault = Name.Length > 0 ? Name : NameDefault;
        var reading = (Format ?? Guess()) is PlanFormat.Json
            ? PlanJson.Read(File, nameDefault)
            : PlanCsv.Read(File, nameDefault ?? "", Letters);
        return reading.Plan is { } plan ? reading with { Plan = Said(plan) } : reading;
    }

    private SeatingPlan Said(SeatingPlan plan)
    {
        plan = Name.Length > 0 ? plan.Renamed(Name) : plan;
        plan = Stage is { } side ? plan.Facing(side) : plan;
        return Kind is { } kind ? plan.OfKind(kind) : plan;
    }

    private PlanFormat Guess() =>
        PlanText.ToUtf8(File).Span.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..]
            ? PlanFormat.Json
            : PlanFormat.Csv;
}

/// <summary>What is said about a plan beside its file. The file itself is checked by <see cref="PlanCheck"/>, which
/// tells the places of thousands of seats.</summary>
internal sealed class NewPlanValidator : AbstractValidator<NewPlan>
{
    public static readonly NewPlanValidator Instance = new();

    private NewPlanValidator() => RuleFor(plan => plan.Name)
        .Cascade(CascadeMode.Stop)
        .Must(name => name.Length <= PlanLimits.TextCharsMax && !name.Any(char.IsControl))
        .WithMessage($"must have at most {PlanLimits.TextCharsMax} characters and no control characters")
        .Must(name => name.Length == 0 || VisibleText.Problem(name) is null)
        .WithMessage((_, name) => VisibleText.Problem(name));
}

using System.ComponentModel;
using Usher.Engine.SeatingPlans;
using Usher.Http.Errors;
using Usher.Http.Fields;

namespace Usher.Api.SeatingPlans;

/// <summary>What is to be otherwise in the next version of a seating plan; what is left out stays as it is.</summary>
internal sealed record PlanChangeBody : IJsonBody<PlanChangeBody>
{
    private const int WordCharsMax = 20;

    private static readonly string[] Known = ["stage", "kind"];

    [Description("Where the stage is: seats face it, and the best seats are those nearest to it.")]
    [Wire(Values = ["TOP", "BOTTOM", "LEFT", "RIGHT", "MIDDLE"])]
    public string? Stage { get; init; }

    [Description("What its places are: seats, appointments, or the seats of a coach.")]
    [Wire(Values = ["SEATS", "SLOTS", "COACH"])]
    public string? Kind { get; init; }

    public StageSide? ToStage() => Stage is null ? null : StageSides.Parse(Stage);

    public PlanKind? ToKind() => Kind is null ? null : PlanKinds.Parse(Kind);

    public static PlanChangeBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? stage = null;
        string? kind = null;
        while (fields.Next() is { } field)
        {
            var text = fields.Text(WordCharsMax);
            if (field == "stage")
            {
                stage = text;
                PlanWords.CheckStage(text, errors);
            }
            else
            {
                kind = text;
                PlanWords.CheckKind(text, errors);
            }
        }

        if (stage is null && kind is null && !errors.Any)
        {
            errors.Add("stage", "is missing, and so is kind; send at least one of them");
        }

        return errors.Any ? null : new PlanChangeBody { Stage = stage, Kind = kind };
    }
}

/// <summary>Reads the words for what is said of a plan beside its file.</summary>
internal static class PlanWords
{
    /// <summary>Where the stage is; null, and told if it is no such word, where nothing is said.</summary>
    public static StageSide? CheckStage(string? text, FieldErrors errors)
    {
        var side = text is not null && StageSides.Words.Contains(text, StringComparer.Ordinal)
            ? StageSides.Parse(text)
            : null;
        if (text is not null && side is null)
        {
            errors.Add("stage", $"must be one of {string.Join(", ", StageSides.Words)}");
        }

        return side;
    }

    /// <summary>What the places are; null, and told if it is no such word, where nothing is said.</summary>
    public static PlanKind? CheckKind(string? text, FieldErrors errors)
    {
        var kind = text is not null && PlanKinds.Words.Contains(text, StringComparer.Ordinal)
            ? PlanKinds.Parse(text)
            : null;
        if (text is not null && kind is null)
        {
            errors.Add("kind", $"must be one of {string.Join(", ", PlanKinds.Words)}");
        }

        return kind;
    }
}

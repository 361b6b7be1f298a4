using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.Engine.Shows;
using Usher.Http.Fields;

namespace Usher.Api.Shows;

/// <summary>Where a coach goes.</summary>
internal sealed record JourneyBody : IJsonBody<JourneyBody>
{
    private static readonly string[] Known = ["from", "to"];

    [Description("Where it starts.")]
    [StringLength(ShowLimits.NameLengthMax, MinimumLength = 1)]
    public required string From { get; init; }

    [Description("Where it ends.")]
    [StringLength(ShowLimits.NameLengthMax, MinimumLength = 1)]
    public required string To { get; init; }

    public Journey ToJourney() => new(From, To);

    public static JourneyBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? from = null;
        string? to = null;
        while (fields.Next() is { } field)
        {
            var text = ShowFields.ReadName(ref fields);
            (from, to) = field == "from" ? (text, to) : (from, text);
        }

        errors.Require("from", from is not null);
        errors.Require("to", to is not null);
        if (errors.Any)
        {
            return null;
        }

        foreach (var problem in new Journey(from!, to!).Problems())
        {
            errors.Add(problem.Field == nameof(From) ? "from" : "to", problem.Problem);
        }

        return errors.Any ? null : new JourneyBody { From = from!, To = to! };
    }
}

/// <summary>Where a show goes; both are null where nobody said so.</summary>
internal sealed record JourneyDocument
{
    [Description("Where it starts.")]
    public required string? From { get; init; }

    [Description("Where it ends.")]
    public required string? To { get; init; }

    public static JourneyDocument Of(Journey? journey) => new() { From = journey?.From, To = journey?.To };
}

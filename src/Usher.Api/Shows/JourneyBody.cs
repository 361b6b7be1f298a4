using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.Engine.Shows;
using Usher.Http.Fields;

namespace Usher.Api.Shows;

/// <summary>Where a coach goes; both null takes back what was said.</summary>
internal sealed record JourneyBody : IJsonBody<JourneyBody>
{
    private static readonly string[] Known = ["from", "to"];

    [Description("Where it starts. If both are null, the journey is removed.")]
    [StringLength(ShowLimits.NameLengthMax, MinimumLength = 1)]
    public required string? From { get; init; }

    [Description("Where it ends. If both are null, the journey is removed.")]
    [StringLength(ShowLimits.NameLengthMax, MinimumLength = 1)]
    public required string? To { get; init; }

    /// <summary>Null: none any more.</summary>
    public Journey? ToJourney() => From is null || To is null ? null : new(From, To);

    public static JourneyBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        var (hasFrom, hasTo) = (false, false);
        var (from, to) = ("", "");
        while (fields.Next() is { } field)
        {
            var text = ShowFields.ReadName(ref fields) ?? "";
            if (field == "from")
            {
                (hasFrom, from) = (true, text);
            }
            else
            {
                (hasTo, to) = (true, text);
            }
        }

        errors.Require("from", hasFrom);
        errors.Require("to", hasTo);
        if (errors.Any)
        {
            return null;
        }

        if (from.Length + to.Length == 0)
        {
            return new JourneyBody { From = null, To = null };
        }

        foreach (var problem in new Journey(from, to).Problems())
        {
            errors.Add(problem.Field == nameof(From) ? "from" : "to", problem.Problem);
        }

        return errors.Any ? null : new JourneyBody { From = from, To = to };
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

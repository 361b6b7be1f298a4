using System.ComponentModel;
using Usher.Http.Errors;
using Usher.Http.Fields;

namespace Usher.Api.Shows;

/// <summary>Which version of its seating plan a show is to have.</summary>
internal sealed record ShowPlanBody : IJsonBody<ShowPlanBody>
{
    private static readonly string[] Known = ["version", "accept_renamed_seats", "plan_id"];

    [Description("An earlier or later version, from GET /api/admin/plans/{id}.")]
    [Wire(Minimum = 1)]
    public required int Version { get; init; }

    [Description("Whether to move the show even if seats that are sold, held or blocked get another section, row or "
        + "number than on their tickets.")]
    [DefaultValue(false)]
    public bool AcceptRenamedSeats { get; init; }

    public static ShowPlanBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        long? version = null;
        bool? accepts = null;
        while (fields.Next() is { } field)
        {
            if (field == "version")
            {
                version = fields.Whole(1, int.MaxValue);
            }
            else if (field == "accept_renamed_seats")
            {
                accepts = fields.Flag();
            }
            else
            {
                fields.Raw();
                errors.Add(field, "must be left out: a show stays with its plan, whose version may change");
            }
        }

        errors.Require("version", version is not null);
        return errors.Any ? null : new ShowPlanBody
        {
            Version = (int)version!,
            AcceptRenamedSeats = accepts == true,
        };
    }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.Engine.Bookings;
using Usher.Http.Fields;

namespace Usher.Api.Bookings;

/// <summary>The reason for a change by staff.</summary>
internal sealed record ReasonBody : IJsonBody<ReasonBody>
{
    private static readonly string[] Known = ["reason"];

    [Description("The reason, recorded in the audit log.")]
    [MaxLength(StaffNote.CharsMax)]
    public string? Reason { get; init; }

    public static ReasonBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? reason = null;
        while (fields.Next() is not null)
        {
            reason = ReadReason(ref fields, errors);
        }

        return errors.Any ? null : new ReasonBody { Reason = reason };
    }

    /// <summary>The reason in the field ahead.</summary>
    public static string? ReadReason(ref JsonFields fields, FieldErrors errors)
    {
        var reason = fields.Text(StaffNote.CharsMax);
        if (StaffNote.Problem(reason) is { } problem)
        {
            errors.Add("reason", problem);
        }

        return reason;
    }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.Engine.Bookings;
using Usher.Http.Fields;

namespace Usher.Api.Bookings;

/// <summary>The reason for a change by staff.</summary>
internal sealed record ReasonBody : IJsonBody<ReasonBody>
{
    private static readonly string[] Known = ["reason", "public_reason"];

    [Description("The reason, for colleagues: recorded in the audit log and never shown to the buyer.")]
    [MaxLength(StaffNote.CharsMax)]
    public string? Reason { get; init; }

    [Description("The reason for the buyer, shown on the booking's page.")]
    [MaxLength(StaffNote.CharsMax)]
    public string? PublicReason { get; init; }

    public static ReasonBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        var (reason, publicReason) = ((string?)null, (string?)null);
        while (fields.Next() is { } field)
        {
            if (field == "reason")
            {
                reason = ReadReason(ref fields, field, errors);
            }
            else
            {
                publicReason = ReadReason(ref fields, field, errors);
            }
        }

        return errors.Any ? null : new ReasonBody { Reason = reason, PublicReason = publicReason };
    }

    /// <summary>The reason in the field ahead.</summary>
    public static string? ReadReason(ref JsonFields fields, string field, FieldErrors errors)
    {
        var reason = fields.Text(StaffNote.CharsMax);
        if (StaffNote.Problem(reason) is { } problem)
        {
            errors.Add(field, problem);
        }

        return reason;
    }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.Engine.Bookings;
using Usher.Http.Errors;
using Usher.Http.Fields;

namespace Usher.Api.Bookings;

/// <summary>What a buyer may add when confirming.</summary>
internal sealed record ConfirmBody : IJsonBody<ConfirmBody>
{
    private static readonly string[] Known = ["user_email"];

    [Description("The buyer's e-mail address; required if the booking does not have one yet.")]
    [MaxLength(EmailAddress.CharsMax)]
    [Wire(Format = "email")]
    public string? UserEmail { get; init; }

    public static ConfirmBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? email = null;
        while (fields.Next() is not null)
        {
            email = BookBody.ReadEmail(ref fields, errors);
        }

        return errors.Any ? null : new ConfirmBody { UserEmail = email };
    }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Usher.Engine.Bookings;
using Usher.Http.Errors;
using Usher.Http.Fields;

namespace Usher.Api.Privacy;

/// <summary>Whom a call is about.</summary>
internal sealed record PersonBody : IJsonBody<PersonBody>
{
    private static readonly string[] Known = ["email"];

    [Description("The person's e-mail, all of it, in any spelling that is the same address.")]
    [MaxLength(EmailAddress.CharsMax)]
    [Wire(Format = "email")]
    public required string Email { get; init; }

    public static PersonBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? email = null;
        while (fields.Next() is not null)
        {
            email = fields.Text(EmailAddress.CharsMax)?.Trim();
        }

        errors.Require("email", email is not null);
        if (email is not null && !EmailAddress.IsWellFormed(email))
        {
            errors.Add("email", "must be an e-mail address, such as asha@example.com");
        }

        return errors.Any ? null : new PersonBody { Email = email! };
    }
}

/// <summary>A person was erased.</summary>
internal sealed record ErasedDocument
{
    [Description("How many bookings are nobody's now; 0 if nothing was known.")]
    public required int ErasedBookings { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PersonBody))]
[JsonSerializable(typeof(ErasedDocument))]
internal sealed partial class PrivacyJson : JsonSerializerContext;

internal static class PrivacyExamples
{
    public const string Person = """{ "email": "asha@example.com" }""";

    public const string Erased = """{ "erased_bookings": 2 }""";

    public const string Export = """
        {
          "email": "asha@example.com", "exported_at": "2027-03-01T09:00:00Z", "is_complete": true,
          "bookings": [
            {
              "booking_id": "00000000-0180-8c3e-9d41-5f2a6b7c8d9e", "show_id": 1, "show_name": "Evening performance",
              "show_starts_at": "2027-03-14T19:30:00Z", "user_email": "asha@example.com", "seat_numbers": [5, 6],
              "status": "PENDING", "amount": 0, "created_at": "2027-03-01T09:00:00Z",
              "expires_at": "2027-03-01T09:02:00Z",
              "events": [{ "at": "2027-03-01T09:00:00Z", "actor": "buyer", "status": "PENDING" }]
            }
          ]
        }
        """;
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.Api.Identity;
using Usher.Api.Shows;
using Usher.BoxOffice.ApiKeys;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;
using Usher.Http.Fields;

namespace Usher.Api.ApiKeys;

/// <summary>A key that is to be made.</summary>
internal sealed record ApiKeyBody : IJsonBody<ApiKeyBody>
{
    private static readonly string[] Known = ["name", "role", "expires_at"];

    [Description("What the key is for. The histories of bookings say it.")]
    [StringLength(NewApiKey.NameCharsMax, MinimumLength = 1)]
    public required string Name { get; init; }

    [Description("What the key may do.")]
    [Wire(Values = [RoleNames.Admin, RoleNames.Staff, RoleNames.Scanner])]
    public required string Role { get; init; }

    [Description("When the key stops working: in the future, at most 3,650 days ahead. Left out: when it is revoked.")]
    public DateTime? ExpiresAt { get; init; }

    public static ApiKeyBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? name = null;
        string? role = null;
        DateTime? expiresAt = null;
        while (fields.Next() is { } field)
        {
            switch (field)
            {
                case "name":
                    name = fields.Text(NewApiKey.NameCharsMax)?.Trim();
                    break;
                case "role":
                    role = RoleField.Read(ref fields, errors);
                    break;
                default:
                    expiresAt = ShowFields.ReadTime(ref fields, "expires_at", errors);
                    break;
            }
        }

        errors.Require("name", name is not null);
        errors.Require("role", role is not null);
        // What was not sent, or not as what it is, has been told.
        var body = new ApiKeyBody { Name = name ?? "", Role = role ?? RoleNames.Scanner, ExpiresAt = expiresAt };
        errors.Add(body.ToKey().Problems());
        return errors.Any ? null : body;
    }

    public NewApiKey ToKey() => new(Name, RoleNames.Parse(Role)!.Value, ExpiresAt);
}

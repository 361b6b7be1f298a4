using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Bookings;
using Usher.Http.Errors;
using Usher.Http.Fields;

namespace Usher.Api.Identity;

/// <summary>Somebody who is to work for the organization.</summary>
internal sealed record InvitationBody : IJsonBody<InvitationBody>
{
    private static readonly string[] Known = ["email", "name", "role"];

    [MaxLength(EmailAddress.CharsMax)]
    [Wire(Format = "email")]
    public required string Email { get; init; }

    [Description("What colleagues and the histories of bookings call the person.")]
    [StringLength(NewPerson.NameCharsMax, MinimumLength = 1)]
    public required string Name { get; init; }

    [Description("What the person may do.")]
    [Wire(Values = [RoleNames.Admin, RoleNames.Staff, RoleNames.Scanner])]
    public required string Role { get; init; }

    public static InvitationBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? email = null;
        string? name = null;
        string? role = null;
        while (fields.Next() is { } field)
        {
            switch (field)
            {
                case "email":
                    email = fields.Text(EmailAddress.CharsMax)?.Trim();
                    break;
                case "name":
                    name = fields.Text(NewPerson.NameCharsMax)?.Trim();
                    break;
                default:
                    role = RoleField.Read(ref fields, errors);
                    break;
            }
        }

        errors.Require("email", email is not null);
        errors.Require("name", name is not null);
        errors.Require("role", role is not null);
        // What was not sent, or not as what it is, has been told.
        var body = new InvitationBody { Email = email ?? "", Name = name ?? "", Role = role ?? RoleNames.Scanner };
        errors.Add(body.ToPerson().MemberProblems());
        return errors.Any ? null : body;
    }

    public NewPerson ToPerson() => new(Email, Name, RoleNames.Parse(Role)!.Value);
}

/// <summary>What a member may do from now on.</summary>
internal sealed record MemberRoleBody : IJsonBody<MemberRoleBody>
{
    private static readonly string[] Known = ["role"];

    [Description("What the member may do from now on.")]
    [Wire(Values = [RoleNames.Admin, RoleNames.Staff, RoleNames.Scanner])]
    public required string Role { get; init; }

    public static MemberRoleBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? role = null;
        while (fields.Next() is not null)
        {
            role = RoleField.Read(ref fields, errors);
        }

        errors.Require("role", role is not null);
        return errors.Any ? null : new MemberRoleBody { Role = role! };
    }
}

/// <summary>The field of a role that members and API keys can have.</summary>
internal static class RoleField
{
    private const int CharsMax = 64;

    public static string? Read(ref JsonFields fields, FieldErrors errors)
    {
        if (fields.Text(CharsMax) is not { } text)
        {
            return null;
        }

        if (RoleNames.ParseOfMember(text) is not null)
        {
            return text;
        }

        errors.Add("role", RoleNames.MemberRule);
        return null;
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using Usher.BoxOffice.Organizations;
using Usher.Engine.Validation;
using Usher.Http.Fields;

namespace Usher.Api.Organizations;

/// <summary>What the API calls what is said of an organization.</summary>
internal static class OrganizationFields
{
    /// <summary>More than a currency or a colour has; the rules tell what those must be.</summary>
    public const int ShortCharsMax = 7;

    public static readonly ImmutableArray<string> Known =
        ["name", "host", "time_zone", "currency", "light_colour", "dark_colour"];

    public static Func<OrganizationTerms, OrganizationTerms> Read(
        ref JsonFields fields, string field, FieldErrors errors)
    {
        var text = fields.Text(field switch
        {
            "name" => Organization.NameCharsMax,
            "host" => Organization.HostCharsMax,
            "time_zone" => TimeZones.NameCharsMax,
            _ => ShortCharsMax,
        });
        switch (field)
        {
            case "name":
                errors.Require(field, text is not null);
                return terms => terms with { Name = text! };
            case "host":
                return terms => terms with { Host = text };
            case "time_zone":
                return terms => terms with { TimeZone = text };
            case "currency":
                return terms => terms with { Currency = text };
            case "light_colour":
                return terms => terms with { LightColour = text };
            default:
                return terms => terms with { DarkColour = text };
        }
    }

    public static Func<OrganizationTerms, OrganizationTerms> ReadStatus(ref JsonFields fields, FieldErrors errors)
    {
        var text = fields.Text(OrganizationDocument.Suspended.Length);
        if (text is not (OrganizationDocument.Active or OrganizationDocument.Suspended))
        {
            errors.Add("status", $"must be {OrganizationDocument.Active} or {OrganizationDocument.Suspended}");
        }

        return terms => terms with { IsSuspended = text == OrganizationDocument.Suspended };
    }

    /// <summary>What is wrong, by the names that are sent.</summary>
    public static FieldErrors ToErrors(ImmutableArray<FieldProblem> problems)
    {
        var errors = new FieldErrors();
        foreach (var (field, problem) in problems)
        {
            errors.Add(JsonNamingPolicy.SnakeCaseLower.ConvertName(field), problem);
        }

        return errors;
    }
}

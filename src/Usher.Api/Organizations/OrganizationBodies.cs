using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Usher.BoxOffice.Organizations;
using Usher.Http.Errors;
using Usher.Http.Fields;

namespace Usher.Api.Organizations;

/// <summary>An organization that is to be made.</summary>
internal sealed record NewOrganizationBody : IJsonBody<NewOrganizationBody>
{
    [Description("Names it in addresses, for good: small letters a-z, digits, and hyphens within it.")]
    [StringLength(Organization.SlugCharsMax, MinimumLength = 2)]
    public required string Slug { get; init; }

    [Description("What its buyers and its people call it.")]
    [StringLength(Organization.NameCharsMax, MinimumLength = 1)]
    public required string Name { get; init; }

    [Description("The host under which buyers find its shows and no others.")]
    [MaxLength(Organization.HostCharsMax)]
    public string? Host { get; init; }

    [Description("The time zone (IANA) of its new shows that name none.")]
    [MaxLength(TimeZones.NameCharsMax)]
    public string? TimeZone { get; init; }

    [Description("The currency (ISO 4217) that forms for its new shows begin with.")]
    [MaxLength(OrganizationFields.ShortCharsMax)]
    public string? Currency { get; init; }

    [Description("The colour of buttons and links on light pages, as #rrggbb, with enough contrast (WCAG AA).")]
    [MaxLength(OrganizationFields.ShortCharsMax)]
    public string? LightColour { get; init; }

    [Description("The same on dark pages.")]
    [MaxLength(OrganizationFields.ShortCharsMax)]
    public string? DarkColour { get; init; }

    [JsonIgnore]
    public OrganizationTerms Terms { get; init; } = new("");

    public static NewOrganizationBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, ["slug", .. OrganizationFields.Known], errors);
        string? slug = null;
        var terms = new OrganizationTerms("");
        while (fields.Next() is { } field)
        {
            if (field == "slug")
            {
                slug = fields.Text(Organization.SlugCharsMax);
            }
            else
            {
                terms = OrganizationFields.Read(ref fields, field, errors)(terms);
            }
        }

        errors.Require("slug", slug is not null);
        errors.Require("name", terms.Name is { Length: > 0 });
        return errors.Any ? null : new NewOrganizationBody { Slug = slug!, Name = terms.Name, Terms = terms };
    }
}

/// <summary>What to change of an organization. What is left out stays; null takes it back.</summary>
internal sealed record OrganizationChangeBody : IJsonBody<OrganizationChangeBody>
{
    [Description("What its buyers and its people call it.")]
    [MinLength(1)]
    [MaxLength(Organization.NameCharsMax)]
    [Wire(NeverNull = true)]
    public string? Name { get; init; }

    [Description("SUSPENDED: nothing new is sold, and its people change nothing. ACTIVE: it sells again.")]
    [Wire(Values = [OrganizationDocument.Active, OrganizationDocument.Suspended], NeverNull = true)]
    public string? Status { get; init; }

    [Description("The host under which buyers find its shows and no others.")]
    [MaxLength(Organization.HostCharsMax)]
    public string? Host { get; init; }

    [Description("The time zone (IANA) of its new shows that name none.")]
    [MaxLength(TimeZones.NameCharsMax)]
    public string? TimeZone { get; init; }

    [Description("The currency (ISO 4217) that forms for its new shows begin with.")]
    [MaxLength(OrganizationFields.ShortCharsMax)]
    public string? Currency { get; init; }

    [Description("The colour of buttons and links on light pages, as #rrggbb, with enough contrast (WCAG AA).")]
    [MaxLength(OrganizationFields.ShortCharsMax)]
    public string? LightColour { get; init; }

    [Description("The same on dark pages.")]
    [MaxLength(OrganizationFields.ShortCharsMax)]
    public string? DarkColour { get; init; }

    [JsonIgnore]
    public Func<OrganizationTerms, OrganizationTerms> Change { get; init; } = terms => terms;

    public static OrganizationChangeBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, ["status", .. OrganizationFields.Known], errors);
        List<Func<OrganizationTerms, OrganizationTerms>> changes = [];
        while (fields.Next() is { } field)
        {
            changes.Add(field == "status"
                ? OrganizationFields.ReadStatus(ref fields, errors)
                : OrganizationFields.Read(ref fields, field, errors));
        }

        return errors.Any ? null : new OrganizationChangeBody
        {
            Change = terms => changes.Aggregate(terms, (changed, change) => change(changed)),
        };
    }
}

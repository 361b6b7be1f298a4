using System.ComponentModel;
using Usher.BoxOffice.Organizations;
using Usher.Http.Errors;

namespace Usher.Api.Organizations;

/// <summary>All organizations.</summary>
internal sealed record OrganizationListDocument
{
    [Description("The oldest first.")]
    public required OrganizationDocument[] Organizations { get; init; }
}

/// <summary>Who sells: a tenant.</summary>
internal sealed record OrganizationDocument
{
    public const string Active = "ACTIVE";
    public const string Suspended = "SUSPENDED";

    [Description("Names it in addresses, for good: buyers find it at /o/{slug}.")]
    public required string Slug { get; init; }

    public required string Name { get; init; }

    [Description("SUSPENDED: nothing new is sold, and its people change nothing.")]
    [Wire(Values = [Active, Suspended])]
    public required string Status { get; init; }

    [Description("The host under which buyers find its shows and no others; null: none.")]
    public required string? Host { get; init; }

    [Description("The time zone (IANA) of its new shows that name none; null: the server's.")]
    public required string? TimeZone { get; init; }

    [Description("The currency (ISO 4217) that forms for its new shows begin with; null: none.")]
    public required string? Currency { get; init; }

    [Description("The colour of buttons and links on light pages; null: the look's own.")]
    public required string? LightColour { get; init; }

    [Description("The colour of buttons and links on dark pages; null: the look's own.")]
    public required string? DarkColour { get; init; }

    [Description("Where the logo is, a PNG, on this server; null: there is none.")]
    public required string? LogoUrl { get; init; }

    public required DateTime CreatedAt { get; init; }

    [Description("Since when it is suspended; null: it sells.")]
    public required DateTime? SuspendedAt { get; init; }

    public static OrganizationDocument Of(Organization organization) => new()
    {
        Slug = organization.Slug,
        Name = organization.Name,
        Status = organization.IsSuspended ? Suspended : Active,
        Host = organization.Host,
        TimeZone = organization.TimeZone,
        Currency = organization.Currency,
        LightColour = organization.LightColour,
        DarkColour = organization.DarkColour,
        LogoUrl = organization.Logo is { } logo ? organization.Path + logo.Path : null,
        CreatedAt = organization.CreatedAt,
        SuspendedAt = organization.SuspendedAt,
    };
}

using System.Collections.Immutable;
using Usher.BoxOffice.Organizations;
using Usher.Engine.Validation;
using Usher.Http.Fields;
using Usher.Pages.Desk.NewShows;

namespace Usher.Pages.Desk.Organizations;

/// <summary>What is said of an organization, as a form has it.</summary>
internal static class OrganizationFields
{
    public static readonly ImmutableArray<string> Names = ["name", "zone", "currency", "light", "dark"];

    public static Fields Write(OrganizationTerms terms) => new(
    [
        new("name", terms.Name), new("zone", terms.TimeZone ?? ""), new("currency", terms.Currency ?? ""),
        new("light", terms.LightColour ?? ""), new("dark", terms.DarkColour ?? ""),
    ]);

    /// <summary>What was entered; an empty field takes it back.</summary>
    public static OrganizationTerms Read(Fields fields, OrganizationTerms terms) => terms with
    {
        Name = fields["name"],
        TimeZone = Text(fields["zone"]),
        Currency = Text(fields["currency"].ToUpperInvariant()),
        LightColour = Text(fields["light"].ToLowerInvariant()),
        DarkColour = Text(fields["dark"].ToLowerInvariant()),
    };

    /// <summary>What is wrong, at its fields.</summary>
    public static FieldErrors ToErrors(ImmutableArray<FieldProblem> problems)
    {
        var errors = new FieldErrors();
        foreach (var (field, problem) in problems)
        {
            errors.Add(
                field switch
                {
                    OrganizationRules.SlugField => "slug",
                    nameof(OrganizationTerms.TimeZone) => "zone",
                    nameof(OrganizationTerms.Currency) => "currency",
                    nameof(OrganizationTerms.LightColour) => "light",
                    nameof(OrganizationTerms.DarkColour) => "dark",
                    nameof(OrganizationTerms.Host) => "host",
                    _ => "name",
                },
                problem);
        }

        return errors;
    }

    private static string? Text(string text) => text.Length > 0 ? text : null;
}

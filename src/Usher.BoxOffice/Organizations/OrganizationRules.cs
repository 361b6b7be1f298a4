using System.Text.RegularExpressions;
using Usher.Engine.Shows;
using Usher.Engine.Validation;

namespace Usher.BoxOffice.Organizations;

/// <summary>What an organization can be called and can say of itself, wherever it was said.</summary>
public static partial class OrganizationRules
{
    /// <summary>The name of the field of a slug, which never changes.</summary>
    public const string SlugField = "Slug";

    /// <summary>What is wrong with a slug, as the end of a sentence that begins with it; null: nothing is.</summary>
    public static string? SlugProblem(string slug) => Slug.IsMatch(slug)
        ? null
        : $"must have 2 to {Organization.SlugCharsMax} characters: small letters a-z, digits, and hyphens within it";

    /// <summary>Everything that is wrong with what is said of it, field by field.</summary>
    public static IEnumerable<FieldProblem> Problems(OrganizationTerms terms)
    {
        foreach (var (field, problem) in new (string, string?)[]
        {
            (nameof(terms.Name), NameProblem(terms.Name)),
            (nameof(terms.TimeZone), terms.TimeZone is { } zone && !TimeZones.Exists(zone)
                ? "must be a time zone of the IANA database, such as Europe/Berlin"
                : null),
            (nameof(terms.Currency), terms.Currency is { } currency && !Currencies.Exists(currency)
                ? "must be a currency of ISO 4217 in capitals, such as EUR"
                : null),
            (nameof(terms.LightColour), terms.LightColour is { } light
                ? ColourRules.Problem(light, ColourRules.OnLight)
                : null),
            (nameof(terms.DarkColour), terms.DarkColour is { } dark
                ? ColourRules.Problem(dark, ColourRules.OnDark)
                : null),
            (nameof(terms.Host), terms.Host is { } host ? HostProblem(host) : null),
        })
        {
            if (problem is not null)
            {
                yield return new FieldProblem(field, problem);
            }
        }
    }

    private static string? NameProblem(string name) =>
        name.Trim().Length is 0 or > Organization.NameCharsMax
            ? $"must have 1 to {Organization.NameCharsMax} characters"
            : VisibleText.Problem(name);

    // A name and no address: what reaches this server by its number is the default host.
    private static string? HostProblem(string host) =>
        host.Length <= Organization.HostCharsMax && HostName.IsMatch(host) && host != "localhost"
            ? null
            : "must be the name of a host in small letters, such as tickets.example.com, without a port";

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]\\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slug { get; }

    [GeneratedRegex(
        "^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?\\z", RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostName { get; }
}

using System.Text.RegularExpressions;
using Usher.BoxOffice.Organizations;
using Usher.Http.Errors;
using Usher.Http.Security;

namespace Usher.Pages.Kit;

/// <summary>What is an organization's own of the pages that its buyers see: name, logo, colours, address.</summary>
internal static partial class OwnAddress
{
    public const string ColoursPath = "/colours.css";

    [GeneratedRegex(
        "(?<= (?:href|action|formaction|src|plan-src|live-src)=\")/(?!/)", RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex LocalAddress { get; }

    /// <summary>The organization whose address the page is shown at; null: everybody's.</summary>
    public static Organization? Of(FormTokenState form) =>
        form.Context is { } context ? BuyersTenant.Of(context) : null;

    /// <summary>Where the organization's logo is for the page; null: it has none.</summary>
    public static string? LogoOf(Organization organization, FormTokenState form) =>
        organization.Logo is not { } logo ? null
        : Of(form)?.Id == organization.Id ? logo.Path
        : organization.Path + logo.Path;

    /// <summary>Where the page was opened below the site, for its scripts; null: not below it.</summary>
    public static string? BaseOf(FormTokenState form) =>
        form.Context?.Request.PathBase is { HasValue: true } found ? found.Value : null;

    /// <summary>A page whose links stay at /o/slug where it was asked for there. What people have typed cannot look
    /// like one: its quotation marks are encoded.</summary>
    public static string WithBase(string html, PathString pathBase) =>
        pathBase.HasValue ? LocalAddress.Replace(html, $"{pathBase}/") : html;

    /// <summary>The organization's colours in place of the look's, in both themes.</summary>
    public static IResult Colours(HttpContext context)
    {
        if (BuyersTenant.Of(context) is not { } organization)
        {
            return Problems.Of(ProblemType.NoSuchRoute);
        }

        context.Response.Headers.CacheControl = "private, no-cache";
        return Results.Text(Css(organization), "text/css; charset=utf-8");
    }

    /// <summary>The address of the stylesheet; null: it has no colours of its own.</summary>
    public static string? ColoursOf(Organization? organization) =>
        organization is { LightColour: null, DarkColour: null } or null ? null : ColoursPath;

    // Each theme is chosen on the page, or else by the device.
    private static string Css(Organization organization) =>
        Theme("light", "dark", organization.LightColour) + Theme("dark", "light", organization.DarkColour);

    private static string Theme(string theme, string other, string? colour) => colour is null
        ? ""
        : $"@media (prefers-color-scheme: {theme}) {{ {Rule($":root:not([data-theme=\"{other}\"])", colour)} }}\n"
            + $"{Rule($":root[data-theme=\"{theme}\"]", colour)}\n";

    private static string Rule(string where, string colour) =>
        $"{where} {{ --action: {colour}; --action-hover: {colour}; }}";
}

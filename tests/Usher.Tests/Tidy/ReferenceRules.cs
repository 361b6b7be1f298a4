using System.Xml;
using System.Xml.Linq;

namespace Usher.Tests.Tidy;

/// <summary>What a project may refer to.</summary>
internal static class ReferenceRules
{
    /// <summary>Every package, framework or project that <paramref name="project"/> refers to and may not.</summary>
    /// <param name="allowed">Names; one that ends with a dot stands for all that begin with it.</param>
    public static IEnumerable<string> Forbidden(SourceFile project, params string[] allowed)
    {
        var root = XDocument.Parse(project.Text, LoadOptions.SetLineInfo).Root!;
        return root.Descendants()
            .Where(e => e.Name.LocalName is "PackageReference" or "FrameworkReference" or "ProjectReference")
            .Where(e => !allowed.Any(name => Matches(name, Path.GetFileNameWithoutExtension(Included(e)), Included(e))))
            .Select(e => project.At(((IXmlLineInfo)e).LineNumber, $"must not refer to {Included(e)}"));
    }

    private static string Included(XElement reference) => reference.Attribute("Include")?.Value ?? "";

    private static bool Matches(string allowed, string projectName, string packageName) =>
        allowed.EndsWith('.')
            ? packageName.StartsWith(allowed, StringComparison.Ordinal)
            : allowed == packageName || allowed == projectName;
}

using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Usher.Tests.Tidy;

/// <summary>
/// Which project may use which package. A package comes also with a project that refers to it, and the compiler takes
/// it; so the namespaces that the code names are held against <see cref="HouseRules.References"/>.
/// </summary>
internal static class PackageRules
{
    // Where several bring it, one is enough. What the runtime itself brings needs none.
    private static readonly (string Namespace, string[] Packages)[] Known =
    [
        ("System", []),
        ("System.CommandLine", ["System.CommandLine"]),
        ("Microsoft.Extensions", ["Microsoft.Extensions.", HouseRules.AspNetCore]),
        ("Microsoft.AspNetCore", [HouseRules.AspNetCore]),
        ("Microsoft.AspNetCore.Authentication.JwtBearer", ["Microsoft.AspNetCore.Authentication.JwtBearer"]),
        ("Microsoft.AspNetCore.Authentication.OpenIdConnect", ["Microsoft.AspNetCore.Authentication.OpenIdConnect"]),
        ("Microsoft.AspNetCore.OpenApi", ["Microsoft.AspNetCore.OpenApi"]),
        ("Microsoft.IdentityModel", ["Microsoft.AspNetCore.Authentication.JwtBearer"]),
        ("Microsoft.IdentityModel.Protocols", ["Microsoft.AspNetCore.Authentication.OpenIdConnect"]),
        ("Microsoft.Net.Http.Headers", [HouseRules.AspNetCore]),
        ("Microsoft.OpenApi", ["Microsoft.AspNetCore.OpenApi"]),
        ("CsvHelper", ["CsvHelper"]),
        ("EvolveDb", ["Evolve"]),
        ("FluentValidation", ["FluentValidation"]),
        ("HdrHistogram", ["HdrHistogram"]),
        ("Ical.Net", ["Ical.Net"]),
        ("NodaTime", ["NodaTime"]),
        ("Npgsql", ["Npgsql"]),
        ("NpgsqlTypes", ["Npgsql"]),
        ("OtpNet", ["Otp.NET"]),
        ("QRCoder", ["QRCoder"]),
        ("SkiaSharp", ["SkiaSharp"]),
        ("Spectre.Console", ["Spectre.Console"]),
        ("Swashbuckle", ["Swashbuckle.AspNetCore.SwaggerUI"]),
        ("ZiggyCreatures.Caching.Fusion", ["ZiggyCreatures.FusionCache"]),
    ];

    /// <summary>Every namespace that a file of the product names and its project may not use, and every one of which
    /// nobody has said which package brings it.</summary>
    /// <param name="file">C#, Razor, or a project or properties file with usings for all.</param>
    public static IEnumerable<string> Strangers(SourceFile file)
    {
        if (file.Path.Split('/') is not [var root and ("src" or "bench"), var project, _, ..]
            || !HouseRules.References.TryGetValue($"{root}/{project}", out var allowed))
        {
            yield break;
        }

        foreach (var (name, line) in NamespacesIn(file).DistinctBy(found => found.Name))
        {
            if (IsOf(name, "Usher"))
            {
                continue;
            }

            var packages = Known.Where(known => IsOf(name, known.Namespace))
                .OrderBy(known => known.Namespace.Length).LastOrDefault().Packages;
            if (packages is null)
            {
                yield return file.At(line, $"PackageRules does not say which package brings {name}");
            }
            else if (packages.Length > 0 && !packages.Intersect(allowed, StringComparer.Ordinal).Any())
            {
                yield return file.At(line, $"{project} must not use {name}: HouseRules does not list its package");
            }
        }
    }

    private static IEnumerable<(string Name, int Line)> NamespacesIn(SourceFile file) => file.Extension switch
    {
        ".cs" => NamespacesIn(CSharpSyntaxTree.ParseText(file.Text).GetCompilationUnitRoot()),
        ".razor" => file.Lines.Index().Where(line => line.Item.StartsWith("@using ", StringComparison.Ordinal))
            .Select(line => (line.Item.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1], line.Index + 1)),
        ".csproj" => XDocument.Parse(file.Text).Descendants("Using").Select(e => (e.Attribute("Include")!.Value, 1)),
        _ => [],
    };

    // A using, or a name written out in full.
    private static IEnumerable<(string Name, int Line)> NamespacesIn(CompilationUnitSyntax tree)
    {
        foreach (var node in tree.DescendantNodes())
        {
            var name = node switch
            {
                UsingDirectiveSyntax { Name: { } used } => Plain(used),
                QualifiedNameSyntax { Parent: not (UsingDirectiveSyntax or QualifiedNameSyntax) } =>
                    Vendor(Plain(node)),
                MemberAccessExpressionSyntax { Parent: not MemberAccessExpressionSyntax } => Vendor(Plain(node)),
                _ => null,
            };
            if (name is not null)
            {
                yield return (name, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1);
            }
        }
    }

    private static string Plain(SyntaxNode name) =>
        name.ToString().Replace("global::", "", StringComparison.Ordinal);

    // Other chains of names begin with a variable or a type.
    private static string? Vendor(string name) =>
        Known.Any(known => known.Packages.Length > 0 && IsOf(name, known.Namespace)) ? name : null;

    private static bool IsOf(string name, string ns) =>
        name == ns || name.StartsWith(ns + ".", StringComparison.Ordinal);
}

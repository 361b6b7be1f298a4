using System.Text;
using System.Xml.Linq;

namespace Usher.Tests.Tidy;

/// <summary>How the code is laid out: which project and folder may refer to which.</summary>
internal static class HouseRules
{
    private const string Begin = "<!-- made by TidyTests: begin -->";
    private const string End = "<!-- made by TidyTests: end -->";

    public const string AspNetCore = "Microsoft.AspNetCore.App";

    /// <summary>For each project of ours what it may refer to and use: projects, frameworks and packages, also those
    /// that come with another project. One that ends with a dot stands for all that begin with it.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> References =
        new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["src/Usher.Engine"] =
                ["CsvHelper", "Evolve", "FluentValidation", "NodaTime", "Npgsql", "Microsoft.Extensions."],
            ["src/Usher.Postgres"] = ["Npgsql", "Microsoft.Extensions."],
            ["src/Usher.BoxOffice"] =
            [
                "Usher.Engine", "Npgsql", "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies",
                "Microsoft.Extensions.",
            ],
            ["src/Usher.Http"] =
            [
                "Usher.BoxOffice", "Usher.Engine", AspNetCore, "Microsoft.AspNetCore.Authentication.JwtBearer",
                "Microsoft.AspNetCore.Authentication.OpenIdConnect", "Npgsql", "Otp.NET",
            ],
            ["src/Usher.Api"] =
            [
                "Usher.Http", "Usher.BoxOffice", "Usher.Engine", AspNetCore, "Microsoft.AspNetCore.OpenApi", "Npgsql",
                "Swashbuckle.AspNetCore.SwaggerUI",
            ],
            ["src/Usher.Pages"] =
            [
                "Usher.Http", "Usher.BoxOffice", "Usher.Engine", AspNetCore, "CsvHelper", "Ical.Net", "QRCoder",
                "ZiggyCreatures.FusionCache",
            ],
            ["src/Usher.Server"] =
            [
                "Usher.Api", "Usher.Pages", "Usher.Http", "Usher.Postgres", "Usher.BoxOffice", "Usher.Engine",
                AspNetCore, "Npgsql", "Spectre.Console", "System.CommandLine",
            ],
            ["bench/Usher.Ceiling"] = ["Usher.Server", "Usher.Engine", AspNetCore, "System.CommandLine"],
            ["bench/Usher.Bench"] = ["HdrHistogram", "Npgsql", "Spectre.Console", "System.CommandLine"],
        };

    /// <summary>Code outside a project's references, though a reference of a reference would let the compiler take it.
    /// </summary>
    public static IEnumerable<string> Strangers(FolderGraph graph) =>
        from folder in graph.Folders
        from other in graph.From(folder)
        let project = ProjectOf(folder)
        where ProjectOf(other) != project && References
            .Any(entry => IsProject(entry.Key, project) && !entry.Value.Contains(ProjectOf(other)))
        select $"{folder} must not know {other}";

    /// <summary>Every project that no rule is about, and every one that the solution leaves out.</summary>
    /// <param name="projects">All project files.</param>
    /// <param name="solution">Usher.slnx.</param>
    public static IEnumerable<string> Unlisted(IEnumerable<SourceFile> projects, SourceFile solution)
    {
        var built = XDocument.Parse(solution.Text).Descendants("Project")
            .Select(e => e.Attribute("Path")!.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var project in projects)
        {
            if (!project.Path.StartsWith("tests/", StringComparison.Ordinal)
                && !References.Keys.Any(key => $"{key}/{key.Split('/')[1]}.csproj" == project.Path))
            {
                yield return project.At(1, "HouseRules does not say what it may refer to");
            }

            if (!built.Contains(project.Path))
            {
                yield return project.At(1, $"{solution.Path} does not build it");
            }
        }
    }

    /// <summary>Whoever sees a project's inside and is no test.</summary>
    public static IEnumerable<string> Friends(SourceFile project) =>
        from friend in XDocument.Parse(project.Text).Descendants("InternalsVisibleTo")
        let name = friend.Attribute("Include")!.Value
        where name is not ("Usher.Testing" or "Usher.Tests" or "Usher.SystemTests")
        select project.At(1, $"only tests see the inside, not {name}");

    /// <summary>The references between all folders as a table.</summary>
    public static string Table(FolderGraph graph)
    {
        var table = new StringBuilder("| folder | refers to |\n|---|---|\n");
        foreach (var folder in graph.Folders)
        {
            var project = ProjectOf(folder);
            var own = graph.From(folder).Where(other => ProjectOf(other) == project).Select(ShortName);
            var others = graph.From(folder).Where(other => ProjectOf(other) != project)
                .GroupBy(ProjectOf, StringComparer.Ordinal)
                .Select(group => $"{group.Key[6..]} ({string.Join(", ", group.Select(ShortName))})");
            var cells = string.Join(", ", own.Concat(others));
            table.Append($"| {folder[6..]} | {(cells.Length > 0 ? cells : "nothing of ours")} |\n");
        }

        return table.ToString();
    }

    /// <summary>A document with the table put in its place.</summary>
    public static string WithTable(string document, string table)
    {
        var begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = document.IndexOf(End, StringComparison.Ordinal);
        return begin < Begin.Length || end < begin
            ? throw new InvalidDataException($"There is no place for the table: '{Begin}' … '{End}'.")
            : $"{document[..begin]}\n{table}{document[end..]}";
    }

    private static bool IsProject(string path, string name) => path.EndsWith("/" + name, StringComparison.Ordinal);

    private static string ProjectOf(string folder) => folder.Split('/')[0];

    private static string ShortName(string folder) => folder.Split('/') is [_, var name] ? name : "root";
}

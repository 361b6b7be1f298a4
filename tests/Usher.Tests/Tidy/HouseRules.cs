using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Usher.Tests.Tidy;

/// <summary>How the house is laid out: which project and folder may know which.</summary>
internal static partial class HouseRules
{
    private const string Begin = "<!-- made by TidyTests: begin -->";
    private const string End = "<!-- made by TidyTests: end -->";

    private const string AspNetCore = "Microsoft.AspNetCore.App";

    /// <summary>For each project of ours what it may refer to: projects, frameworks and packages; one that ends with a
    /// dot stands for all that begin with it.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> References =
        new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["src/Usher.Engine"] = ["CsvHelper", "Evolve", "FluentValidation", "Npgsql", "Microsoft.Extensions."],
            ["src/Usher.Postgres"] = ["Npgsql", "Microsoft.Extensions."],
            ["src/Usher.Http"] = ["Usher.Engine", AspNetCore],
            ["src/Usher.Api"] =
                ["Usher.Http", "Usher.Engine", "Microsoft.AspNetCore.OpenApi", "Swashbuckle.AspNetCore.SwaggerUI"],
            ["src/Usher.Pages"] =
                ["Usher.Http", "Usher.Engine", "Ical.Net", "NodaTime", "QRCoder", "ZiggyCreatures.FusionCache"],
            ["src/Usher.Server"] =
            [
                "Usher.Api", "Usher.Pages", "Usher.Http", "Usher.Postgres", "Usher.Engine", "Spectre.Console",
                "System.CommandLine",
            ],
            ["bench/Usher.Ceiling"] = ["Usher.Server", "Usher.Engine", "System.CommandLine"],
            ["bench/Usher.Bench"] = ["HdrHistogram", "Npgsql", "Spectre.Console", "System.CommandLine"],
        };

    private static readonly string[] SqlRooms = ["src/Usher.Engine/", "src/Usher.Postgres/"];

    [GeneratedRegex(
        "\"\\s*(select\\s|insert\\s+into\\s|update\\s+\\w+\\s+set\\s|delete\\s+from\\s|with\\s+\\w+\\s+as\\s*\\()",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Sql { get; }

    /// <summary>Code outside a project's references, though a reference of a reference would let the compiler take it.
    /// </summary>
    public static IEnumerable<string> Strangers(FolderGraph graph) =>
        from folder in graph.Folders
        from other in graph.From(folder)
        let project = ProjectOf(folder)
        let known = References
            .SingleOrDefault(entry => entry.Key.EndsWith("/" + project, StringComparison.Ordinal)).Value
        where known is not null && ProjectOf(other) != project && !known.Contains(ProjectOf(other))
        select $"{folder} must not know {other}";

    /// <summary>Statements in a room that has none.</summary>
    public static IEnumerable<string> SqlElsewhere(SourceFile file) =>
        !file.Path.StartsWith("src/", StringComparison.Ordinal)
        || SqlRooms.Any(room => file.Path.StartsWith(room, StringComparison.Ordinal))
            ? []
            : from line in file.Lines.Index()
              where Sql.IsMatch(line.Item)
              select file.At(line.Index + 1, "SQL stands in the engine and in Usher.Postgres only");

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

    private static string ProjectOf(string folder) => folder.Split('/')[0];

    private static string ShortName(string folder) => folder.Split('/') is [_, var name] ? name : "root";
}

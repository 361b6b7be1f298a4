using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Usher.Tests.Tidy;

/// <summary>
/// Which folders of the product refer to which, at the first level below their project; what lies in a project's root
/// counts as a folder of the project's own name. Namespaces follow folders and unused usings are errors, so a using
/// tells a reference; what needs none (a parent's types, Razor's imports) is found by the names of the types.
/// </summary>
internal sealed partial class FolderGraph
{
    private readonly Dictionary<string, HashSet<string>> _edges = new(StringComparer.Ordinal);

    private FolderGraph()
    {
    }

    public IEnumerable<string> Folders => _edges.Keys.Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^@using\s+(?<name>[\w.]+)\s*$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex RazorUsing { get; }

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*\b")]
    private static partial Regex RazorName { get; }

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(\.\w+)+", RegexOptions.ExplicitCapture)]
    private static partial Regex RazorFullName { get; }

    [GeneratedRegex(@"@\*.*?\*@|//[^\n]*|""[^""\n]*""", RegexOptions.Singleline)]
    private static partial Regex RazorText { get; }

    /// <param name="files">C#, Razor and project files below src/ and bench/; others are passed over.</param>
    public static FolderGraph Of(IReadOnlyCollection<SourceFile> files)
    {
        var globalUsings = files.Where(file => file.Extension == ".csproj")
            .ToDictionary(file => DirectoryOf(file.Path), GlobalUsingsOf, StringComparer.Ordinal);
        var code = files.Where(file => file.Extension is ".cs" or ".razor"
            && (file.Path.StartsWith("src/", StringComparison.Ordinal)
                || file.Path.StartsWith("bench/", StringComparison.Ordinal))).ToList();
        var trees = code.Where(file => file.Extension == ".cs")
            .ToDictionary(file => file, file => CSharpSyntaxTree.ParseText(file.Text).GetCompilationUnitRoot());
        var types = code
            .SelectMany(file => TypesOf(file, trees.GetValueOrDefault(file)).Select(type => (type, file)))
            .ToLookup(pair => pair.type, pair => pair.file, StringComparer.Ordinal);
        var imports = code.Where(file => file.Name == "_Imports.razor")
            .ToDictionary(file => DirectoryOf(file.Path), UsingsOf, StringComparer.Ordinal);
        var graph = new FolderGraph();
        foreach (var file in code)
        {
            graph._edges.TryAdd(FolderOf(file.Path), new HashSet<string>(StringComparer.Ordinal));
        }

        foreach (var file in code.Where(file => file.Name != "_Imports.razor"))
        {
            if (trees.TryGetValue(file, out var tree))
            {
                graph.AddNamespaces(file, tree.Usings.Select(u => u.Name?.ToString() ?? ""));
                graph.AddNamespaces(file, graph.FullNamesIn(tree, file.Path.Split('/')[1]));
                graph.AddTypes(file, types, NamesIn(tree), GlobalUsings(file));
            }
            else
            {
                var seen = imports.Where(entry => IsWithin(file.Path, entry.Key)).SelectMany(entry => entry.Value);
                var text = RazorUsing.Replace(RazorText.Replace(file.Text, ""), "");
                graph.AddNamespaces(file, RazorFullName.Matches(text).Select(match => match.Value));
                var names = RazorName.Matches(text).Select(match => match.Value);
                graph.AddTypes(file, types, names, [.. GlobalUsings(file), .. seen, .. UsingsOf(file)]);
            }
        }

        return graph;

        IEnumerable<string> GlobalUsings(SourceFile file) =>
            globalUsings.GetValueOrDefault(string.Join('/', file.Path.Split('/')[..2]), []);
    }

    /// <summary>What a folder refers to, in order, without itself.</summary>
    public IEnumerable<string> From(string folder) => _edges[folder].Order(StringComparer.Ordinal);

    /// <summary>Every set of folders that refer to each other in a circle, each as "A -> B -> A".</summary>
    public IEnumerable<string> Circles()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in Folders)
        {
            if (!done.Contains(folder) && Path(folder, folder) is { } circle)
            {
                done.UnionWith(circle);
                yield return string.Join(" -> ", circle);
            }
        }
    }

    /// <summary>The folder a file belongs to: "Usher.Engine/Shows", or "Usher.Engine" for the project's root.</summary>
    public static string FolderOf(string path) => path.Split('/') switch
    {
        [_, var project, _] => project,
        [_, var project, var folder, ..] => $"{project}/{folder}",
        _ => path,
    };

    private void AddNamespaces(SourceFile file, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            // Of a static or an alias the type comes last; its namespace is a folder all the same.
            var known = _edges.Keys.Select(folder => folder.Replace('/', '.'))
                .Where(ns => name == ns || name.StartsWith(ns + ".", StringComparison.Ordinal))
                .MaxBy(ns => ns.Length);
            if (known is not null)
            {
                Add(file, _edges.Keys.Single(folder => folder.Replace('/', '.') == known));
            }
        }
    }

    private void AddTypes(
        SourceFile file, ILookup<string, SourceFile> types, IEnumerable<string> names, IEnumerable<string> usings)
    {
        var own = NamespaceOf(file.Path);
        var visible = usings.Append(own).ToHashSet(StringComparer.Ordinal);
        for (var parent = own; parent.Contains('.', StringComparison.Ordinal);)
        {
            visible.Add(parent = parent[..parent.LastIndexOf('.')]);
        }

        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            var places = types[name].Where(place => visible.Contains(NamespaceOf(place.Path))).ToList();
            // The nearest one hides the others.
            if (places.Count > 0 && places.TrueForAll(place => FolderOf(place.Path) != FolderOf(file.Path)))
            {
                places.ForEach(place => Add(file, FolderOf(place.Path)));
            }
        }
    }

    private void Add(SourceFile file, string folder)
    {
        if (FolderOf(file.Path) is var from && from != folder)
        {
            _edges[from].Add(folder);
        }
    }

    // The shortest way, breadth first.
    private List<string>? Path(string from, string to)
    {
        var queue = new Queue<List<string>>([[from]]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (queue.TryDequeue(out var path))
        {
            foreach (var next in From(path[^1]))
            {
                if (next == to)
                {
                    return [.. path, next];
                }

                if (seen.Add(next))
                {
                    queue.Enqueue([.. path, next]);
                }
            }
        }

        return null;
    }

    private static IEnumerable<string> TypesOf(SourceFile file, CompilationUnitSyntax? tree) => tree is null
        ? [System.IO.Path.GetFileNameWithoutExtension(file.Name)]
        : tree.DescendantNodes(node => node is not BaseTypeDeclarationSyntax)
            .Select(node => node switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier.Text,
                DelegateDeclarationSyntax type => type.Identifier.Text,
                _ => "",
            })
            .Where(name => name.Length > 0);

    // A name with dots needs no using; that of a type may begin with a folder of its own project.
    private IEnumerable<string> FullNamesIn(CompilationUnitSyntax tree, string project)
    {
        foreach (var node in tree.DescendantNodes().Where(node =>
            node is QualifiedNameSyntax or MemberAccessExpressionSyntax
            && node.Parent is not (QualifiedNameSyntax or MemberAccessExpressionSyntax or UsingDirectiveSyntax
                or BaseNamespaceDeclarationSyntax)))
        {
            var name = Plain(node);
            yield return name;
            if (node is QualifiedNameSyntax && _edges.ContainsKey($"{project}/{name.Split('.')[0]}"))
            {
                yield return $"{project}.{name}";
            }
        }
    }

    private static string Plain(SyntaxNode name) => name.ToString().Replace("global::", "", StringComparison.Ordinal);

    // What follows a dot is a member, and what an initializer or a pattern names is one too.
    private static IEnumerable<string> NamesIn(CompilationUnitSyntax tree) => tree.DescendantNodes()
        .OfType<SimpleNameSyntax>()
        .Where(name => name.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Name != name,
            QualifiedNameSyntax qualified => qualified.Right != name,
            NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax => false,
            AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left != name,
            _ => true,
        })
        .Select(name => name.Identifier.Text);

    private static string[] UsingsOf(SourceFile file) =>
        [.. RazorUsing.Matches(file.Text).Select(match => match.Groups["name"].Value)];

    private static string[] GlobalUsingsOf(SourceFile project) =>
        [.. XDocument.Parse(project.Text).Descendants("Using").Select(e => e.Attribute("Include")!.Value)];

    private static string NamespaceOf(string path) => string.Join('.', path.Split('/')[1..^1]);

    private static string DirectoryOf(string path) => path[..path.LastIndexOf('/')];

    private static bool IsWithin(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);
}

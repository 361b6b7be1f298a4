using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Usher.Tests.Tidy;

/// <summary>What holds for C# files. Each rule yields its violations.</summary>
internal static partial class CodeRules
{
    public const int MethodLinesMax = 70;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    [GeneratedRegex("(Helpers?|Utils?|Utilit(y|ies)|Managers?)$")]
    private static partial Regex NamesNothing { get; }

    public static IEnumerable<string> LongMethods(SourceFile file)
    {
        var root = Parse(file);
        foreach (var method in root.DescendantNodes().Where(IsMethod))
        {
            // From its name on: what documents a method does not make it longer.
            var first = LineOf(NameOf(method));
            var lines = LastLineOf(method) - first + 1;
            if (lines > MethodLinesMax)
            {
                yield return file.At(first, $"{NameOf(method).Text} has {lines} lines; {MethodLinesMax} is the limit");
            }
        }

        var statements = root.DescendantNodes().OfType<GlobalStatementSyntax>().ToList();
        if (statements.Count > 0 && LastLineOf(statements[^1]) - LineOf(statements[0]) + 1 > MethodLinesMax)
        {
            yield return file.At(1, $"the top-level statements have more than {MethodLinesMax} lines");
        }
    }

    public static IEnumerable<string> EmptyNames(SourceFile file)
    {
        if (NamesNothing.IsMatch(Path.GetFileNameWithoutExtension(file.Name)))
        {
            yield return file.At(1, "the file's name does not tell what is inside");
        }

        foreach (var type in Parse(file).DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
        {
            if (NamesNothing.IsMatch(type.Identifier.Text))
            {
                yield return file.At(LineOf(type.Identifier), $"{type.Identifier.Text} does not tell what it does");
            }
        }
    }

    public static IEnumerable<string> Regions(SourceFile file) =>
        Parse(file).DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
            .Select(trivia => file.At(
                trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1, "a region hides what should be a type"));

    private static SyntaxNode Parse(SourceFile file) => CSharpSyntaxTree.ParseText(file.Text, Options).GetRoot();

    private static bool IsMethod(SyntaxNode node) => node
        is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax;

    private static SyntaxToken NameOf(SyntaxNode method) => method switch
    {
        MethodDeclarationSyntax m => m.Identifier,
        ConstructorDeclarationSyntax c => c.Identifier,
        LocalFunctionStatementSyntax f => f.Identifier,
        AccessorDeclarationSyntax a => a.Keyword,
        OperatorDeclarationSyntax o => o.OperatorToken,
        _ => method.GetFirstToken(),
    };

    private static int LineOf(SyntaxNodeOrToken part) => part.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1;

    private static int LastLineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().EndLinePosition.Line + 1;
}

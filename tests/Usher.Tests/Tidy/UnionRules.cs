using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Usher.Tests.Tidy;

/// <summary>
/// An outcome is a closed union: an abstract record whose constructor is private, so that all of its cases are nested
/// in it. The compiler does not know that there are no others; so that a new one is dealt with everywhere, a switch
/// over a union names each case and has no default.
/// </summary>
internal static class UnionRules
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    /// <summary>The public cases of every union, by its name.</summary>
    public static Dictionary<string, HashSet<string>> Unions(IEnumerable<SourceFile> files) => files
        .Where(file => file.Text.Contains("abstract record", StringComparison.Ordinal))
        .SelectMany(file => Parse(file).DescendantNodes().OfType<RecordDeclarationSyntax>())
        .Where(IsClosed)
        .ToDictionary(record => record.Identifier.Text, CasesOf, StringComparer.Ordinal);

    /// <summary>Every switch over a union that leaves a case out, or would swallow a new one.</summary>
    public static IEnumerable<string> Switches(SourceFile file, Dictionary<string, HashSet<string>> unions) =>
        Parse(file).DescendantNodes().SelectMany(node => node switch
        {
            SwitchExpressionSyntax s => Violations(
                file, s, unions, [.. s.Arms.Select(arm => (arm.Pattern, arm.WhenClause))],
                s.Arms.Any(arm => arm.Pattern is DiscardPatternSyntax or VarPatternSyntax)),
            SwitchStatementSyntax s => Violations(
                file, s, unions,
                [
                    .. s.Sections.SelectMany(section => section.Labels).Select(label => label switch
                    {
                        CasePatternSwitchLabelSyntax of => (of.Pattern, of.WhenClause),
                        CaseSwitchLabelSyntax of => (SyntaxFactory.ConstantPattern(of.Value), null),
                        _ => ((PatternSyntax)SyntaxFactory.DiscardPattern(), (WhenClauseSyntax?)null),
                    }),
                ],
                s.Sections.SelectMany(section => section.Labels).Any(label => label is DefaultSwitchLabelSyntax
                    or CasePatternSwitchLabelSyntax { Pattern: DiscardPatternSyntax or VarPatternSyntax })),
            _ => [],
        });

    private static IEnumerable<string> Violations(
        SourceFile file, SyntaxNode node, Dictionary<string, HashSet<string>> unions,
        (PatternSyntax Pattern, WhenClauseSyntax? When)[] arms, bool hasDefault)
    {
        var line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        var named = arms.SelectMany(arm => NamesIn(arm.Pattern).Select(name => (name.Union, name.Case, arm.When)))
            .Where(name => unions.TryGetValue(name.Union, out var cases) && cases.Contains(name.Case))
            .ToLookup(name => name.Union);
        foreach (var union in named)
        {
            var dealtWith = union.Where(name => name.When is null).Select(name => name.Case);
            var missing = unions[union.Key].Except(dealtWith).Order(StringComparer.Ordinal).ToList();
            if (missing.Count > 0)
            {
                yield return file.At(line, $"the switch over {union.Key} leaves out {string.Join(", ", missing)}");
            }

            if (hasDefault)
            {
                yield return file.At(line, $"the switch over {union.Key} has a default for a new case to fall into");
            }
        }
    }

    // Only what the pattern is of, not what its parts are of.
    private static IEnumerable<(string Union, string Case)> NamesIn(PatternSyntax pattern) => pattern switch
    {
        BinaryPatternSyntax { RawKind: (int)SyntaxKind.OrPattern } or =>
            NamesIn(or.Left).Concat(NamesIn(or.Right)),
        ConstantPatternSyntax constant => NameOf(constant.Expression),
        TypePatternSyntax type => NameOf(type.Type),
        DeclarationPatternSyntax declaration => NameOf(declaration.Type),
        RecursivePatternSyntax { Type: { } type } => NameOf(type),
        _ => [],
    };

    private static IEnumerable<(string Union, string Case)> NameOf(SyntaxNode name)
    {
        var parts = name.ToString().Split('.');
        return parts.Length < 2 ? [] : [(parts[^2].Trim(), parts[^1].Trim())];
    }

    private static bool IsClosed(RecordDeclarationSyntax record) => record.Modifiers.Any(SyntaxKind.AbstractKeyword)
        && record.Members.OfType<ConstructorDeclarationSyntax>().Any(constructor =>
            constructor.Modifiers is [{ RawKind: (int)SyntaxKind.PrivateKeyword }]);

    private static HashSet<string> CasesOf(RecordDeclarationSyntax union) => union.Members
        .OfType<RecordDeclarationSyntax>()
        .Where(record => record.Modifiers.Any(SyntaxKind.PublicKeyword) && IsOf(record, union.Identifier.Text))
        .Select(record => record.Identifier.Text)
        .ToHashSet(StringComparer.Ordinal);

    private static bool IsOf(RecordDeclarationSyntax record, string name) =>
        record.BaseList?.Types.Any(type => type.Type.ToString() == name) == true;

    private static SyntaxNode Parse(SourceFile file) => CSharpSyntaxTree.ParseText(file.Text, Options).GetRoot();
}

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Usher.Tests.Tidy;

/// <summary>Where SQL may stand. A statement is found by how a text begins, however the text is written: on one line,
/// over several, with something put in. Comments before it do not hide it.</summary>
internal static partial class SqlRules
{
    private static readonly string[] Folders = ["src/Usher.Engine/", "src/Usher.BoxOffice/", "src/Usher.Postgres/"];

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    // In a longer text it may follow another statement.
    [GeneratedRegex(
        """
        (^|;)(\s|--[^\n]*(\n|$)|/\*.*?\*/)*
        (select\s|insert\s+into\s|update\s+(only\s+)?[\w.]+\s+(as\s+\w+\s+|\w+\s+)?set\s|delete\s+from\s|merge\s+into\s
        |with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s+(not\s+)?(materialized\s*)?\(
        |copy\s+[\w.]+\s*(\([^)]*\)\s*)?(from|to)\s|truncate\s+(table\s+)?[\w.]+\s*(;|$)|(listen|notify)\s+\w+\s*(,|;|$)
        |(create|alter|drop)\s+(or\s+replace\s+|unique\s+|temp\s+|temporary\s+|unlogged\s+)*
            (table|index|schema|database|role|user|view|function|procedure|trigger|sequence|type|extension|policy)\s
        |set\s+((local|session)\s|\w+\s*=)|lock\s+table\s)
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace
            | RegexOptions.Singleline)]
    private static partial Regex Statement { get; }

    [GeneratedRegex(
        @"\b(insert\s+into|update(\s+only)?|delete\s+from|merge\s+into|truncate(\s+table)?)\s+(seats|bookings)\b",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex WriteOfSeats { get; }

    [GeneratedRegex(
        "\"\\s*(select\\s[^\"]*\\sfrom\\s|insert\\s+into\\s|update\\s+\\w+\\s+set\\s|delete\\s+from\\s)",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex InRazor { get; }

    /// <summary>Statements in a project that has none.</summary>
    public static IEnumerable<string> Elsewhere(SourceFile file) =>
        !file.Path.StartsWith("src/", StringComparison.Ordinal)
        || Folders.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal))
            ? []
            : LinesOf(file).Select(line => file.At(
                line, "SQL stands in the engine, in Usher.BoxOffice and in Usher.Postgres only"));

    /// <summary>Statements around the engine that write seats or bookings, which are the engine's alone.</summary>
    public static IEnumerable<string> WritesOfSeats(SourceFile file) =>
        !file.Path.StartsWith("src/Usher.BoxOffice/", StringComparison.Ordinal) || file.Extension != ".cs"
            ? []
            : LinesOf(file.Text, WriteOfSeats).Select(line => file.At(
                line, "seats and bookings are written by the engine only; call IBookingService"));

    private static IEnumerable<int> LinesOf(string text, Regex statement) =>
        CSharpSyntaxTree.ParseText(text, Options).GetRoot().DescendantNodes()
            .Where(node => TextOf(node) is { } literal && statement.IsMatch(literal))
            .Select(node => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1);

    private static IEnumerable<int> LinesOf(SourceFile file) => file.Extension switch
    {
        ".cs" => LinesOf(file.Text, Statement),
        ".razor" => InRazor.Matches(file.Text).Select(match => file.Text.AsSpan(0, match.Index).Count('\n') + 1),
        _ => [],
    };

    // What is put into a text stands there as a name.
    private static string? TextOf(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax { Token.Value: string text } => text,
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(
            part => part is InterpolatedStringTextSyntax words ? words.TextToken.ValueText : "x")),
        _ => null,
    };
}

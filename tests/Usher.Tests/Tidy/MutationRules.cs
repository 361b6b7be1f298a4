using System.Text.RegularExpressions;

namespace Usher.Tests.Tidy;

/// <summary>What holds for the choice of rules that mutation testing changes. Each one yields its violations.</summary>
internal static partial class MutationRules
{
    [GeneratedRegex(@"\*\*/(?<rule>\w+\.cs)|ClassName~\.(?<test>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Name { get; }

    /// <summary>Each file that is changed exists, and so does a test class for each name that tests go by: a pattern
    /// that matches nothing leaves a rule out without a word.</summary>
    public static IEnumerable<string> Missing(SourceFile choice, IReadOnlyCollection<SourceFile> code) =>
        from line in choice.Lines.Index()
        from Match name in Name.Matches(line.Item)
        let isTest = name.Groups["test"].Success
        let wanted = name.Groups[isTest ? "test" : "rule"].Value
        where !code.Any(file => isTest
            ? file.Path.StartsWith("tests/", StringComparison.Ordinal)
                && file.Name.StartsWith(wanted, StringComparison.Ordinal)
            : file.Path.StartsWith("src/", StringComparison.Ordinal) && file.Name == wanted)
        select choice.At(line.Index + 1, $"no {(isTest ? "test" : "rule")} is called {wanted}");
}

using System.Text.RegularExpressions;

namespace Usher.Tests.Tidy;

/// <summary>What holds for documents. Each rule yields its violations.</summary>
internal static partial class DocumentRules
{
    private static readonly string[] DecisionSections = ["## Context", "## Decision", "## Consequences"];

    [GeneratedRegex("^(?<number>[0-9]{4})-[a-z0-9]+(-[a-z0-9]+)*\\.md$", RegexOptions.ExplicitCapture)]
    private static partial Regex DecisionName { get; }

    [GeneratedRegex(@"\]\((?<target>[^)\s#]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link { get; }

    /// <summary>Decisions are numbered from 1 without gaps and tell context, decision and consequences.</summary>
    public static IEnumerable<string> Decisions(IEnumerable<SourceFile> decisions)
    {
        var expected = 1;
        foreach (var file in decisions.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            var name = DecisionName.Match(file.Name);
            if (!name.Success || name.Groups["number"].Value != expected.ToString("D4"))
            {
                yield return file.At(1, $"a decision is named {expected:D4}-its-title.md");
            }

            expected++;
            foreach (var section in DecisionSections.Except(file.Lines, StringComparer.Ordinal))
            {
                yield return file.At(1, $"the section '{section}' is missing");
            }
        }
    }

    /// <summary>A relative link leads to something; what looks like one in a block of code is none.</summary>
    public static IEnumerable<string> DeadLinks(SourceFile file, Predicate<string> exists) =>
        from line in Prose(file)
        from Match link in Link.Matches(line.Item)
        let target = link.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal)
            && !target.StartsWith("mailto:", StringComparison.Ordinal)
            && !exists(Path.Join(Path.GetDirectoryName(file.Path), target))
        select file.At(line.Index + 1, $"the link to {target} leads nowhere");

    private static IEnumerable<(int Index, string Item)> Prose(SourceFile file)
    {
        var isCode = false;
        foreach (var line in file.Lines.Index())
        {
            var isFence = line.Item.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (!isCode && !isFence)
            {
                yield return line;
            }

            isCode ^= isFence;
        }
    }
}

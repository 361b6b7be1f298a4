using System.Text.RegularExpressions;

namespace Usher.Tests.Tidy;

/// <summary>What holds for text, whatever its language. Each rule yields its violations.</summary>
internal static partial class TextRules
{
    public const int ColumnsMax = 120;

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X)\b")]
    private static partial Regex NoteToSelf { get; }

    // Somebody's own folders.
    [GeneratedRegex(@"(?<![\w.*}])/(home|Users|root|work)/[\w.]|\b[A-Z]:\\Users\\")]
    private static partial Regex MachinePath { get; }

    // Where packages come from is the machine's business, not the repository's.
    [GeneratedRegex(@"//[\w.-]*\b(nuget|npmjs|yarnpkg|debian|ubuntu|pypi)\.(org|com)")]
    private static partial Regex RegistryHost { get; }

    public static IEnumerable<string> LongLines(SourceFile file) => Where(
        file, line => line.Length > ColumnsMax, line => $"{line.Length} columns; {ColumnsMax} is the limit");

    public static IEnumerable<string> NotesToSelf(SourceFile file) =>
        Where(file, line => NoteToSelf.IsMatch(line), _ => "a note to oneself; do it or file an issue");

    public static IEnumerable<string> MachinePaths(SourceFile file) =>
        Where(file, line => MachinePath.IsMatch(line), _ => "a path that only one machine has");

    public static IEnumerable<string> RegistryHosts(SourceFile file) =>
        Where(file, line => RegistryHost.IsMatch(line), _ => "the address of a package registry");

    private static IEnumerable<string> Where(
        SourceFile file, Predicate<string> isWrong, Func<string, string> message) =>
        file.Lines.Index().Where(l => isWrong(l.Item)).Select(l => file.At(l.Index + 1, message(l.Item)));
}

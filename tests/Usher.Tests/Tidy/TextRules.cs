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

    // What a native speaker at a box office would not say; CONTRIBUTING.md says what instead.
    [GeneratedRegex(
        @"\b(let|lets|letting) (it|them|(the|this|these|your) seats?|seats) go\b|\b(taken|kept|keeps?) back\b"
        + @"|\blies? ahead\b|\bhear so\b|\baddress takes\b|\bso long a\b|\bon the clock of\b|\bleft empty:"
        + @"|\baddress is not whole\b|\btold by its place\b|\bonce more, whole\b|\bfrom first to last\b"
        + @"|\bmoment faster\b|\bdid not work out\b|\breads? otherwise\b|\ball the same\b|\bsomebody had\b"
        + @"|\btells which\b|\bto be otherwise\b|\bfor clocks are\b|\bless what was\b"
        + @"|\bnobody said\b|\bhold nothing any more\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex StiffWord { get; }

    public static IEnumerable<string> LongLines(SourceFile file) => Where(
        file, line => line.Length > ColumnsMax, line => $"{line.Length} columns; {ColumnsMax} is the limit");

    public static IEnumerable<string> NotesToSelf(SourceFile file) =>
        Where(file, line => NoteToSelf.IsMatch(line), _ => "a note to oneself; do it or file an issue");

    public static IEnumerable<string> MachinePaths(SourceFile file) =>
        Where(file, line => MachinePath.IsMatch(line), _ => "a path that only one machine has");

    public static IEnumerable<string> RegistryHosts(SourceFile file) =>
        Where(file, line => RegistryHost.IsMatch(line), _ => "the address of a package registry");

    public static IEnumerable<string> StiffWords(SourceFile file) => Where(
        file,
        line => StiffWord.IsMatch(line) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal),
        line => $"'{StiffWord.Match(line).Value}' is not how people say it");

    private static IEnumerable<string> Where(
        SourceFile file, Predicate<string> isWrong, Func<string, string> message) =>
        file.Lines.Index().Where(l => isWrong(l.Item)).Select(l => file.At(l.Index + 1, message(l.Item)));
}

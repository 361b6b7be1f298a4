using System.Reflection;
using System.Text.RegularExpressions;

namespace Usher.Tests.Tidy;

/// <summary>What holds for migrations. Each rule yields its violations.</summary>
internal static partial class MigrationRules
{
    // Those up to here were applied before programs of two versions ran on one database.
    private const string LastBeforeTheRule = "0009";

    private const RegexOptions Sql = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase;

    [GeneratedRegex("^(?<number>[0-9]{4})_[a-z0-9_]+\\.sql$", RegexOptions.ExplicitCapture)]
    private static partial Regex MigrationName { get; }

    [GeneratedRegex(@"^-- contract: \S", RegexOptions.Multiline)]
    private static partial Regex ContractReason { get; }

    [GeneratedRegex(@"--.*|/\*(.|\n)*?\*/|'([^']|'')*'", RegexOptions.ExplicitCapture)]
    private static partial Regex CommentOrText { get; }

    [GeneratedRegex(
        @"(?<!\bon\s+commit\s+)\bdrop\b(?!\s+not\s+null\b)|\brename\b|\bset\s+not\s+null\b"
        + @"|\balter\s+(column\s+)?\w+\s+(set\s+data\s+)?type\b", Sql)]
    private static partial Regex Contraction { get; }

    // One action of an `alter table`, up to its comma.
    [GeneratedRegex(@"\badd\s+(column\s+)?(?!constraint\b)\w+(?<rest>(\([^()]*(\([^()]*\)[^()]*)*\)|[^,;()])*)", Sql)]
    private static partial Regex NewColumn { get; }

    [GeneratedRegex(@"\bnot\s+null\b", Sql)]
    private static partial Regex NotNull { get; }

    [GeneratedRegex(@"\b(default|generated)\b", Sql)]
    private static partial Regex Filled { get; }

    [GeneratedRegex(@"\balter\s+table\s+(if\s+exists\s+)?(only\s+)?(?<table>\w+)", Sql)]
    private static partial Regex AlteredTable { get; }

    [GeneratedRegex(@"\bcreate\s+(\w+\s+)?table\s+(if\s+not\s+exists\s+)?(?<table>\w+)", Sql)]
    private static partial Regex CreatedTable { get; }

    [GeneratedRegex(@"\b(create|drop)\s+(unique\s+)?index\s+concurrently\b(?!\s+if\s+(not\s+)?exists\b)", Sql)]
    private static partial Regex NotRepeatable { get; }

    /// <summary>They are numbered from 1 without gaps or repetitions.</summary>
    public static IEnumerable<string> Numbering(IEnumerable<SourceFile> migrations) =>
        from file in migrations.OrderBy(file => file.Name, StringComparer.Ordinal).Index()
        let name = MigrationName.Match(file.Item.Name)
        where !name.Success || name.Groups["number"].Value != (file.Index + 1).ToString("D4")
        select file.Item.At(1, $"the migration at this place is named {file.Index + 1:D4}_what_it_does.sql");

    /// <summary>The assembly carries each of them as it is in the repository.</summary>
    public static IEnumerable<string> NotEmbedded(IEnumerable<SourceFile> migrations, Assembly assembly) =>
        from file in migrations
        where Embedded(assembly, file.Name) != file.Text
        select file.At(1, $"{assembly.GetName().Name} does not carry this migration, or carries another text");

    /// <summary>
    /// They expand: the program before still runs while one is applied, and again after a rollback. What takes
    /// something away from it says why it does not need it.
    /// </summary>
    public static IEnumerable<string> Contractions(IEnumerable<SourceFile> migrations)
    {
        foreach (var file in migrations.Where(IsUnderTheRule).Where(file => !ContractReason.IsMatch(file.Text)))
        {
            var sql = CommentOrText.Replace(file.Text, Blank);
            foreach (var match in Contraction.Matches(sql).Concat(NewColumn.Matches(sql).Where(MustBeWritten)))
            {
                yield return file.At(
                    LineOf(sql, match), $"'{FirstWords(match)}' takes something from the program before; "
                    + "expand first, or add '-- contract: why the program before does not need it'");
            }
        }
    }

    /// <summary>
    /// One transaction alters one table that is in use: with two it may wait for a booking that waits for it.
    /// </summary>
    public static IEnumerable<string> SecondTables(IEnumerable<SourceFile> migrations) =>
        from file in migrations.Where(IsUnderTheRule)
        let sql = CommentOrText.Replace(file.Text, Blank)
        let created = CreatedTable.Matches(sql).Select(match => match.Groups["table"].Value).ToHashSet()
        from match in AlteredTable.Matches(sql)
            .DistinctBy(match => match.Groups["table"].Value)
            .Where(match => !created.Contains(match.Groups["table"].Value))
            .Skip(1)
        select file.At(LineOf(sql, match), $"'{FirstWords(match)}' is the second table in one file; give it its own");

    /// <summary>One that runs outside of a transaction may die before it is recorded, and is run again then.</summary>
    public static IEnumerable<string> NotRepeatables(IEnumerable<SourceFile> migrations) =>
        from file in migrations
        let sql = CommentOrText.Replace(file.Text, Blank)
        from Match match in NotRepeatable.Matches(sql)
        select file.At(LineOf(sql, match), $"'{FirstWords(match)}' without 'if [not] exists' cannot be run again");

    private static bool IsUnderTheRule(SourceFile file) =>
        string.CompareOrdinal(MigrationName.Match(file.Name).Groups["number"].Value, LastBeforeTheRule) > 0;

    // The program before does not name it when it inserts.
    private static bool MustBeWritten(Match column) =>
        NotNull.IsMatch(column.Groups["rest"].Value) && !Filled.IsMatch(column.Groups["rest"].Value);

    private static string Blank(Match match) => new([.. match.Value.Select(c => c == '\n' ? c : ' ')]);

    private static int LineOf(string text, Match match) => text.AsSpan(0, match.Index).Count('\n') + 1;

    private static string FirstWords(Match match) =>
        string.Join(' ', match.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(4));

    private static string? Embedded(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using System.Reflection;
using System.Text.RegularExpressions;

namespace Usher.Tests.Tidy;

/// <summary>What holds for migrations. Each rule yields its violations.</summary>
internal static partial class MigrationRules
{
    [GeneratedRegex("^(?<number>[0-9]{4})_[a-z0-9_]+\\.sql$", RegexOptions.ExplicitCapture)]
    private static partial Regex MigrationName { get; }

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

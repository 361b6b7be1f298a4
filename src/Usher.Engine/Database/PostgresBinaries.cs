using System.Globalization;
using System.Text.RegularExpressions;

namespace Usher.Engine.Database;

/// <summary>The machine's PostgreSQL server programs: initdb, pg_ctl and postgres, in one directory.</summary>
/// <param name="Directory">Where they are.</param>
/// <param name="Version">Their major version.</param>
public sealed partial record PostgresBinaries(string Directory, int Version)
{
    /// <summary>The oldest major version that works.</summary>
    public const int VersionMin = 15;

    const string Remedy =
        "install PostgreSQL (Debian, Ubuntu: apt install postgresql; Fedora, Red Hat: dnf install postgresql-server; "
        + "macOS: brew install postgresql@17) or set ConnectionStrings__Postgres to a server you have.";

    static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];
    static readonly TimeSpan QuickCommandMax = TimeSpan.FromSeconds(10);

    /// <summary>The program of that name, with its path.</summary>
    public string Program(string name) => Path.Combine(Directory, name);

    /// <summary>
    /// Looks at the configured directory and nowhere else; or, without one, at PATH, where Debian, Red Hat and Homebrew
    /// keep their servers, and at <c>.tools/postgres</c> beside the data or in the current directory. The first that
    /// fits is taken; of several installed side by side, the newest.
    /// </summary>
    /// <param name="configured"><c>Data:PostgresBinaries</c>, or null.</param>
    /// <param name="dataDirectory"><c>Data:Directory</c>.</param>
    /// <param name="version">The major version of the existing cluster, which only that version can start; or null.</param>
    /// <param name="ct">Ends the search.</param>
    /// <exception cref="PostgresNotFoundException">There is none, or none of a fitting version.</exception>
    public static async Task<PostgresBinaries> FindAsync(
        string? configured, string dataDirectory, int? version, CancellationToken ct)
    {
        var places = string.IsNullOrWhiteSpace(configured)
            ? PostgresPlaces.Usual(dataDirectory)
            : [Path.GetFullPath(configured)];
        var found = new List<PostgresBinaries>();
        var broken = new List<string>();
        foreach (var directory in places.Where(HasPrograms))
        {
            EmbeddedPackage.LinkLibraries(directory);
            if (await ReadVersionAsync(directory, ct) is not { } foundVersion)
                broken.Add(directory);
            else if (foundVersion >= VersionMin && (version is null || version == foundVersion))
                return new PostgresBinaries(directory, foundVersion);
            else
                found.Add(new PostgresBinaries(directory, foundVersion));
        }
        throw new PostgresNotFoundException(Explain(configured, version, found, broken));
    }

    static bool HasPrograms(string directory) =>
        Programs.All(program => File.Exists(Path.Combine(directory, program)));

    static async Task<int?> ReadVersionAsync(string directory, CancellationToken ct)
    {
        try
        {
            var run = await Subprocess.RunAsync([Path.Combine(directory, "postgres"), "--version"], "/", QuickCommandMax, ct);
            var match = VersionNumber().Match(run.Output);
            return run.Succeeded && match.Success ? int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture) : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or TimeoutException)
        {
            return null;
        }
    }

    static string Explain(string? configured, int? version, List<PostgresBinaries> found, List<string> broken)
    {
        var seen = string.Join(", ", found.Select(one => $"{one.Version} in {one.Directory}")
            .Concat(broken.Select(directory => $"one that does not run in {directory}")));
        if (!string.IsNullOrWhiteSpace(configured))
            return $"Data__PostgresBinaries is {configured}, which must hold initdb, pg_ctl and postgres of version "
                + $"{Wanted(version)}{(seen.Length > 0 ? $" (found {seen})" : "")}: correct it, or unset it and {Remedy}";
        return seen.Length > 0
            ? $"The PostgreSQL found is not version {Wanted(version)} ({seen}): {Remedy}"
            : $"No PostgreSQL found on this machine: {Remedy}";
    }

    static string Wanted(int? version) =>
        version is null ? $"{VersionMin} or newer" : $"{version}, which made the existing database";

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionNumber();
}

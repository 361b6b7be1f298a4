using System.Globalization;
using System.Text.RegularExpressions;

namespace Usher.Postgres;

/// <summary>The machine's PostgreSQL server programs: initdb, pg_ctl and postgres, in one directory.</summary>
/// <param name="Directory">Where they are.</param>
/// <param name="Version">Their major version.</param>
public sealed partial record PostgresBinaries(string Directory, int Version)
{
    /// <summary>The oldest major version that works.</summary>
    public const int VersionMin = 15;

    private const string Remedy =
        "install PostgreSQL (Debian, Ubuntu: apt install postgresql; Fedora, Red Hat: dnf install postgresql-server; "
        + "macOS: brew install postgresql@17) or set ConnectionStrings__Postgres to an existing server.";

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];
    private static readonly TimeSpan QuickCommandMax = TimeSpan.FromSeconds(10);

    /// <summary>The program of that name, with its path.</summary>
    public string Program(string name) => Path.Combine(Directory, name);

    /// <summary>
    /// Looks at the configured directory and nowhere else; or, without one, at PATH, where Debian, Red Hat and Homebrew
    /// keep their servers, and at <c>.tools/postgres</c> beside the data or in the current directory. It takes the
    /// first that fits; of several installed side by side, the newest.
    /// </summary>
    /// <param name="configured"><c>Data:PostgresBinaries</c>, or null.</param>
    /// <param name="dataDirectory"><c>Data:Directory</c>.</param>
    /// <param name="version">The major version of the existing cluster, which no other can start; or null.</param>
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
            {
                broken.Add(directory);
            }
            else if (foundVersion >= VersionMin && (version is null || version == foundVersion))
            {
                return new PostgresBinaries(directory, foundVersion);
            }
            else
            {
                found.Add(new PostgresBinaries(directory, foundVersion));
            }
        }
        throw new PostgresNotFoundException(Explain(configured, version, found, broken));
    }

    /// <summary>These, or a copy where the server's user has no access to them (in root's own clone, for
    /// example).</summary>
    internal async Task<PostgresBinaries> ReachableAsync(ServerUser user, PostgresHome home, CancellationToken ct)
    {
        if (await user.CanEnterAsync(Directory, ct))
        {
            return this;
        }

        if (!EmbeddedPackage.Holds(Directory))
        {
            throw new PrivatePostgresException(
                $"The user {user.Name}, who runs the database, cannot access {Directory}. Allow it and its parent "
                + "folders (chmod o+x), or set Data__PostgresBinaries to another folder.");
        }

        var copy = Path.Combine(home.Directory, "server", Path.GetFileName(Directory));
        if (!HasPrograms(copy))
        {
            await EmbeddedPackage.CopyAsync(Path.GetDirectoryName(Directory)!, Path.GetDirectoryName(copy)!, ct);
        }

        return this with { Directory = copy };
    }

    private static bool HasPrograms(string directory) =>
        Programs.All(program => File.Exists(Path.Combine(directory, program)));

    private static async Task<int?> ReadVersionAsync(string directory, CancellationToken ct)
    {
        try
        {
            string[] command = [Path.Combine(directory, "postgres"), "--version"];
            var run = await Subprocess.RunAsync(command, "/", QuickCommandMax, ct);
            var major = VersionNumber().Match(run.Output).Groups["major"];
            return run.Succeeded && major.Success ? int.Parse(major.ValueSpan, CultureInfo.InvariantCulture) : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or TimeoutException)
        {
            return null;
        }
    }

    private static string Explain(string? configured, int? version, List<PostgresBinaries> found, List<string> broken)
    {
        var wanted = version is null ? $"{VersionMin} or newer" : $"{version}, which created the existing database";
        var seen = found.Select(one => $"{one.Version} in {one.Directory}")
            .Concat(broken.Select(directory => $"one that fails to run in {directory}")).ToList();
        var insteadOf = seen.Count > 0 ? $" (found: {string.Join(", ", seen)})" : "";
        return string.IsNullOrWhiteSpace(configured)
            ? $"No PostgreSQL {wanted} on this machine{insteadOf}: {Remedy}"
            : $"Data__PostgresBinaries is {configured}, which does not contain initdb, pg_ctl and "
                + $"postgres of version {wanted}{insteadOf}: correct it, or unset it and {Remedy}";
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionNumber();
}

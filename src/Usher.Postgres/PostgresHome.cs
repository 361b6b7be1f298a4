using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Usher.Postgres;

/// <summary>Where one private PostgreSQL keeps its files: data, log, socket, settings and lock.</summary>
/// <param name="Directory">Where they are.</param>
/// <param name="Configured">Where the configuration wants them.</param>
internal sealed record PostgresHome(string Directory, string Configured)
{
    // Only root can write here, so nobody else can have prepared it; and every user can enter it.
    private const string SystemDirectory = "/var/lib/usher";
    private const string SocketName = "/.s.PGSQL.5432";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
        | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    // What fits into sockaddr_un, less the zero at its end.
    private static readonly int SocketPathBytesMax = OperatingSystem.IsMacOS() ? 103 : 107;

    public const string DataName = "data";

    public string Data => Path.Combine(Directory, DataName);

    public string Log => Path.Combine(Directory, "log");

    public const string StartLogName = "log/start.log";

    /// <summary>The server's output before its own log is open.</summary>
    public string StartLog => Path.Combine(Directory, StartLogName);

    public string Settings => Path.Combine(Directory, "usher.conf");

    public string Lock => Path.Combine(Directory, "owner.lock");

    public bool HasCluster => File.Exists(Path.Combine(Data, "PG_VERSION"));

    /// <summary>
    /// The configured directory; or, where we are root and the server's user could not get there (below /root, say),
    /// one in /var/lib whose name is derived from the configured path, so that every start finds it again.
    /// </summary>
    public static async Task<PostgresHome> ChooseAsync(string configured, ILogger logger, CancellationToken ct)
    {
        if (Find(configured) is { } found)
        {
            return found;
        }

        var (home, moved) = Places(configured);
        if (!Environment.IsPrivilegedProcess)
        {
            return home;
        }

        var parent = System.IO.Directory.CreateDirectory(Path.GetDirectoryName(home.Directory)!).FullName;
        var user = await ServerUser.ChooseAsync(home.Data, ct);
        if (await user.CanEnterAsync(parent, ct))
        {
            return home;
        }

        PostgresLog.Moved(logger, moved.Directory, user.Name, parent);
        Make(SystemDirectory, Passable);
        System.IO.Directory.CreateDirectory(home.Directory);
        await File.WriteAllTextAsync(Path.Combine(home.Directory, "MOVED"), moved.Directory + "\n", ct);
        return moved;
    }

    /// <summary>Where there is a cluster already; null if there is none. Nothing is created.</summary>
    public static PostgresHome? Find(string configured)
    {
        var (home, moved) = Places(configured);
        return home.HasCluster ? home : Environment.IsPrivilegedProcess && moved.HasCluster ? moved : null;
    }

    /// <summary>The major version that created the cluster; null without one.</summary>
    public int? ReadVersion() =>
        HasCluster ? int.Parse(File.ReadAllText(Path.Combine(Data, "PG_VERSION")), CultureInfo.InvariantCulture) : null;

    /// <summary>
    /// A folder that only the server's user (and root) may enter, fit for a socket's address: inside the home,
    /// or one named by the home's path elsewhere.
    /// </summary>
    public string SocketDirectory()
    {
        var inside = Path.Combine(Directory, "socket");
        if (Fits(inside))
        {
            return inside;
        }

        if (Environment.IsPrivilegedProcess)
        {
            return Path.Combine(SystemDirectory, $"socket-{Hash(Directory)}");
        }

        var temporary = Path.Combine(Path.GetTempPath(), $"usher-{Hash(Directory)}");
        return Fits(temporary) ? temporary : $"/tmp/usher-{Hash(Directory)}";
    }

    /// <summary>Creates the folders and gives them to the server's user.</summary>
    public async Task PrepareAsync(ServerUser user, CancellationToken ct)
    {
        var socket = SocketDirectory();
        if (new DirectoryInfo(socket).LinkTarget is not null)
        {
            throw new PrivatePostgresException($"{socket} is a symbolic link created by another user: remove it.");
        }

        if (Path.GetDirectoryName(socket) == SystemDirectory)
        {
            Make(SystemDirectory, Passable);
        }

        string[] folders = [Directory, Log, socket];
        foreach (var folder in folders)
        {
            Make(folder, Private);
        }
        await user.OwnAsync([.. folders, Lock], ct);
    }

    /// <summary>Removes a socket's folder outside the home when its server has stopped.</summary>
    public void RemoveSocketDirectoryElsewhere()
    {
        var socket = SocketDirectory();
        if (Path.GetDirectoryName(socket) != Directory && System.IO.Directory.Exists(socket)
            && !System.IO.Directory.EnumerateFileSystemEntries(socket).Any())
        {
            System.IO.Directory.Delete(socket);
        }
    }

    private static (PostgresHome Home, PostgresHome Moved) Places(string configured)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(configured));
        return (new PostgresHome(path, path), new PostgresHome(Path.Combine(SystemDirectory, Hash(path)), path));
    }

    private static void Make(string folder, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        System.IO.Directory.CreateDirectory(folder, mode);
        // Fails if the folder belongs to another user, which is possible in a shared temporary folder.
        File.SetUnixFileMode(folder, mode);
    }

    // In a connection string a comma would start another host, and a colon a port.
    private static bool Fits(string directory) =>
        Encoding.UTF8.GetByteCount(directory + SocketName) <= SocketPathBytesMax
        && directory.IndexOfAny([',', ':']) < 0;

    private static string Hash(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16];
}

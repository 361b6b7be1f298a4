
namespace Usher.Postgres;

/// <summary>
/// Who runs the server: this process's user, or, where that is root (which PostgreSQL refuses), an unprivileged one.
/// </summary>
internal sealed class ServerUser
{
    private static readonly TimeSpan QuickCommandMax = TimeSpan.FromSeconds(10);

    private readonly Func<IEnumerable<string>, IEnumerable<string>> wrap;

    private ServerUser(string name, bool isOurselves, Func<IEnumerable<string>, IEnumerable<string>> wrap)
    {
        Name = name;
        IsOurselves = isOurselves;
        this.wrap = wrap;
    }

    public string Name { get; }

    public bool IsOurselves { get; }

    /// <param name="cluster">If it exists, only its owner may start it.</param>
    /// <exception cref="PrivatePostgresException">We are root and cannot become anybody else.</exception>
    public static async Task<ServerUser> ChooseAsync(string cluster, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerUser(Environment.UserName, isOurselves: true, command => command);
        }

        string?[] candidates = [await OwnerAsync(cluster, ct), "postgres", "nobody"];
        foreach (var name in candidates.OfType<string>().Where(name => name is not ("root" or "UNKNOWN")))
        {
            if (await IdAsync("-u", name, ct) is { } user && await IdAsync("-g", name, ct) is { } group)
            {
                return await ChooseToolAsync(name, user, group, ct);
            }
        }
        throw new PrivatePostgresException(
            "PostgreSQL cannot run as root, and this machine has no user named postgres or nobody. Add one "
            + "(useradd --system postgres), run usher as another user, or set ConnectionStrings__Postgres.");
    }

    /// <summary>The command line that runs <paramref name="command"/> as this user.</summary>
    public IEnumerable<string> Wrap(params IEnumerable<string> command) => wrap(command);

    /// <summary>Whether this user may enter the folder, which includes every folder above it.</summary>
    public async Task<bool> CanEnterAsync(string directory, CancellationToken ct) =>
        IsOurselves || await SucceedsAsync(Wrap("test", "-x", directory), ct);

    /// <summary>Makes the user the owner of what was created for it.</summary>
    public async Task OwnAsync(IEnumerable<string> paths, CancellationToken ct)
    {
        if (IsOurselves)
        {
            return;
        }

        var chown = await Subprocess.RunAsync(["chown", "-h", Name, .. paths], "/", QuickCommandMax, ct);
        if (!chown.Succeeded)
        {
            throw new PrivatePostgresException($"The owner of the database cannot be changed to {Name}: {chown.Words}");
        }
    }

    private static async Task<ServerUser> ChooseToolAsync(string name, string user, string group, CancellationToken ct)
    {
        var tools = new Func<IEnumerable<string>, IEnumerable<string>>[]
        {
            command => ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups", "--", .. command],
            command => ["runuser", "-u", name, "--", .. command],
            command => ["su", "-s", "/bin/sh", "-c", string.Join(' ', command.Select(Quoted)), name],
        };
        foreach (var tool in tools)
        {
            // Tried rather than looked up: busybox has a setpriv that cannot change the user.
            if (await SucceedsAsync(tool(["true"]), ct))
            {
                return new ServerUser(name, isOurselves: false, tool);
            }
        }
        throw new PrivatePostgresException(
            $"PostgreSQL cannot run as root, and none of setpriv, runuser and su could run it as {name}. "
            + "Install util-linux, run usher as another user, or set ConnectionStrings__Postgres.");
    }

    private static async Task<string?> OwnerAsync(string path, CancellationToken ct)
    {
        if (!Directory.Exists(path))
        {
            return null;
        }

        string[] stat = OperatingSystem.IsLinux() ? ["stat", "-c", "%U", path] : ["stat", "-f", "%Su", path];
        return (await Subprocess.RunAsync(stat, "/", QuickCommandMax, ct)).Output.Trim();
    }

    private static async Task<string?> IdAsync(string option, string name, CancellationToken ct)
    {
        var id = await Subprocess.RunAsync(["id", option, name], "/", QuickCommandMax, ct);
        return id.Succeeded ? id.Output.Trim() : null;
    }

    private static async Task<bool> SucceedsAsync(IEnumerable<string> command, CancellationToken ct)
    {
        try
        {
            return (await Subprocess.RunAsync(command, "/", QuickCommandMax, ct)).Succeeded;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

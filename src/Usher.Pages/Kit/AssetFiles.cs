using System.Collections.Frozen;
using System.Text.Json;

namespace Usher.Pages.Kit;

/// <summary>
/// The scripts and stylesheets of the pages, built from <c>Assets/</c> and read once: they are few, small and the same
/// for everybody.
/// </summary>
internal sealed class AssetFiles
{
    private const string UrlPrefix = "/assets/";

    private readonly FrozenDictionary<string, string> _urls;
    private readonly FrozenDictionary<string, AssetFile> _files;

    private AssetFiles(Dictionary<string, string> manifest, string folder)
    {
        _urls = manifest.ToFrozenDictionary(
            entry => entry.Key, entry => UrlPrefix + entry.Value, StringComparer.Ordinal);
        _files = manifest.Values.ToFrozenDictionary(
            name => name, name => AssetFile.Read(Path.Combine(folder, name)), StringComparer.Ordinal);
    }

    /// <summary>Reads what the build put beside the program.</summary>
    public static AssetFiles Read() => Read(Path.Combine(AppContext.BaseDirectory, "wwwroot", "assets"));

    public static AssetFiles Read(string folder)
    {
        var manifest = Path.Combine(folder, "manifest.json");
        if (!File.Exists(manifest))
        {
            throw new InvalidOperationException(
                $"The pages' scripts and styles are missing: there is no {manifest}. Build the server again.");
        }

        return new AssetFiles(
            JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(manifest))!, folder);
    }

    /// <summary>Where the browser finds an entry point of <c>Assets/</c>: "site.css", "show.js".</summary>
    public string Url(string name) => _urls.TryGetValue(name, out var url)
        ? url
        : throw new ArgumentException(
            $"'{name}' is no asset; there are {string.Join(", ", _urls.Keys.Order(StringComparer.Ordinal))}.",
            nameof(name));

    public AssetFile? Find(string name) => _files.GetValueOrDefault(name);
}

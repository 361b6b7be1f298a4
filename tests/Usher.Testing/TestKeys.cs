using Usher.Engine.Sealing;

namespace Usher.Testing;

/// <summary>The key ring of the tests: one for all of a run, in a file, since programs that are started must have the
/// same.</summary>
internal static class TestKeys
{
    private static readonly Lazy<string> File = new(() =>
    {
        var path = System.IO.Path.Combine(
            Directory.CreateTempSubdirectory("usher-test-keys-").FullName, "keyring.json");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            Directory.Delete(System.IO.Path.GetDirectoryName(path)!, recursive: true);
        new KeyRingFile(path).ReadOrMake();
        return path;
    });

    private static readonly Lazy<KeyRing> Read = new(() => new KeyRingFile(Path).Read());

    public static string Path => File.Value;

    public static KeyRing Ring => Read.Value;
}

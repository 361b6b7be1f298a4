namespace Usher.Tests.Cases;

/// <summary>A file as somebody brought it, which once was dealt with wrongly. It lies beside this class.</summary>
internal static class Case
{
    public static byte[] Read(string name)
    {
        using var file = typeof(Case).Assembly.GetManifestResourceStream($"Usher.Tests.Cases.{name}").ShouldNotBeNull();
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}

namespace Usher.Testing;

/// <summary>The clone that these tests were built from.</summary>
internal static class Clone
{
    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    private static string FindRoot(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException("The tests do not run from inside a clone."),
        _ when File.Exists(Path.Combine(folder.FullName, "Usher.slnx")) => folder.FullName,
        _ => FindRoot(folder.Parent),
    };
}

namespace Usher.Tests.Tidy;

/// <summary>A text file of the repository; its path is relative to the root and has forward slashes.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string Extension => System.IO.Path.GetExtension(Path);

    public string[] Lines { get; } = Text.TrimEnd('\n').Split('\n');

    /// <summary>How a violation is reported: where an editor can jump to.</summary>
    public string At(int line, string message) => $"{Path}:{line}: {message}";
}

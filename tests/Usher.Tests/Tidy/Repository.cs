using System.Collections.Immutable;
using Usher.Testing;

namespace Usher.Tests.Tidy;

/// <summary>The files of the clone that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] BinaryExtensions =
        [".png", ".jpg", ".gif", ".ico", ".webp", ".avif", ".woff2", ".pdf", ".zip", ".gz", ".bin"];

    /// <summary>Every text file that is not ignored.</summary>
    public static ImmutableArray<SourceFile> Files { get; } = ReadFiles(Clone.Root);

    public static IEnumerable<SourceFile> Code => Files.Where(f => f.Extension == ".cs");

    // Not by asking git: a copy without a history, or one that belongs to another user, is judged just the same.
    private static ImmutableArray<SourceFile> ReadFiles(string root)
    {
        var ignored = File.ReadLines(Path.Combine(root, ".gitignore"))
            .Where(line => line.EndsWith('/'))
            .Select(line => line.Trim('/'))
            .Append(".git")
            .ToHashSet(StringComparer.Ordinal);
        return [.. Walk(new DirectoryInfo(root), ignored)
            .Where(file => !BinaryExtensions.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
            .Select(file => new SourceFile(
                Path.GetRelativePath(root, file.FullName).Replace('\\', '/'), File.ReadAllText(file.FullName)))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    // A worktree's .git is a file: ignored names count for files, too.
    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder, HashSet<string> ignored) =>
        folder.EnumerateFiles().Where(file => !ignored.Contains(file.Name)).Concat(
            folder.EnumerateDirectories()
                .Where(child => !ignored.Contains(child.Name))
                .SelectMany(child => Walk(child, ignored)));
}

using Usher.Bench.Machine;
using Usher.Bench.Settings;

namespace Usher.Bench.Revisions;

/// <summary>
/// The servers of other commits of a clone. Each is built once, in a worktree of its own that goes afterwards, and kept
/// under its hash in .tools/revisions.
/// </summary>
internal sealed class RevisionBuild(string root, TextWriter notes)
{
    private const string AssemblyName = "usher.dll";

    // As the commit's own scripts build it, whatever they do.
    private const string Script = ". ops/lib.sh; build src/Usher.Server";
    private static readonly string Ready = Path.Combine("src", "Usher.Server", "bin", "Release", "ready");
    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(30);

    private readonly GitRepository git = new(root);

    /// <exception cref="BenchException">There is no such commit, or it does not build.</exception>
    public async Task<Revision> FindAsync(string name, CancellationToken ct)
    {
        var commit = await git.CommitOfAsync(name, ct);
        var folder = Path.Combine(root, ".tools", "revisions", commit);
        var revision = new Revision(name, commit, Path.Combine(folder, AssemblyName));
        if (!File.Exists(revision.Assembly))
        {
            await BuildAsync(revision, folder, ct);
        }

        return revision;
    }

    /// <summary>The commit that this build was made of.</summary>
    /// <param name="assembly">Its server.</param>
    /// <param name="allowDirty">Whether it may have been changed since.</param>
    /// <exception cref="BenchException">It was changed since.</exception>
    public async Task<Revision> ThisAsync(string assembly, bool allowDirty, CancellationToken ct)
    {
        var commit = await git.CommitOfAsync("HEAD", ct);
        var isClean = await git.IsCleanAsync(ct);
        return isClean || allowDirty
            ? new Revision(isClean ? "HEAD" : "HEAD with changes that are not committed", commit, assembly, isClean)
            : throw new BenchException(
                "--compare-to compares commits, and the server's sources have changes that are not committed. Commit "
                + "them, or add --allow-dirty.");
    }

    private async Task BuildAsync(Revision revision, string folder, CancellationToken ct)
    {
        notes.WriteLine($"Building {revision.Short} ({revision.Name}), once …");
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        var worktree = $"{folder}.{Environment.ProcessId}";
        await git.AddWorktreeAsync(worktree, revision.Commit, ct);
        try
        {
            var build = await Tool.TryRunAsync(
                "bash", ["-c", Script], BuildTimeout, ct, worktree, endsAtOnce: true);
            if (build.ExitCode != 0 || !File.Exists(Path.Combine(worktree, Ready, AssemblyName)))
            {
                throw new BenchException($"--compare-to: {revision.Short} does not build: "
                    + $"{Reason(build, worktree)} All of it: {await KeepLogAsync(build, worktree, folder)}");
            }

            Keep(Path.Combine(worktree, Ready), folder);
        }
        finally
        {
            await git.RemoveWorktreeAsync(worktree);
        }
    }

    private static void Keep(string ready, string folder)
    {
        try
        {
            Directory.Move(ready, folder);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, AssemblyName)))
        {
            // Another comparison has built it meanwhile.
        }
    }

    private static string Reason(ToolEnd build, string worktree)
    {
        var lines = build.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var reason = lines.FirstOrDefault(line => line.Contains(": error", StringComparison.Ordinal))
            ?? lines.LastOrDefault() ?? $"no {AssemblyName} in {Ready}";
        return reason.Replace(worktree + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).TrimEnd('.') + ".";
    }

    private static async Task<string> KeepLogAsync(ToolEnd build, string worktree, string folder)
    {
        var log = $"{folder}.log";
        var written = Path.Combine(worktree, "obj", "build.log");
        await File.WriteAllTextAsync(
            log, File.Exists(written) ? await File.ReadAllTextAsync(written) : build.Output + build.Errors);
        return log;
    }
}

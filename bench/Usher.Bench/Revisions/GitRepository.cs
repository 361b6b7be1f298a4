using Usher.Bench.Machine;
using Usher.Bench.Settings;

namespace Usher.Bench.Revisions;

/// <summary>The git repository of a clone, as far as a comparison of its commits needs it.</summary>
internal sealed class GitRepository(string root)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    // What the server is built from.
    private static readonly string[] Sources =
        ["src", "global.json", "Directory.Build.props", "Directory.Packages.props"];

    // A git hook that starts the benchmark has set these for a repository of its own.
    private static readonly (string, string?)[] Environment =
        [("GIT_DIR", null), ("GIT_WORK_TREE", null), ("GIT_INDEX_FILE", null)];

    /// <summary>The hash of a commit, branch or tag.</summary>
    /// <exception cref="BenchException">There is no such one, no repository, or no git.</exception>
    public async Task<string> CommitOfAsync(string revision, CancellationToken ct)
    {
        var repository = await RunAsync(ct, "rev-parse", "--git-dir");
        if (repository.ExitCode != 0)
        {
            throw new BenchException(
                $"--compare-to needs a clone with its git history: {repository.FirstError ?? "there is none here"}");
        }

        var found = await RunAsync(
            ct, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{revision}^{{commit}}");
        return found.ExitCode == 0 ? found.Output.Trim() : throw new BenchException(
            $"--compare-to: '{revision}' is no commit of this clone. Name a commit, a branch or a tag; see git log.");
    }

    /// <summary>Whether what the server is built from is as it was committed.</summary>
    public async Task<bool> IsCleanAsync(CancellationToken ct) =>
        (await RequireAsync(ct, ["status", "--porcelain", "--", .. Sources])).Trim() is "";

    public Task AddWorktreeAsync(string folder, string commit, CancellationToken ct) =>
        // Hooks are for those who work there.
        RequireAsync(ct, "-c", "core.hooksPath=/dev/null", "worktree", "add", "--detach", folder, commit);

    /// <summary>Removes it with everything built inside.</summary>
    public async Task RemoveWorktreeAsync(string folder)
    {
        await RunAsync(CancellationToken.None, "worktree", "remove", "--force", folder);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
            await RunAsync(CancellationToken.None, "worktree", "prune");
        }
    }

    private async Task<string> RequireAsync(CancellationToken ct, params string[] arguments)
    {
        var end = await RunAsync(ct, arguments);
        return end.ExitCode == 0 ? end.Output : throw new BenchException(
            $"--compare-to: git {string.Join(' ', arguments)} failed: {end.FirstError}");
    }

    private Task<ToolEnd> RunAsync(CancellationToken ct, params string[] arguments) =>
        Tool.Find("git") is { } git
            ? Tool.TryRunAsync(git, arguments, Timeout, ct, root, Environment)
            : throw new BenchException("--compare-to needs git. Install it (Debian: apt-get install git).");
}

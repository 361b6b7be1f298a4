using Usher.Bench.Machine;
using Usher.Bench.Revisions;
using Usher.Bench.Settings;

namespace Usher.SystemTests.Bench;

/// <summary>The servers of other commits, of a small repository whose build takes no time.</summary>
public sealed class RevisionBuildTests : IAsyncLifetime
{
    private static readonly string Source = Path.Combine("src", "Usher.Server", "source.txt");
    private static readonly (string, string?)[] Author =
    [
        ("GIT_AUTHOR_NAME", "anyone"), ("GIT_AUTHOR_EMAIL", "anyone@example.com"), ("GIT_COMMITTER_NAME", "anyone"),
        ("GIT_COMMITTER_EMAIL", "anyone@example.com"),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("usher-revisions-").FullName;

    private string Root => Path.Combine(folder, "clone");

    private string Kept => Path.Combine(Root, ".tools", "revisions");

    private string Builds => Path.Combine(folder, "builds");

    private RevisionBuild Build => new(Root, TextWriter.Null);

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Tool.Find("git") is null || Tool.Find("bash") is null, "there is no git or no bash");
        await WriteAsync(Source, "one");
        await WriteAsync(".gitignore", ".tools/\nbin/\nobj/\n");
        await WriteAsync(Path.Combine("ops", "lib.sh"), $$"""
            build() {
              echo "$1" >>'{{Builds}}'
              mkdir -p obj "$1/bin/Release/ready"
              if grep -q wrong "$1/source.txt"; then
                echo 'all that was said' >obj/build.log
                echo "$PWD/$1/source.txt(1,1): error: it is wrong" >&2
                exit 1
              fi
              cp "$1/source.txt" "$1/bin/Release/ready/usher.dll"
            }
            """);
        await GitAsync("init", "--quiet");
        await CommitAsync();
        await WriteAsync(Source, "two");
        await CommitAsync();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_commit_is_built_once_in_a_worktree_that_goes_and_is_kept_by_its_hash()
    {
        var hash = (await GitAsync("rev-parse", "HEAD~1")).Trim();
        var first = await Build.FindAsync("HEAD~1", CancellationToken.None);
        var again = await Build.FindAsync(hash[..7], CancellationToken.None);

        first.Commit.ShouldBe(hash);
        again.Assembly.ShouldBe(first.Assembly);
        (await File.ReadAllTextAsync(first.Assembly)).ShouldBe("one");
        (await File.ReadAllLinesAsync(Builds)).ShouldBe(["src/Usher.Server"]);
        Directory.GetFileSystemEntries(Kept).ShouldBe([Path.Combine(Kept, hash)]);
        (await GitAsync("worktree", "list")).Trim().Split('\n').ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(Path.Combine(Root, Source))).ShouldBe("two");
    }

    [Fact]
    public async Task A_commit_that_does_not_build_is_told_in_one_line_and_leaves_its_log_alone()
    {
        await WriteAsync(Source, "wrong");
        await CommitAsync();
        var hash = (await GitAsync("rev-parse", "HEAD")).Trim();

        var log = Path.Combine(Kept, $"{hash}.log");
        (await Should.ThrowAsync<BenchException>(() => Build.FindAsync("HEAD", CancellationToken.None))).Message
            .ShouldBe($"--compare-to: {hash[..9]} does not build: src/Usher.Server/source.txt(1,1): error: it is "
                + $"wrong. All of it: {log}");
        Directory.GetFileSystemEntries(Kept).ShouldBe([log]);
        (await File.ReadAllTextAsync(log)).Trim().ShouldBe("all that was said");
        (await GitAsync("worktree", "list")).Trim().Split('\n').ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("--all")]
    [InlineData("")]
    public async Task What_is_no_commit_is_refused(string revision) =>
        (await Should.ThrowAsync<BenchException>(() => Build.FindAsync(revision, CancellationToken.None))).Message
            .ShouldBe($"--compare-to: '{revision}' is no commit of this clone. Name a commit, a branch or a tag; see "
                + "git log.");

    [Fact]
    public async Task Without_history_there_is_nothing_to_compare_with()
    {
        Directory.Delete(Path.Combine(Root, ".git"), recursive: true);
        (await Should.ThrowAsync<BenchException>(() => Build.FindAsync("HEAD", CancellationToken.None))).Message
            .ShouldStartWith("--compare-to needs a clone with its git history: ");
    }

    [Fact]
    public async Task Sources_that_are_not_committed_are_refused_unless_they_are_allowed()
    {
        await WriteAsync("notes.txt", "not what the server is built from");
        (await ThisAsync(allowDirty: false)).Name.ShouldBe("HEAD");

        await WriteAsync(Path.Combine("src", "new.txt"), "new");
        (await Should.ThrowAsync<BenchException>(() => ThisAsync(allowDirty: false))).Message
            .ShouldContain("add --allow-dirty");
        var dirty = await ThisAsync(allowDirty: true);
        dirty.IsClean.ShouldBeFalse();
        dirty.Name.ShouldBe("HEAD with changes that are not committed");
    }

    private Task<Revision> ThisAsync(bool allowDirty) =>
        Build.ThisAsync("usher.dll", allowDirty, CancellationToken.None);

    private async Task WriteAsync(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text);
    }

    private async Task CommitAsync()
    {
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--message", "any");
    }

    private Task<string> GitAsync(params string[] arguments) => Tool.RunAsync(
        "git", arguments, TimeSpan.FromMinutes(1), CancellationToken.None, Root, Author);
}

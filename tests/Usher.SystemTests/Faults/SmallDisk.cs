using Usher.Postgres;

namespace Usher.SystemTests.Faults;

/// <summary>A small file system of its own in place of a folder, to be filled to the last byte.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Ballast => Path.Combine(_folder, "ballast");

    /// <summary>Mounts it over the folder, with what is in there. Needs root that may mount.</summary>
    public static async Task<SmallDisk> MountOverAsync(string folder, int mebibytes)
    {
        var before = folder + ".before";
        await RunAsync("mv", folder, before);
        Directory.CreateDirectory(folder);
        var mount = await TryRunAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "usher-small-disk", folder);
        if (!mount.Succeeded)
        {
            var why = $"no small file system can be mounted here: {mount.Words}";
            var mustRun = Environment.IsPrivilegedProcess && Environment.GetEnvironmentVariable("CI") is "true";
            Assert.SkipUnless(mustRun, why);
            throw new InvalidOperationException(why);
        }

        var disk = new SmallDisk(folder);
        try
        {
            await RunAsync("chown", $"--reference={before}", folder);
            await RunAsync("chmod", $"--reference={before}", folder);
            await RunAsync("cp", "-a", before + "/.", folder);
            return disk;
        }
        catch
        {
            await disk.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes all space that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var block in new[] { 1 << 20, 1 << 12 })
        {
            try
            {
                while (true)
                {
                    file.Write(new byte[block]);
                }
            }
            catch (IOException)
            {
                // Full, as far as blocks of this size go.
            }
        }
    }

    public Task GiveBackAsync()
    {
        File.Delete(Ballast);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await TryRunAsync("umount", "-l", _folder);

    private static async Task RunAsync(params string[] command) =>
        (await TryRunAsync(command)).ShouldSatisfyAllConditions(run => run.ExitCode.ShouldBe(0, run.Words));

    private static Task<Subprocess> TryRunAsync(params string[] command) =>
        Subprocess.RunAsync(command, "/", Patience, CancellationToken.None);
}

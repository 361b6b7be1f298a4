namespace Usher.SystemTests.Faults;

/// <summary>
/// The environment of a process that lives at another time: libfaketime answers all its questions for the hour.
/// </summary>
internal static class WrongClock
{
    private static readonly string[] Places = ["/usr/lib", "/usr/lib64", "/usr/local/lib"];

    /// <param name="offset">As libfaketime has it: +1h.</param>
    public static Dictionary<string, string> By(string offset)
    {
        if (FindLibrary() is not { } library)
        {
            const string Why = "libfaketime is not installed (Debian, Ubuntu: apt-get install faketime)";
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", Why);
            throw new InvalidOperationException(Why);
        }

        return new()
        {
            ["LD_PRELOAD"] = library,
            ["FAKETIME"] = offset,
            // Time passes as ever; only what hour it is, is wrong. Without these .NET's waits go astray.
            ["DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
        };
    }

    private static string? FindLibrary() => Places
        .Where(Directory.Exists)
        .SelectMany(place => Directory.EnumerateDirectories(place).Append(place))
        .Select(place => Path.Combine(place, "faketime", "libfaketime.so.1"))
        .FirstOrDefault(File.Exists);
}

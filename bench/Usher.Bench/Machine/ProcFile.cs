using System.Globalization;
using Usher.Bench.Settings;

namespace Usher.Bench.Machine;

/// <summary>What Linux tells in /proc; null everywhere else.</summary>
internal static class ProcFile
{
    private const double KibibytesPerMebibyte = 1024;

    // For its own files, the database and a reserve.
    private const int OtherFiles = 200;

    /// <summary>Processes that ran or wanted to run, on average over the last minute.</summary>
    public static double? LoadAverage() =>
        Read("/proc/loadavg") is { } text
        && double.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out var load) ? load : null;

    /// <summary>The most memory a process has had resident.</summary>
    public static double? PeakMemoryMebibytes(int processId) =>
        Read($"/proc/{processId}/status") is { } text ? ParsePeakMemory(text) : null;

    /// <summary>The memory a process has resident now.</summary>
    public static double? MemoryMebibytes(int processId) =>
        Read($"/proc/{processId}/status") is { } text ? ParseMemory(text, "VmRSS:") : null;

    /// <param name="status">The text of /proc/…/status.</param>
    public static double? ParsePeakMemory(string status) => ParseMemory(status, "VmHWM:");

    private static double? ParseMemory(string status, string name) =>
        Field(status, name) is [var kibibytes, ..]
        && double.TryParse(kibibytes, CultureInfo.InvariantCulture, out var number)
            ? number / KibibytesPerMebibyte : null;

    /// <summary>How many files a process of this user may have open at most.</summary>
    /// <param name="limits">The text of /proc/…/limits.</param>
    public static long? ParseOpenFilesMax(string limits) =>
        Field(limits, "Max open files") is [_, var hard, ..]
            ? long.TryParse(hard, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue : null;

    /// <exception cref="BenchException">So many connections cannot be open at once.</exception>
    public static void RequireOpenFiles(int connections)
    {
        var needed = connections + OtherFiles;
        if (Read("/proc/self/limits") is { } limits && ParseOpenFilesMax(limits) is { } most && most < needed)
        {
            throw new BenchException(
                $"{connections} connections need {needed} open files; this shell allows {most}. Raise it with "
                + $"'ulimit -Hn {needed}' as root (systemd: LimitNOFILE={needed}; for good: nofile in "
                + "/etc/security/limits.conf), or use fewer --connections.");
        }
    }

    private static string[]? Field(string text, string name) =>
        text.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? line[name.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : null;

    /// <summary>Null if there is no such file, or none that may be read.</summary>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using System.Globalization;

namespace Usher.Bench.Machine;

/// <summary>A process with all that descend from it, as Linux tells in /proc.</summary>
internal static class ProcessTree
{
    // A process that ends while it is looked at would count twice or not at all; then all are read again.
    private const int TriesMax = 5;

    // The unit of /proc, whatever the kernel's own clock does.
    private const long TicksPerSecond = 100;

    /// <summary>
    /// The processor time by now of all of them, also of those that ended. Null where the system does not tell, or
    /// there is no such process.
    /// </summary>
    /// <param name="processId">The first of them.</param>
    /// <param name="except">One of them that is left out, with all that descend from it.</param>
    public static TimeSpan? ProcessorTime(int processId, int? except = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (Find(processId) is not { } before)
            {
                return null;
            }

            var ticks = Ticks(processId, except, All());
            if (attempt == TriesMax || Find(processId) is not { } after || after.EndedTicks == before.EndedTicks)
            {
                return Time(ticks);
            }
        }
    }

    /// <summary>The processor time of the programs that this process has run to their end; null where the system does
    /// not tell.</summary>
    public static TimeSpan? TimeOfEndedPrograms() =>
        Find(Environment.ProcessId) is { } self ? Time(self.EndedTicks) : null;

    /// <param name="stat">The text of /proc/…/stat.</param>
    public static ProcessStat? Parse(string stat)
    {
        // The name, in parentheses, may contain anything.
        var name = stat.LastIndexOf(')');
        var fields = name < 0 ? [] : stat[(name + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 15 ? null : new ProcessStat(
            int.Parse(stat[..stat.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture),
            int.Parse(fields[1], CultureInfo.InvariantCulture), Sum(fields[11], fields[12]),
            Sum(fields[13], fields[14]));
    }

    private static long Ticks(int processId, int? except, ILookup<int, ProcessStat> children) =>
        children.SelectMany(group => group).Where(process => process.Id == processId)
            .Sum(process => process.OwnTicks + process.EndedTicks)
        + children[processId].Where(child => child.Id != except).Sum(child => Ticks(child.Id, except, children));

    private static ILookup<int, ProcessStat> All() =>
        Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder))
            .Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var id) ? Find(id) : null)
            .OfType<ProcessStat>().ToLookup(process => process.ParentId);

    private static ProcessStat? Find(int processId) =>
        ProcFile.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat")) is { } stat
            ? Parse(stat) : null;

    private static long Sum(string user, string system) =>
        long.Parse(user, CultureInfo.InvariantCulture) + long.Parse(system, CultureInfo.InvariantCulture);

    private static TimeSpan Time(long ticks) => TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
}

/// <summary>What /proc tells of a process.</summary>
/// <param name="Id">Its number.</param>
/// <param name="ParentId">Its parent's.</param>
/// <param name="OwnTicks">Its processor time, its own and the kernel's for it.</param>
/// <param name="EndedTicks">The same of its children that ended, and of theirs.</param>
internal sealed record ProcessStat(int Id, int ParentId, long OwnTicks, long EndedTicks);

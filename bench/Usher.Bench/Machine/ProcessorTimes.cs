namespace Usher.Bench.Machine;

/// <summary>Processor time of those who share the machine; null where it is not known, or nobody is there.</summary>
/// <param name="Generator">Who puts the load on.</param>
/// <param name="Server">Who is under load, with its child processes, without PostgreSQL.</param>
/// <param name="Postgres">All processes of its PostgreSQL.</param>
internal readonly record struct ProcessorTimes(TimeSpan? Generator, TimeSpan? Server = null, TimeSpan? Postgres = null)
{
    /// <summary>That of this process, by now.</summary>
    public static ProcessorTimes OfGenerator() => new(Environment.CpuUsage.TotalTime);

    public static ProcessorTimes operator -(ProcessorTimes after, ProcessorTimes before) => new(
        after.Generator - before.Generator, after.Server - before.Server, after.Postgres - before.Postgres);
}

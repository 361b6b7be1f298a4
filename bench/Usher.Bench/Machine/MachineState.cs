using System.Globalization;
using System.Runtime.InteropServices;

namespace Usher.Bench.Machine;

/// <summary>Where a run took place and what else went on there when it began.</summary>
/// <param name="Cores">What generator, server and database share.</param>
/// <param name="LoadAverage">Processes at work over the minute before; null where the system does not tell.</param>
/// <param name="Platform">Operating system and processor kind.</param>
internal sealed record MachineState(int Cores, double? LoadAverage, string Platform)
{
    // Somebody else was at work: the figures are lower than the machine's.
    private const double QuietLoadMax = 3;

    public static MachineState Now() => new(
        Environment.ProcessorCount, ProcFile.LoadAverage(),
        $"{Environment.OSVersion.Platform} {RuntimeInformation.OSArchitecture}");

    public bool IsQuiet => LoadAverage is null or < QuietLoadMax;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cores} cores ({Platform}), load average at start {LoadAverage?.ToString("F1") ?? "unknown"}")
        + (IsQuiet ? "" : ": this machine was not quiet");
}

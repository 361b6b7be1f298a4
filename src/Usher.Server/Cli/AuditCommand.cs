using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Usher.Engine.Audit;

namespace Usher.Server.Cli;

internal static class AuditCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Write the report as one JSON object." };
        var command = new Command(
            "audit", "Check in the running database that no seat is sold twice and that all bookings are consistent; "
            + "exit code 1 if something is wrong, 2 if the check could not run.")
        {
            json,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(parsed, parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, bool json, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        var audit = new DatabaseAudit(
            database.DataSources,
            Bind<SweepOptions>(database.Configuration, SweepOptions.Section, SweepOptions.Ranges),
            Bind<AuditOptions>(database.Configuration, AuditOptions.Section, AuditOptions.Ranges));
        var report = await Terminal.WithStatusAsync(
            "Auditing", show => audit.RunAsync(new Immediately<Invariant>(i => show($"{i.Number,-2}  {i.Name}")), ct));
        await Console.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(report, AuditJson.Default.AuditReport)
            : AuditText.Of(report));
        return report.IsClean ? 0 : 1;
    }

    private static IOptions<T> Bind<T>(IConfiguration configuration, string section, IEnumerable<SettingRange> ranges)
        where T : class, new()
    {
        configuration.RequireRanges(ranges);
        return Options.Create(configuration.GetSection(section).Get<T>() ?? new T());
    }
}

/// <summary>The report as JSON. An invariant's query is left out.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditReport))]
internal sealed partial class AuditJson : JsonSerializerContext;

using System.CommandLine;
using System.Text.Json;
using Usher.Server.Doctor;
using Usher.Server.Observability;

namespace Usher.Server.Cli;

internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Write the report as one JSON object." };
        var command = new Command(
            "doctor", "Check the settings, the database and its roles, keys, certificate and addresses of this "
            + "installation, and say what to do; exit code 1 if something failed.")
        {
            json,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(parsed.SettingsArguments(), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, bool json, CancellationToken ct)
    {
        using var loggers = ConsoleLogging.CreateFactory(CommandSettings.Load(settings), LogLevel.Warning);
        await using var patient = await Patient.ComeAsync(settings, loggers, ct);
        var report = await Examination.RunAsync(patient, DoctorChecks.All, ct);
        await Console.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(report, DoctorJson.Default.DoctorReport)
            : DoctorText.Of(report));
        return report.IsHealthy ? 0 : 1;
    }
}

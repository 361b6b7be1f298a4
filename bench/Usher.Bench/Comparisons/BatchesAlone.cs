using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Bench.Machine;
using Usher.Bench.Reports;
using Usher.Bench.Servers;

namespace Usher.Bench.Comparisons;

/// <summary>The ceiling of engine and database: the same bookings without HTTP, in a process of their own.</summary>
internal static class BatchesAlone
{
    public const string Name = "batches alone";

    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(5);

    public static async Task MeasureAsync(Contest contest, int connections)
    {
        var context = contest.Context;
        var settings = context.Settings;
        using var folder = new TemporaryFolder();
        var database = new PrivateDatabase(folder.Path);
        try
        {
            context.Say("Running usher-ceiling batches …");
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.Ct);
            var postgres = new BatchesPostgres(database, settings, context.Time).CostOfBookingAsync(ended.Token);
            FormattableString[] options =
            [
                $"--connections={connections}", $"--seconds={settings.Seconds}",
                $"--warmup-seconds={settings.WarmupSeconds}",
            ];
            var output = await Tool.RunAsync(
                "dotnet",
                [
                    Clone.RequireCeiling(), "batches",
                    .. options.Select(option => option.ToString(CultureInfo.InvariantCulture)),
                ],
                TimeSpan.FromSeconds(settings.Seconds + settings.WarmupSeconds) + Reserve, context.Ct,
                environment: ServerEnvironment.On(folder.Path));
            var result = JsonSerializer.Deserialize(output, BatchJson.Default.BatchDocument)!;
            contest.Add(Name, "bookings/s", result.BookingsPerSecond);
            await ended.CancelAsync();
            // The process's buyers are its load generator; they have no account of their own.
            contest.AddCost(Name, new ProcessorCost(
                ProcessorCost.Booking, GeneratorUs: null, 1e6 * result.CpuSeconds / Math.Max(1, result.Bookings),
                await postgres));
            contest.Add($"{Name}, allocated", "bytes/booking", result.AllocatedBytesPerBooking);
        }
        finally
        {
            await database.EndAsync(context.Time);
            database.RemoveElsewhere();
        }
    }
}

internal sealed record BatchDocument(
    double BookingsPerSecond, long Bookings, double CpuSeconds, double AllocatedBytesPerBooking);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BatchDocument))]
internal sealed partial class BatchJson : JsonSerializerContext;

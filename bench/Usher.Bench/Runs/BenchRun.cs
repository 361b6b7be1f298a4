using Usher.Bench.Http;
using Usher.Bench.Proof;
using Usher.Bench.Reports;

namespace Usher.Bench.Runs;

/// <summary>One run from the first knock to the verdict: the same for every scenario.</summary>
internal sealed class BenchRun(Scenario scenario, RunSettings settings, TextWriter notes, TimeProvider time)
{
    private readonly RunProgress progress = new(notes, time);

    /// <exception cref="BenchException">The run cannot take place.</exception>
    public async Task<RunResult> RunAsync(CancellationToken ct)
    {
        var startedAt = time.GetUtcNow();
        await using var postgres = settings.Postgres is { } connection ? new PostgresReadBack(connection) : null;
        if (postgres is not null)
        {
            await postgres.RequireReadableAsync(ct);
        }

        var target = await HttpTarget.FindAsync(settings.Url, settings.Timeout, ct);
        var organiser = new Organiser(target, settings, time);
        await organiser.RequireReadyAsync();
        progress.Say($"Putting {scenario.Shows} shows of {scenario.SeatsPerShow} seats on sale …");
        var ledger = await organiser.PutOnSaleAsync(scenario, progress.Count("shows created", scenario.Shows), ct);

        progress.Say($"{scenario.Buyers} buyers for {settings.WarmupSeconds + settings.Seconds} s …");
        using var sale = new Sale(ledger, settings, time, ct);
        var sampler = new LoadSampler(sale, settings);
        var reconnects = await SellAsync(target, sale, sampler);

        progress.Say("Reading everything back …");
        var prover = new Prover(target, settings.Timeout, postgres, time);
        var verdict = await prover.ProveAsync(ledger, progress.Count("shows compared", ledger.Shows.Length));
        var audit = await AuditAsync();
        return Result(startedAt, target, sale, sampler, reconnects, verdict, audit);
    }

    private async Task<long> SellAsync(HttpTarget target, Sale sale, LoadSampler sampler)
    {
        HttpConnection[] connections =
            [.. Enumerable.Range(0, scenario.Buyers).Select(_ => new HttpConnection(target, settings.Timeout))];
        try
        {
            var stay = scenario.Open(sale);
            var all = Task.WhenAll([.. connections.Select((connection, i) => Task.Run(
                () => StayAsync(stay, new Buyer(i + 1, connection, new RequestWriter(target), sale), sale),
                CancellationToken.None))]);
            await progress.ShowAsync(sale, sampler.SampleAsync(CancellationToken.None));
            await all;
            return connections.Sum(connection => (long)connection.Reconnects);
        }
        finally
        {
            Array.ForEach(connections, connection => connection.Dispose());
        }
    }

    private static async Task StayAsync(Func<Buyer, Task> stay, Buyer buyer, Sale sale)
    {
        try
        {
            await stay(buyer);
        }
        catch
        {
            // A defect of the generator: end at once and let it be seen.
            sale.End("a buyer failed");
            throw;
        }
    }

    private async Task<AuditVerdict> AuditAsync()
    {
        if (!settings.Audit)
        {
            return AuditVerdict.NotRun("--no-audit");
        }

        progress.Say("Auditing the database …");
        return await UsherAudit.RunAsync(settings.Postgres, time);
    }

    private RunResult Result(
        DateTimeOffset startedAt, HttpTarget target, Sale sale, LoadSampler sampler, long reconnects, Verdict verdict,
        AuditVerdict audit)
    {
        var meters = sale.Measured;
        var seconds = sale.MeasuredTime.TotalSeconds;
        return new RunResult
        {
            Scenario = scenario.Name,
            Description = scenario.Description,
            StartedAt = startedAt,
            Url = target.Url.GetLeftPart(UriPartial.Authority),
            RngSeed = settings.RngSeed,
            Buyers = scenario.Buyers,
            Shows = scenario.Shows,
            SeatsPerShow = scenario.SeatsPerShow,
            WarmupSeconds = settings.WarmupSeconds,
            MeasuredSeconds = seconds,
            EndedBecause = sale.EndedBecause,
            OfferedRequestsPerSecond = settings.RequestsPerSecond,
            Requests = meters.Requests,
            BookingsMade = meters.Count(Outcome.Booked),
            Conflicts = meters.Count(Outcome.Refused),
            Confirmed = meters.Count(Outcome.Confirmed),
            ConfirmsRefused = meters.Count(Outcome.ConfirmRefused),
            Overloaded = meters.Count(Outcome.Overloaded),
            Errors = meters.Count(Outcome.Error),
            ErrorsByStatus = meters.Errors,
            RequestsPerSecond = seconds > 0 ? meters.Requests / seconds : 0,
            BookingsPerSecond = seconds > 0 ? meters.Count(Outcome.Booked) / seconds : 0,
            SeatsForSale = sale.Ledger.SeatsForSale,
            Reconnects = reconnects,
            GeneratorCores = sampler.GeneratorCores,
            Cores = Environment.ProcessorCount,
            Latency =
            [
                LatencyRow.Of("booked (201)", meters.Latency(Outcome.Booked)),
                LatencyRow.Of("refused (409)", meters.Latency(Outcome.Refused)),
                LatencyRow.Of("confirmed (200)", meters.Latency(Outcome.Confirmed)),
                LatencyRow.Of("confirm refused", meters.Latency(Outcome.ConfirmRefused)),
                LatencyRow.Of("overloaded (503)", meters.Latency(Outcome.Overloaded)),
                LatencyRow.Of("errors", meters.Latency(Outcome.Error)),
                LatencyRow.Of("all", meters.AllLatencies()),
            ],
            Timeline = [.. sampler.Timeline],
            Verdict = verdict,
            Audit = audit,
        };
    }
}

using Usher.Bench.Http;
using Usher.Bench.Machine;
using Usher.Bench.Proof;
using Usher.Bench.Reports;
using Usher.Bench.Servers;
using Usher.Bench.Settings;

namespace Usher.Bench.Runs;

/// <summary>One run from the first knock to the verdict: the same for every scenario.</summary>
internal sealed class BenchRun(Scenario scenario, RunSettings settings, TextWriter notes, TimeProvider time)
{
    private readonly RunProgress progress = new(notes, time);
    private readonly MachineState machine = MachineState.Now();

    /// <summary>The server under load, if it was started for it.</summary>
    public OwnServer? Server { get; init; }

    /// <summary>Who spends processor time; null: this process and <see cref="Server"/>.</summary>
    public Func<ProcessorTimes>? SpentByNow { get; init; }

    /// <summary>Shows that are on sale already; null: the run creates its own.</summary>
    public Ledger? OnSale { get; init; }

    /// <exception cref="BenchException">The run cannot take place.</exception>
    public async Task<RunResult> RunAsync(CancellationToken ct)
    {
        var startedAt = time.GetUtcNow();
        await using var postgres = settings.Postgres is { } connection && settings.Prove
            ? new PostgresReadBack(connection) : null;
        if (postgres is not null)
        {
            await postgres.RequireReadableAsync(ct);
        }

        var target = await HttpTarget.FindAsync(settings.Url, settings.Timeout, ct);
        var ledger = OnSale ?? await PutOnSaleAsync(target, ct);
        using var sale = new Sale(ledger, settings, time, ct);
        var spentByNow = SpentByNow ?? (Server is null ? ProcessorTimes.OfGenerator : Server.SpentByNow);
        var sampler = new LoadSampler(sale, settings, scenario.SampleEvery, spentByNow);
        var reconnects = await SellAsync(target, sale, sampler, ct);
        var memory = Server?.PeakMemoryMebibytes;

        var (verdict, audit) = await ProveAsync(target, ledger, postgres);
        var result = Result(startedAt, target, sale, sampler, verdict, audit);
        return result with
        {
            Reconnects = reconnects,
            Figures = memory is { } mebibytes
                ? [.. result.Figures, new Figure("server memory, peak", mebibytes, "MiB, its PostgreSQL apart")]
                : result.Figures,
        };
    }

    private async Task<Ledger> PutOnSaleAsync(HttpTarget target, CancellationToken ct)
    {
        var organiser = new Organiser(target, settings, time);
        await organiser.RequireReadyAsync();
        progress.Say($"Putting {scenario.Shows} shows of {scenario.SeatsPerShow} seats on sale …");
        var ledger = await organiser.PutOnSaleAsync(scenario, progress.Count("shows created", scenario.Shows), ct);
        if (Server is not null)
        {
            await Server.SettleAsync(ct);
        }

        return ledger;
    }

    private async Task<long> SellAsync(HttpTarget target, Sale sale, LoadSampler sampler, CancellationToken ct)
    {
        HttpConnection[] connections =
            [.. Enumerable.Range(0, scenario.Buyers).Select(_ => new HttpConnection(target, settings.Timeout))];
        try
        {
            // A server that somebody else started limits what strangers from one address may do.
            var key = Server is null ? settings.AdminKey : null;
            Buyer[] buyers =
            [
                .. connections.Select(
                    (connection, i) => new Buyer(
                        i + 1, connection, new RequestWriter(target, key, settings.SendKeys), sale)),
            ];
            var stay = scenario.Open(sale);
            if (scenario.Prepare is { } prepare)
            {
                progress.Say("Preparing …");
                await prepare(sale, buyers, ct);
            }

            progress.Say($"{scenario.Buyers} buyers for {settings.WarmupSeconds + settings.Seconds} s at most …");
            sale.Begin();
            var all = LetInAsync(stay, buyers, sale);
            await progress.ShowAsync(sale, sampler.SampleAsync(CancellationToken.None));
            await all;
            return connections.Sum(connection => (long)connection.Reconnects);
        }
        finally
        {
            Array.ForEach(connections, connection => connection.Dispose());
        }
    }

    private static async Task LetInAsync(Func<Buyer, Task> stay, Buyer[] buyers, Sale sale)
    {
        await Task.WhenAll(
            [.. buyers.Select(buyer => Task.Run(() => StayAsync(stay, buyer, sale), CancellationToken.None))]);
        sale.End("every buyer was done");
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

    private async Task<(Verdict Verdict, AuditVerdict Audit)> ProveAsync(
        HttpTarget target, Ledger ledger, PostgresReadBack? postgres)
    {
        if (!settings.Prove)
        {
            const string why = "not asked for";
            return (Verdict.Unproven(why), AuditVerdict.NotRun(why));
        }

        progress.Say("Reading everything back …");
        var prover = new Prover(target, settings.Timeout, postgres, time);
        var verdict = await prover.ProveAsync(ledger, progress.Count("shows compared", ledger.Shows.Length));
        if (!settings.Audit)
        {
            return (verdict, AuditVerdict.NotRun("--no-audit"));
        }

        progress.Say("Auditing the database …");
        return (verdict, await UsherAudit.RunAsync(settings.Postgres, time, Server?.Assembly));
    }

    private RunResult Result(
        DateTimeOffset startedAt, HttpTarget target, Sale sale, LoadSampler sampler, Verdict verdict,
        AuditVerdict audit)
    {
        var meters = sale.Measured;
        var seconds = sale.MeasuredTime.TotalSeconds;
        double PerSecond(long count) => seconds > 0 ? count / seconds : 0;
        double? Cores(TimeSpan? spent) => seconds > 0 ? spent?.TotalSeconds / seconds : null;
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
            RequestsPerSecond = PerSecond(meters.Requests),
            BookingsPerSecond = PerSecond(meters.Count(Outcome.Booked)),
            RefusalsPerSecond = PerSecond(meters.Count(Outcome.Refused)),
            SeatsForSale = sale.Ledger.SeatsForSale,
            GeneratorCores = Cores(sampler.Spent.Generator) ?? 0,
            ServerCores = Cores(sampler.Spent.Server),
            PostgresCores = Cores(sampler.Spent.Postgres),
            ProcessorCost = ProcessorCost.Of(sampler.Spent, meters.Count(Outcome.Booked), meters.Requests),
            Machine = machine,
            Latency = meters.Rows(),
            Histogram = LatencyRow.Histogram(meters.ServedLatencies()),
            Timeline = [.. sampler.Timeline],
            Figures = [.. scenario.Figures(sale, sampler.Timeline)],
            Claims = [.. scenario.Claims(sale, verdict)],
            Verdict = verdict,
            Audit = audit,
        };
    }
}

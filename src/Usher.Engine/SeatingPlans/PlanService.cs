using System.Globalization;
using System.Text;
using Npgsql;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Engine.SeatingPlans;

/// <summary>Stores plans, each in one write. A plan has been checked when it was read.</summary>
public sealed class PlanService(OrganiserWrites writes)
{
    private const int StatusStored = 201;

    /// <summary>Stores a plan.</summary>
    /// <param name="plan">What to store.</param>
    /// <param name="versionOf">The plan of which it is the next version; null: it is a new one.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The plan with its id and version; null if there is no plan <paramref name="versionOf"/>.</returns>
    /// <exception cref="NpgsqlException">The database is away; nothing was stored, unless the connection broke at the
    /// last moment.</exception>
    public Task<SeatingPlan?> StoreAsync(SeatingPlan plan, PlanId? versionOf, CancellationToken ct) =>
        writes.RunAsync(write => SeatingPlanStore.StoreAsync(write, plan, versionOf, ct), ct);

    /// <summary>Stores the latest version of a plan once more, with its stage elsewhere or of another kind, as its
    /// next version.</summary>
    /// <param name="planId">The plan.</param>
    /// <param name="stage">Where its stage is; null: as before.</param>
    /// <param name="kind">What its places are; null: as before.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The plan with its new version; null if there is no such plan.</returns>
    /// <exception cref="NpgsqlException">The database is away; nothing was stored, unless the connection broke at the
    /// last moment.</exception>
    public Task<SeatingPlan?> ChangeAsync(PlanId planId, StageSide? stage, PlanKind? kind, CancellationToken ct) =>
        writes.RunAsync(write => SeatingPlanStore.ChangeAsync(write, planId, stage, kind, ct), ct);

    /// <summary>Keeps that the stage of a version is where it was guessed to be. Nothing else of it changes; whoever
    /// remembers the plan goes on with the guess.</summary>
    /// <param name="planId">The plan.</param>
    /// <param name="version">Its version.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public Task ConfirmStageAsync(PlanId planId, int version, CancellationToken ct) => writes.RunAsync(
        async write =>
        {
            await SeatingPlanStore.ConfirmStageAsync(write, planId, version, ct);
            return true;
        },
        ct);

    /// <summary>Stores a plan once for its key, however often it comes.</summary>
    /// <param name="key">1..255 characters. Another plan under it is refused.</param>
    /// <param name="plan">What to store.</param>
    /// <param name="versionOf">The plan of which it is the next version; null: it is a new one.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>As without a key; the first time and every other time.</returns>
    /// <exception cref="InvalidOperationException">The key belongs to something else.</exception>
    /// <exception cref="NpgsqlException">As without a key.</exception>
    public async Task<SeatingPlan?> StoreAsync(string key, SeatingPlan plan, PlanId? versionOf, CancellationToken ct)
    {
        byte[] payload =
        [
            .. Encoding.UTF8.GetBytes($"plan {versionOf}\n"), .. PlanJson.Write(plan), .. PlanJson.WriteExtras(plan),
        ];
        var outcome = await writes.RunAsync(
            new RepeatableRequest(key, payload),
            async write => await SeatingPlanStore.StoreAsync(write, plan, versionOf, ct) is { Id: { } id } stored
                ? new WriteReply(StatusStored, null, Encoding.UTF8.GetBytes($"{id.Value} {stored.Version}"))
                : null,
            ct);
        return outcome switch
        {
            RepeatableOutcome.Answered(var reply) => Stored(plan, Encoding.UTF8.GetString(reply.Body.Span).Split(' ')),
            RepeatableOutcome.Refused => null,
            RepeatableOutcome.KeyReused =>
                throw new InvalidOperationException("The key of a plan belongs to something else."),
        };
    }

    private static SeatingPlan Stored(SeatingPlan plan, string[] words) => plan.Stored(
        new PlanId(long.Parse(words[0], CultureInfo.InvariantCulture)),
        int.Parse(words[1], CultureInfo.InvariantCulture));
}

using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Validation;

namespace Usher.Engine.Shows;

/// <summary>
/// What organisers do with shows, whether they ask by the API, at the desk or from the command line: one set of rules,
/// and each request in one transaction. A request is a write of its own, or a part of one that the caller began.
/// </summary>
/// <remarks>Every method throws <see cref="NpgsqlException"/> where the database is away: nothing was changed, unless
/// the connection broke at the last moment. Repeating a change is harmless; a creation is repeated under a key.
/// </remarks>
public sealed class ShowService(
    OrganiserWrites writes, PlanCatalog plans, ShowCatalog catalog, SeatMaps maps, IOptions<ShowTermsOptions> options,
    IOptions<ShowTimeOptions> times, TimeProvider time, DataSources data)
{
    private readonly ShowPrices _prices = new(plans, catalog);
    private readonly ShowPlans _plans = new(plans, catalog, maps, options);
    private readonly DraftPlans _draftPlans = new(plans);

    /// <summary>Puts a show of the tenant, or without one of the default organization, on sale; nobody sees it before
    /// all of its seats are there.</summary>
    /// <param name="show">What to create; its name loses spaces at both ends.</param>
    /// <param name="seatsCreated">Told the number of seats made so far, a few times a second.</param>
    /// <param name="ct">Ends it; then nothing was created.</param>
    public Task<NewShowOutcome> CreateAsync(NewShow show, IProgress<int>? seatsCreated, CancellationToken ct) =>
        writes.RunAsync(write => CreateAsync(write, show, seatsCreated, ct), ct);

    /// <inheritdoc cref="CreateAsync(NewShow, IProgress{int}?, CancellationToken)"/>
    public async Task<NewShowOutcome> CreateAsync(
        OrganiserWrite write, NewShow show, IProgress<int>? seatsCreated, CancellationToken ct)
    {
        if (show.PlanId is { } planId)
        {
            if (await SeatingPlanStore.FindLatestAsync(write.Connection, planId, ct) is not { } latest)
            {
                return new NewShowOutcome.PlanNotFound(planId);
            }

            var plan = await plans.RequireAsync(write.Connection, planId, latest.Version, ct);
            show = show with { Plan = plan, TotalSeats = show.TotalSeats == 0 ? plan.Seats.Length : show.TotalSeats };
        }

        var problems = show.Problems(time.GetUtcNow().UtcDateTime).ToImmutableArray();
        if (!problems.IsEmpty)
        {
            return new NewShowOutcome.Wrong(problems);
        }

        var created = await ShowCreation.CreateAsync(write.Connection, show, seatsCreated, ct);
        write.Done();
        return new NewShowOutcome.Created(created with { TimeZone = created.OwnTimeZone ?? times.Value.TimeZone });
    }

    /// <summary>
    /// Makes the show of a draft, once: who sends the same form again waits and gets the same show. Both are one
    /// transaction, so there is no moment at which the show exists and the draft does not know.
    /// </summary>
    public Task<DraftOutcome> FinishAsync(Guid draftId, IProgress<int>? seatsCreated, CancellationToken ct) =>
        writes.RunAsync<DraftOutcome>(
            async write =>
            {
                if (await ShowDrafts.LockAsync(write, draftId, ct) is not (var draft, var made))
                {
                    return new DraftOutcome.DraftNotFound();
                }

                if (made is { } before)
                {
                    return new DraftOutcome.Made(before);
                }

                if (!draft.IsWhole
                    || await _draftPlans.FindAsync(write, draft.Plan!, draft.Name, ct) is not { } plan)
                {
                    return new DraftOutcome.NotWhole();
                }

                var outcome = await CreateAsync(write, draft.ToNewShow(plan), seatsCreated, ct);
                if (outcome is NewShowOutcome.Created { Show.Id: var created })
                {
                    if (plan.Kind == PlanKind.Coach && draft.Journey is { } journey)
                    {
                        await ShowJourneys.AddAsync(write, created, journey, ct);
                    }

                    await ShowDrafts.MarkMadeAsync(write, draftId, created, ct);
                }

                return outcome switch
                {
                    NewShowOutcome.Created(var show) => new DraftOutcome.Made(show.Id),
                    NewShowOutcome.Wrong(var problems) => new DraftOutcome.Wrong(problems),
                    NewShowOutcome.PlanNotFound => new DraftOutcome.NotWhole(),
                };
            },
            ct);

    /// <summary>Changes the terms of a show. This process sells by the new ones at once, others within
    /// <see cref="ShowTermsOptions.ShowTermsSeconds"/>; holds and bookings that exist keep theirs. A limit on the seats
    /// of a person counts them, though: what another process still gives without it counts once it is confirmed.
    /// </summary>
    /// <param name="showId">The show.</param>
    /// <param name="change">What it is to be, given what it is.</param>
    /// <param name="actor">Who of the organiser's people does it.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ArgumentException">The actor is no member of staff.</exception>
    public Task<ShowChangeOutcome> ChangeAsync(
        ShowId showId, Func<Show, ShowChange> change, Actor actor, CancellationToken ct) =>
        writes.RunAsync(write => ChangeAsync(write, showId, change, actor, ct), ct);

    /// <inheritdoc cref="ChangeAsync(ShowId, Func{Show, ShowChange}, Actor, CancellationToken)"/>
    public async Task<ShowChangeOutcome> ChangeAsync(
        OrganiserWrite write, ShowId showId, Func<Show, ShowChange> change, Actor actor, CancellationToken ct)
    {
        actor.RequireStaff(nameof(actor));
        if (await ShowQueries.LockAsync(write.Connection, showId, times.Value.TimeZone, ct) is not { } show)
        {
            return new ShowChangeOutcome.ShowNotFound();
        }

        var changed = change(show);
        // What was given before this was asked of it stays until it is changed.
        var problems = changed.Problems(show, time.GetUtcNow().UtcDateTime)
            .Where(problem => !IsAsItWas(problem.Field, changed, show))
            .ToImmutableArray();
        if (!problems.IsEmpty)
        {
            return new ShowChangeOutcome.Wrong(problems);
        }

        if (await SlotProblemAsync(write, show, changed, ct) is { } slots)
        {
            return new ShowChangeOutcome.Wrong([slots]);
        }

        await ShowChanges.UpdateAsync(write.Connection, showId, changed, ct);
        if (ShowChange.Nothing(show) is var before && changed.IsNewsTo(before))
        {
            await ShowChangeLog.AddAsync(write.Connection, showId, actor, before, changed, ct);
        }

        if (show.SeatsPerPersonMax is null && changed.SeatsPerPersonMax is not null)
        {
            await BookingsByPerson.FillAsync(write.Connection, showId, data.Keys, ct);
        }

        write.Done(() =>
        {
            catalog.Forget(showId);
            return Task.CompletedTask;
        });
        return new ShowChangeOutcome.Changed();
    }

    private async Task<FieldProblem?> SlotProblemAsync(
        OrganiserWrite write, Show show, ShowChange changed, CancellationToken ct)
    {
        var zone = changed.TimeZone ?? times.Value.TimeZone;
        if (show is not { PlanId: { } planId, PlanVersion: { } version }
            || (changed.StartsAt == show.StartsAt && zone == show.TimeZone))
        {
            return null;
        }

        var plan = await plans.RequireAsync(write.Connection, planId, version, ct);
        return await SoldSlots.ProblemAsync(write.Connection, show, plan, changed.StartsAt, zone, ct) is { } problem
            ? new FieldProblem(
                changed.StartsAt == show.StartsAt ? nameof(changed.TimeZone) : nameof(changed.StartsAt), problem)
            : null;
    }

    /// <summary>Carries out a write that goes by what the show is this moment: nobody else changes the show until it
    /// has ended.</summary>
    /// <param name="showId">The show.</param>
    /// <param name="work">Is given the show, without a look at its seats; null: there is none.</param>
    /// <param name="ct">Ends it.</param>
    public Task<T> WithShowAsync<T>(
        ShowId showId, Func<OrganiserWrite, Show?, Task<T>> work, CancellationToken ct) => writes.RunAsync(
            async write => await work(
                write, await ShowQueries.LockAsync(write.Connection, showId, times.Value.TimeZone, ct)),
            ct);

    /// <summary>Changes what the seats of a show cost from now on; a booking keeps the amount it was made with.
    /// </summary>
    /// <param name="showId">The show.</param>
    /// <param name="currency">ISO 4217; not kept where there are no prices.</param>
    /// <param name="prices">One for each category of its plan, or just one where there is no plan. Empty: the show is
    /// free from now on.</param>
    /// <param name="ct">Ends it.</param>
    public Task<PriceChange> ChangePricesAsync(
        ShowId showId, string? currency, ImmutableArray<Price> prices, CancellationToken ct) =>
        writes.RunAsync(write => ChangePricesAsync(write, showId, currency, prices, ct), ct);

    /// <inheritdoc cref="ChangePricesAsync(ShowId, string?, ImmutableArray{Price}, CancellationToken)"/>
    public Task<PriceChange> ChangePricesAsync(
        OrganiserWrite write, ShowId showId, string? currency, ImmutableArray<Price> prices, CancellationToken ct) =>
        _prices.ChangeAsync(write, showId, currency, prices, ct);

    /// <summary>Moves a show to another version of its seating plan, earlier or later, and keeps that in
    /// <see cref="ShowChangeLog"/>.</summary>
    /// <param name="showId">The show.</param>
    /// <param name="version">The version of its plan.</param>
    /// <param name="accepts">Whether seats that somebody has may read otherwise from now on. Asked only where some
    /// would.</param>
    /// <param name="actor">Who of the organiser's people does it.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ArgumentException">The actor is no member of staff.</exception>
    public Task<PlanMove> MoveAsync(
        ShowId showId, int version, Func<PlanMove.SeatsRenamed, bool> accepts, Actor actor, CancellationToken ct) =>
        writes.RunAsync(write => MoveAsync(write, showId, version, accepts, actor, ct), ct);

    /// <inheritdoc cref="MoveAsync(ShowId, int, Func{PlanMove.SeatsRenamed, bool}, Actor, CancellationToken)"/>
    public Task<PlanMove> MoveAsync(
        OrganiserWrite write, ShowId showId, int version, Func<PlanMove.SeatsRenamed, bool> accepts, Actor actor,
        CancellationToken ct)
    {
        actor.RequireStaff(nameof(actor));
        return _plans.MoveAsync(write, showId, version, accepts, actor, ct);
    }

    /// <summary>The show as a write has left it so far, with its seats that can be booked; null if there is none.
    /// </summary>
    public Task<ShowListing?> FindAsync(OrganiserWrite write, ShowId showId, CancellationToken ct) =>
        ShowQueries.FindAsync(write.Connection, showId, times.Value.TimeZone, ct);

    private static bool IsAsItWas(string field, ShowChange changed, Show show) => field switch
    {
        nameof(ShowChange.Name) => changed.Name == show.Name,
        nameof(ShowChange.SalesOpenAt) => changed.SalesOpenAt == show.SalesOpenAt && changed.StartsAt == show.StartsAt,
        nameof(ShowChange.TimeZone) => changed.TimeZone == show.OwnTimeZone,
        _ => false,
    };
}

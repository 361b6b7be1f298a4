using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Organizations;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.Shows;
using Usher.Engine.Validation;
using Usher.Http.Fields;
using Usher.Http.Security;
using Usher.Http.Transport;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Desk.Plans;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.NewShows;

/// <summary>Step by step to a new show. Each step is kept when it is sent, and may be come back to.</summary>
internal sealed class WizardPages(
    ShowDrafts drafts, DraftPlans plans, PlanStep planStep, SeatingPlanStore store, PlanService planService,
    ShowService shows, OrganizationDirectory organizations, IOptions<ShowTermsOptions> terms,
    IOptions<ShowTimeOptions> times, IOptions<HttpLimits> limits, TimeProvider time)
{
    private readonly string _zone = times.Value.TimeZone;

    public async Task<IResult> Begin(HttpContext context)
    {
        var own = (await OwnAsync(context))?.TimeZone;
        return await PageAsync(
            new WizardView
            {
                Step = Step.Show,
                Fields = new Fields([new("zone", own ?? _zone)]),
                IsZoneGuessed = own is null && _zone == TimeZones.Utc,
                PlanId = context.Request.Query["plan"],
            },
            context);
    }

    public async Task<IResult> Start(HttpContext context)
    {
        var errors = new FieldErrors();
        var fields = Fields.Of(await PageForm.ReadAsync(context));
        var draft = ShowStep.Read(fields, draft: null, _zone, time.GetUtcNow().UtcDateTime, errors);
        if (draft is null)
        {
            return await PageAsync(
                new WizardView
                {
                    Step = Step.Show,
                    Fields = fields,
                    Problems = errors.ToWords(),
                    PlanId = fields["plan"],
                },
                context);
        }

        // A plan that somebody came from is chosen already.
        var chosen = fields["plan"].Length == 0 ? null : await planStep.ReadAsync(
            new Fields([new("hall", PlanStep.Slug(DraftPlanKind.Stored)), new("plan", fields["plan"])]), errors,
            context.RequestAborted);
        var id = await drafts.CreateAsync(draft with { Plan = chosen }, context.RequestAborted);
        return PageForm.SeeOther((chosen is null ? Step.Plan : Step.Prices).Url(id));
    }

    public async Task<IResult> GetStep(string id, string step, HttpContext context)
    {
        if (await FindAsync(id, step, context) is not { } view)
        {
            return NoSuchDraft();
        }

        return view.Step > view.Reached
            ? PageForm.SeeOther(view.Reached.Url(view.DraftId!.Value))
            : await PageAsync(
                view with
                {
                    Letters = TableLetters.Parse(context.Request.Query[PlanFile.LettersField].ToString()),
                },
                context);
    }

    public async Task<IResult> Save(string id, string step, HttpContext context)
    {
        if (await FindAsync(id, step, context) is not { Draft: { } draft } view)
        {
            return NoSuchDraft();
        }

        if (view.Step == Step.Check || view.Step > view.Reached)
        {
            return view.Step > view.Reached
                ? PageForm.SeeOther(view.Reached.Url(view.DraftId!.Value))
                : await FinishAsync(view, context);
        }

        var errors = new FieldErrors();
        var form = await PlanForm.ReadAsync(context, limits.Value.PlanBodyBytesMax, errors);
        view = view with { Fields = Fields.Of(form) };
        var file = view.Step == Step.Plan && view.Fields["hall"] == PlanStep.FileChoice && !errors.Any
            ? await PlanFile.ReadAsync(form, "", context.RequestAborted)
            : null;
        var changed = errors.Any ? null : await ReadAsync(view, draft, file, errors, context);
        if (changed is null)
        {
            return await PageAsync(
                view with
                {
                    Problems = errors.ToWords(),
                    FileName = file?.Name,
                    PlanProblems = file?.Reading.Problems ?? [],
                    Letters = file?.Reading.Letters,
                    Sketch = file?.Reading.Sketch,
                },
                context);
        }

        await drafts.SaveAsync(view.DraftId!.Value, changed, context.RequestAborted);
        var next = (view.Step + 1).Url(view.DraftId.Value);
        return PageForm.SeeOther(file?.Tell(next) ?? next);
    }

    private async Task<ShowDraft?> ReadAsync(
        WizardView view, ShowDraft draft, PlanFile? file, FieldErrors errors, HttpContext context)
    {
        var ct = context.RequestAborted;
        switch (view.Step)
        {
            case Step.Show:
                return ShowStep.Read(view.Fields, draft, draft.Zone, time.GetUtcNow().UtcDateTime, errors);
            case Step.Plan:
                var chosen = view.Fields["hall"] == PlanStep.FileChoice
                    ? await ImportAsync(file, view.DraftId!.Value, errors, ct)
                    : await planStep.ReadAsync(view.Fields, errors, ct);
                // Prices belong to the categories of a plan.
                return chosen is null
                    ? null
                    : draft with { Plan = chosen, Prices = chosen == draft.Plan ? draft.Prices : null };
            case Step.Prices:
                var prices = PriceStep.Read(view.Fields, view.Plan!.Plan, errors);
                return prices is null ? null : draft with { Prices = prices };
            default:
                var journey = view.IsCoach ? JourneyForm.Read(view.Fields, errors) : draft.Journey;
                var sale = SaleStep.Read(
                    view.Fields, draft.Zone, draft.StartsAt, (draft.Sale?.OpensAt, draft.Zone), errors);
                return sale is null ? null : draft with { Sale = sale, Journey = journey };
        }
    }

    // The same file for the same show is the same plan, however often the form comes.
    private async Task<DraftPlan?> ImportAsync(
        PlanFile? file, Guid draftId, FieldErrors errors, CancellationToken ct)
    {
        errors.Require(PlanFile.Field, file is not null);
        return file?.Reading.Plan is { } plan
            && await planService.StoreAsync(
                FormKey.For($"{draftId:D}", plan, versionOf: null)!, plan, versionOf: null, ct) is { Id: { } id }
            ? new DraftPlan(DraftPlanKind.Stored) { PlanId = id.Value, PlanVersion = 1 }
            : null;
    }

    private async Task<IResult> FinishAsync(WizardView view, HttpContext context)
    {
        var draftId = view.DraftId!.Value;
        if (view is { IsCoach: true, Draft.Journey: null })
        {
            return PageForm.SeeOther(Step.Sale.Url(draftId));
        }

        // What has begun is carried out, whether or not the browser waits for it.
        return await shows.FinishAsync(draftId, seatsCreated: null, CancellationToken.None) switch
        {
            DraftOutcome.Made(var showId) => PageForm.SeeOther(ShowUrl(showId)),
            DraftOutcome.NotWhole => PageForm.SeeOther(view.Reached.Url(draftId)),
            DraftOutcome.Wrong(var problems) => await RefusedAsync(view, problems, context),
            DraftOutcome.DraftNotFound => NoSuchDraft(),
        };
    }

    private Task<IResult> RefusedAsync(
        WizardView view, ImmutableArray<FieldProblem> problems, HttpContext context)
    {
        var errors = new FieldErrors();
        foreach (var problem in problems)
        {
            errors.Add(ShowFormFields.LabelOf(problem.Field), problem.Problem);
        }

        return PageAsync(view with { Problems = errors.ToWords() }, context);
    }

    private async Task<WizardView?> FindAsync(string id, string slug, HttpContext context)
    {
        var ct = context.RequestAborted;
        if (!Guid.TryParse(id, out var draftId) || Steps.Find(slug) is not { } step
            || await drafts.FindAsync(draftId, ct) is not (var draft, var showId))
        {
            return null;
        }

        // A draft that has become a show is only sent again, from its last step.
        if (showId is not null && step != Step.Check)
        {
            return null;
        }

        var plan = draft.Plan is null ? null : await plans.FindAsync(draft.Plan, draft.Name, ct);
        var chosen = plan is null ? null : SeatingView.OfPlan(
            plan, draft.Prices?.Currency, draft.Prices?.For(plan) ?? []);
        return new WizardView
        {
            Step = step,
            DraftId = draftId,
            Draft = plan is null ? draft with { Plan = null } : draft,
            Plan = chosen,
            Picture = chosen is null ? default
                : chosen.Plan.HasGuessedStage ? PlanPicture.WithStage(chosen)
                : PlanPicture.Priced(chosen),
            HoldSecondsDefault = terms.Value.HoldSeconds,
            Fields = step switch
            {
                Step.Show => ShowStep.Write(draft),
                Step.Plan => PlanStep.Write(draft.Plan),
                Step.Prices when plan is not null => draft.Prices is null
                    && (await OwnAsync(context))?.Currency is { } currency
                        ? PriceStep.Write(draft.Prices, plan).With(new Fields([new("currency", currency)]))
                        : PriceStep.Write(draft.Prices, plan),
                Step.Sale => SaleStep.Write(draft.Sale, draft.Zone).With(JourneyForm.Write(draft.Journey)),
                _ => Fields.None,
            },
        };
    }

    // What the organization says of its new shows.
    private async Task<Organization?> OwnAsync(HttpContext context) =>
        (await organizations.GetAsync(context.RequestAborted)).Find(context.SignedIn().Organization);

    private async Task<IResult> PageAsync(WizardView view, HttpContext context)
    {
        if (view.Step == Step.Plan)
        {
            view = view with { Plans = [.. (await store.ListAsync(context.RequestAborted)).Reverse()] };
        }

        var isRefused = view.Problems.Count > 0 || view.PlanProblems.Count > 0;
        return new PageReply<WizardPage>(view)
        {
            Status = isRefused ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
        };
    }

    private static IResult NoSuchDraft() => DeskNotice.NotFound(new DeskNotice(
        DeskPlace.Shows, "This draft no longer exists", "It may already have been turned into a show.", "All shows",
        "/desk/shows"));

    private static string ShowUrl(ShowId id) => string.Create(CultureInfo.InvariantCulture, $"/desk/shows/{id}");
}

using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Usher.Api.Idempotency;
using Usher.Api.Shows;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Replies;

namespace Usher.Api.SeatingPlans;

/// <summary>The halls that shows can be in.</summary>
internal sealed class PlanAdminEndpoints(SeatingPlanStore store, PlanCatalog catalog, RepeatableCalls calls)
{
    public const int LimitDefault = 50;
    public const int LimitMax = 200;

    public async Task<Results<Reply<StoredPlanPageDocument>, ProblemReply>> List(HttpContext context)
    {
        var errors = new FieldErrors();
        var query = context.Request.Query;
        var limit = (int)(query.Whole("limit", 1, LimitMax, errors) ?? LimitDefault);
        var after = ReadId(query.One("after", errors), errors);
        if (errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        // One more than asked for tells whether there is a next page.
        var plans = await store.ListAsync(limit + 1, after, context.RequestAborted);
        return new Reply<StoredPlanPageDocument>(
            StatusCodes.Status200OK,
            new StoredPlanPageDocument
            {
                Plans = [.. plans.Take(limit).Select(StoredPlanDocument.Of)],
                Next = plans.Length > limit ? plans[limit - 1].Id.ToString() : null,
            },
            SeatingPlanJson.Default.StoredPlanPageDocument);
    }

    public async Task<Results<Reply<WholePlanDocument>, ProblemReply>> GetPlan(string id, HttpContext context)
    {
        var errors = new FieldErrors();
        var version = context.Request.Query.Whole("version", 1, int.MaxValue, errors);
        if (errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        var versions = PlanId.TryParse(id, out var planId)
            ? await store.VersionsAsync(planId, context.RequestAborted)
            : [];
        var wanted = version is null
            ? versions.FirstOrDefault()
            : versions.FirstOrDefault(one => one.Version == version);
        if (wanted is null
            || await catalog.FindAsync(planId, wanted.Version, context.RequestAborted) is not { } plan)
        {
            return Problems.Of(ProblemType.NoSuchPlan);
        }

        using var layout = JsonDocument.Parse(PlanJson.Write(plan));
        return new Reply<WholePlanDocument>(
            StatusCodes.Status200OK,
            new WholePlanDocument
            {
                Plan = StoredPlanDocument.Of(wanted),
                Versions = [.. versions.Select(StoredPlanDocument.Of)],
                Categories = [.. plan.Categories.Select(category => category.Name)],
                FocalPoint = new PlanPointDocument(plan.Focus.X, plan.Focus.Y),
                FocalPointSource = WholePlanDocument.SourceOf(plan),
                Kind = plan.Kind.ToText(),
                SeatingPlan = layout.RootElement.Clone(),
            },
            SeatingPlanJson.Default.WholePlanDocument);
    }

    public Task<IResult> Create(HttpContext context) => StoreAsync(context, versionOf: null, nameDefault: null);

    public async Task<IResult> AddVersion(string id, HttpContext context) =>
        PlanId.TryParse(id, out var planId) && await store.FindLatestAsync(planId, context.RequestAborted) is { } latest
            // It is of the same hall, whatever its file calls it.
            ? await StoreAsync(context, planId, latest.Name)
            : Problems.Of(ProblemType.NoSuchPlan);

    public async Task<IResult> Change(string id, HttpContext context) =>
        PlanId.TryParse(id, out var planId)
            ? await calls.RunAsync<PlanChangeBody>(context, async (write, body) => await AnswerAsync(
                write, await SeatingPlanStore.ChangeAsync(
                    write, planId, body.ToStage(), body.ToKind(), CancellationToken.None)))
            : Problems.Of(ProblemType.NoSuchPlan);

    private async Task<IResult> StoreAsync(HttpContext context, PlanId? versionOf, string? nameDefault)
    {
        var errors = new FieldErrors();
        var name = context.Request.Query.One("name", errors)?.Trim() ?? "";
        foreach (var problem in new NewPlan(default) { Name = name }.Problems())
        {
            errors.Add("name", problem.Problem);
        }

        var stage = PlanWords.CheckStage(context.Request.Query.One("stage", errors), errors);
        var kind = PlanWords.CheckKind(context.Request.Query.One("kind", errors), errors);
        if (errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        name = name.Length > 0 ? name : nameDefault ?? "";
        return JsonBody.IsType(context.Request.ContentType, PlanCsvBody.ContentType)
            ? await calls.RunAsync<PlanCsvBody>(context, (write, body) => KeepAsync(write, body.Plan, body.Letters))
            : await calls.RunAsync<PlanBody>(context, (write, body) => KeepAsync(write, body.Plan!));

        SeatingPlan Said(SeatingPlan plan)
        {
            plan = name.Length > 0 ? plan.Renamed(name) : plan;
            plan = stage is { } side ? plan.Facing(side) : plan;
            return kind is { } some ? plan.OfKind(some) : plan;
        }

        async Task<IResult> KeepAsync(OrganiserWrite write, SeatingPlan plan, TableLetters? letters = null)
        {
            var stored = await SeatingPlanStore.StoreAsync(write, Said(plan), versionOf, CancellationToken.None);
            return await AnswerAsync(write, stored, letters);
        }
    }

    private static async Task<IResult> AnswerAsync(
        OrganiserWrite write, SeatingPlan? plan, TableLetters? letters = null)
    {
        if (plan is not { Id: { } id }
            || await SeatingPlanStore.FindLatestAsync(write, id, CancellationToken.None) is not { } stored)
        {
            return Problems.Of(ProblemType.NoSuchPlan);
        }

        return WriteAnswer.Of(
            StatusCodes.Status201Created, KeptPlanDocument.Of(stored, plan, letters),
            SeatingPlanJson.Default.KeptPlanDocument,
            string.Create(CultureInfo.InvariantCulture, $"/api/admin/plans/{id}"));
    }

    private static PlanId? ReadId(string? text, FieldErrors errors)
    {
        if (text is null)
        {
            return null;
        }

        if (!PlanId.TryParse(text, out var id))
        {
            errors.Add("after", "must be the 'next' value of the previous page");
        }

        return id;
    }
}

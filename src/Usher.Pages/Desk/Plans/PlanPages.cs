using System.Globalization;
using Microsoft.Extensions.Options;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Http.Fields;
using Usher.Http.Transport;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.Plans;

/// <summary>The halls that shows can be in.</summary>
internal sealed class PlanPages(
    SeatingPlanStore store, PlanService service, PlanCatalog catalog, PlanPictures pictures,
    IOptions<HttpLimits> limits)
{
    private const int PageSize = 12;

    public async Task<IResult> List(HttpContext context)
    {
        var page = ReadNumber(context.Request.Query["page"]) ?? 1;
        var plans = await store.ListAsync(context.RequestAborted);
        var rows = new List<PlanRowView>();
        // The newest first: what somebody has just brought in is what they look for.
        foreach (var plan in plans.Reverse().Skip((page - 1) * PageSize).Take(PageSize))
        {
            rows.Add(new PlanRowView(plan, await pictures.FindAsync(plan.Id, plan.Version, context.RequestAborted)));
        }

        var isMore = (long)page * PageSize < plans.Length;
        var next = string.Create(CultureInfo.InvariantCulture, $"/desk/plans?page={page + 1}");
        return new PageReply<PlansPage>(new PlansView(rows, isMore ? next : null, page == 1));
    }

    public async Task<IResult> GetPlan(string id, HttpContext context)
    {
        var versions = await VersionsAsync(id, context);
        var version = ReadNumber(context.Request.Query["version"]) ?? (versions.Count > 0 ? versions[0].Version : 0);
        if (versions.Count == 0
            || await catalog.FindAsync(versions[0].Id, version, context.RequestAborted) is not { } plan)
        {
            return DeskNotice.NoSuchPlan();
        }

        var view = SeatingView.OfPlan(plan);
        var counts = plan.Seats.CountBy(seat => seat.Category).ToDictionary();
        return new PageReply<PlanPage>(new PlanView(
            plan, versions,
            [
                .. plan.Categories.Select((category, index) => new PlanCategoryView(
                    category.Name, counts.GetValueOrDefault(index), view.ColorOf(index), view.MarkOf(index))),
            ],
            await pictures.FindWholeAsync(plan, context.RequestAborted))
        {
            Labels = LabelledPlan.Of(view),
            Letters = TableLetters.Parse(context.Request.Query[PlanFile.LettersField].ToString()),
        });
    }

    public async Task<IResult> Json(string id, string version, HttpContext context) =>
        await FindAsync(id, version, context) is { } plan
            ? new FileReply(PlanFiles.Of(plan).Json, "application/json", FileName(plan, "json"))
            : DeskNotice.NoSuchPlan();

    public async Task<IResult> Csv(string id, string version, HttpContext context) =>
        await FindAsync(id, version, context) is { } plan
            ? new FileReply(PlanFiles.Of(plan).Csv(FormOf(context)), "text/csv; charset=utf-8", FileName(plan, "csv"))
            : DeskNotice.NoSuchPlan();

    /// <summary>A table to begin with.</summary>
    public static IResult Sample(HttpContext context) =>
        new FileReply(PlanSample.Write(FormOf(context)), "text/csv; charset=utf-8", "seating-plan.csv");

    public async Task<IResult> AskImport(HttpContext context, string? id = null)
    {
        var of = id is null ? null : await LatestAsync(id, context);
        return id is not null && of is null
            ? DeskNotice.NoSuchPlan()
            : Ask(new ImportView(of, "", null, [], NoProblems, FormKey.New()), StatusCodes.Status200OK);
    }

    public async Task<IResult> Import(HttpContext context, string? id = null)
    {
        var of = id is null ? null : await LatestAsync(id, context);
        if (id is not null && of is null)
        {
            return DeskNotice.NoSuchPlan();
        }

        var errors = new FieldErrors();
        var form = await PlanForm.ReadAsync(context, limits.Value.PlanBodyBytesMax, errors);
        var name = PlanForm.ReadName(form, errors);
        // A new version is of the same hall, whatever its file is called.
        var file = errors.Any ? null
            : await PlanFile.ReadAsync(form, name.Length > 0 ? name : of?.Name ?? "", context.RequestAborted);
        errors.Require(PlanFile.Field, file is not null || errors.Any);
        if (errors.Any || file?.Reading.Plan is not { } plan)
        {
            return Ask(
                new ImportView(of, name, file?.Name, file?.Reading.Problems ?? [], errors.ToWords(), FormKey.New())
                {
                    Letters = file?.Reading.Letters,
                    Sketch = file?.Reading.Sketch,
                },
                StatusCodes.Status400BadRequest);
        }

        // What has begun is carried out, whether or not the browser waits for it.
        var stored = FormKey.For(form!["key"], plan, of?.Id) is { } key
            ? await service.StoreAsync(key, plan, of?.Id, CancellationToken.None)
            : await service.StoreAsync(plan, of?.Id, CancellationToken.None);
        // A guess is shown, for whoever has the plan knows better.
        var path = PlanView.PathOf(stored!.Id!.Value);
        return PageForm.SeeOther(stored.HasGuessedStage ? $"{path}/stage" : file.Tell(path));
    }

    // As the reader's spreadsheet opens it.
    private static TableForm FormOf(HttpContext context) => TableForm.Of(ReaderCulture.Of(context.Request));

    public static int? ReadNumber(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is > 0 and < 1_000_000 ? number : null;

    private static readonly IReadOnlyDictionary<string, string> NoProblems =
        new Dictionary<string, string>(StringComparer.Ordinal);

    private static PageReply<ImportPage> Ask(ImportView view, int status) => new(view) { Status = status };

    private async Task<StoredPlan?> LatestAsync(string id, HttpContext context) =>
        await VersionsAsync(id, context) is [var latest, ..] ? latest : null;

    private async Task<IReadOnlyList<StoredPlan>> VersionsAsync(string id, HttpContext context) =>
        PlanId.TryParse(id, out var planId)
            ? await store.VersionsAsync(planId, context.RequestAborted)
            : [];

    private async Task<SeatingPlan?> FindAsync(string id, string version, HttpContext context) =>
        ReadNumber(version) is { } number && await LatestAsync(id, context) is { Id: var planId }
            ? await catalog.FindAsync(planId, number, context.RequestAborted)
            : null;

    // Letters that every system's files may have.
    private static string FileName(SeatingPlan plan, string extension)
    {
        var letters = plan.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-');
        var name = string.Concat(letters).Trim('-');
        return $"{(name.Length > 0 ? name : "plan")}-v{plan.Version}.{extension}";
    }
}

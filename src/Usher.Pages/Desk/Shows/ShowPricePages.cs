using System.Globalization;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Http.Wording;
using Usher.Pages.Buyers.Shows;
using Usher.Pages.Desk.Forms;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Desk.NewShows;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Shows;

/// <summary>Changes what the seats of a show cost.</summary>
internal sealed class ShowPricePages(ShowQueries queries, ShowCatalog catalog, PlanCatalog plans, ShowService shows)
{
    public async Task<IResult> Ask(string id, HttpContext context) => await FindAsync(id, context) is { } view
        ? new PageReply<ShowPricesPage>(view)
        : DeskNotice.NoSuchShow();

    public async Task<IResult> Save(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } view)
        {
            return DeskNotice.NoSuchShow();
        }

        var errors = new FieldErrors();
        var sent = Fields.Of(await PageForm.ReadAsync(context));
        var entered = view with { Fields = sent, Shown = ShownFields.Sent(sent, view.Names) };
        if (PriceStep.Read(sent, view.Plan, errors) is not { } prices)
        {
            return new PageReply<ShowPricesPage>(entered with { Problems = errors.ToWords() })
            {
                Status = StatusCodes.Status400BadRequest,
            };
        }

        // What has begun is carried out, whether or not the browser waits for it.
        return await shows.WithShowAsync(
            view.Show.Id, (write, show) => SaveAsync(write, show, entered, prices), CancellationToken.None)
            ?? await StaleAsync(id, sent, context);
    }

    // Null: they are not those of the form any more. They belong together, so one that has changed is reason enough.
    private async Task<IResult?> SaveAsync(
        OrganiserWrite write, Show? show, ShowPricesView view, DraftPrices prices)
    {
        if (show is null)
        {
            return DeskNotice.NoSuchShow();
        }

        if (view.Names.All(name => view.Fields.Has(name) && !view.Fields.IsChanged(name)))
        {
            return PageForm.SeeOther(view.ShowPath);
        }

        if (show.PlanVersion != view.Show.PlanVersion
            || view.Names.Any(name => view.Fields.IsStale(name, FieldsOf(show, view.Plan))))
        {
            return null;
        }

        return await shows.ChangePricesAsync(
            write, show.Id, prices.Currency, prices.For(view.Plan), CancellationToken.None) switch
        {
            PriceChange.Changed => PageForm.SeeOther(view.ShowPath),
            PriceChange.ShowNotFound => DeskNotice.NoSuchShow(),
            PriceChange.CurrencyInUse(var currency) => Refuse(view, ShowRefusalTexts.CurrencyInUse(currency)),
            PriceChange.Wrong { Problem: var wrong } => Refuse(view, $"{wrong.Field} {wrong.Problem}."),
        };
    }

    private async Task<IResult> StaleAsync(string id, Fields sent, HttpContext context) =>
        await FindAsync(id, context) is { } view
            ? Refuse(
                view with
                {
                    Fields = sent.Over(view.Fields, view.Names),
                    Shown = ShownFields.Of(view.Fields, view.Names),
                },
                "Someone else changed the prices of this show, or its seating plan, after you opened this form. "
                + "Check the prices and save again.")
            : DeskNotice.NoSuchShow();

    private static PageReply<ShowPricesPage> Refuse(ShowPricesView view, string problem) =>
        new(view with { Problem = problem }) { Status = StatusCodes.Status409Conflict };

    // Not from memory, for a price that somebody else has just changed is to be seen before it is overwritten.
    private async Task<ShowPricesView?> FindAsync(string id, HttpContext context)
    {
        var ct = context.RequestAborted;
        if (ShowPages.ReadId(id) is not { } showId || await queries.FindWithoutSeatsAsync(showId, ct) is not { } show)
        {
            return null;
        }

        var plan = show.PlanId is { } planId ? await plans.RequireAsync(planId, show.PlanVersion ?? 0, ct)
            : await catalog.FindAsync(showId, ct) is { } terms ? await catalog.PlanAsync(terms, ct)
            : null;
        return plan is null ? null : new ShowPricesView(show, plan, FieldsOf(show, plan));
    }

    private static Fields FieldsOf(Show show, SeatingPlan plan) => PriceStep.Write(PricesOf(show), plan)
        .With(new Fields([new(ShowPricesView.PlanVersion, $"{show.PlanVersion}")]));

    private static DraftPrices? PricesOf(Show show) => show.Currency is null ? null : new DraftPrices(
        show.Currency,
        show.Prices.ToDictionary(price => price.Category, price => price.Amount, StringComparer.Ordinal));
}

/// <summary>The form that changes the prices of a show.</summary>
/// <param name="Show">The show.</param>
/// <param name="Plan">Its seats.</param>
/// <param name="Fields">What is in the form.</param>
public sealed record ShowPricesView(Show Show, SeatingPlan Plan, Fields Fields)
{
    public const string PlanVersion = "plan_version";

    /// <summary>Everything that is in the form.</summary>
    public IReadOnlyList<string> Names { get; } =
    [
        "currency", PlanVersion, .. Enumerable.Range(0, Plan.Categories.Length).Select(PriceStep.FieldOf),
    ];

    /// <summary>What the form carries along: what was in it before anybody filled it in.</summary>
    public Fields Shown { get => field ?? ShownFields.Of(Fields, Names); init; }

    /// <summary>What is wrong with what was entered, by field.</summary>
    public IReadOnlyDictionary<string, string>? Problems { get; init; }

    /// <summary>Why it was refused as a whole, as sentences.</summary>
    public string? Problem { get; init; }

    public string ShowPath => string.Create(CultureInfo.InvariantCulture, $"/desk/shows/{Show.Id}");
}

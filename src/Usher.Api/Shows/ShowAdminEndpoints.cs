using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Usher.Api.Idempotency;
using Usher.Engine.Idempotency;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Replies;
using Usher.Http.Security;
using Usher.Http.Wording;

namespace Usher.Api.Shows;

/// <summary>What organisers do with shows.</summary>
internal sealed class ShowAdminEndpoints(
    ShowService shows, ShowReads reads, RepeatableCalls calls, TimeProvider time)
{
    private const int RenamedSeatsMax = 100;

    public async Task<Results<Reply<AdminShowPageDocument>, ProblemReply>> List(HttpContext context)
    {
        var errors = new FieldErrors();
        if (ShowListRequest.Read(context.Request.Query, errors, ShowQueries.PageMax) is not { } wanted)
        {
            return Problems.BadRequest(errors);
        }

        var (page, next) = await reads.ListAsync(wanted, AdminShowDocument.Of, context.RequestAborted);
        return new Reply<AdminShowPageDocument>(
            StatusCodes.Status200OK, new AdminShowPageDocument { Shows = page, Next = next },
            ShowJson.Default.AdminShowPageDocument);
    }

    public async Task<Results<Reply<AdminShowDocument>, ProblemReply>> GetShow(string id, HttpContext context) =>
        await reads.FindAsync(id, AdminShowDocument.Of, context.RequestAborted) is { } show
            ? new Reply<AdminShowDocument>(StatusCodes.Status200OK, show, ShowJson.Default.AdminShowDocument)
            : Problems.Of(ProblemType.NoSuchShow);

    public Task<IResult> Create(HttpContext context) => calls.RunAsync<NewShowBody>(
        context, async (write, body) =>
            await shows.CreateAsync(write, body.ToNewShow(), seatsCreated: null, CancellationToken.None) switch
            {
                NewShowOutcome.Created(var show) => Answer(
                    StatusCodes.Status201Created, show, show.TotalSeats,
                    string.Create(CultureInfo.InvariantCulture, $"/api/shows/{show.Id}")),
                NewShowOutcome.Wrong(var problems) => Problems.BadRequest(new FieldErrors().With(problems)),
                NewShowOutcome.PlanNotFound(var planId) => Problems.BadRequest(
                    "plan_id", $"must be the id of a plan from GET /api/admin/plans; there is no plan {planId}"),
            });

    public Task<IResult> Change(string id, HttpContext context) => calls.RunAsync<ShowChangeBody>(
        context, async (write, body) => await shows.ChangeAsync(
            write, ShowIdField.Read(id) ?? default, body.Change, context.ActingAsStaff(), CancellationToken.None) switch
        {
            ShowChangeOutcome.Changed => await AnswerAsync(write, id),
            ShowChangeOutcome.Wrong(var problems) => Problems.BadRequest(new FieldErrors().With(problems)),
            ShowChangeOutcome.ShowNotFound => Problems.Of(ProblemType.NoSuchShow),
        });

    public Task<IResult> ChangePrices(string id, HttpContext context) => calls.RunAsync<PricesBody>(
        context, async (write, body) => await shows.ChangePricesAsync(
            write, ShowIdField.Read(id) ?? default, body.Currency, body.ToPrices(), CancellationToken.None) switch
        {
            PriceChange.Changed => await AnswerAsync(write, id),
            PriceChange.ShowNotFound => Problems.Of(ProblemType.NoSuchShow),
            PriceChange.Wrong(var problems) => Problems.BadRequest(new FieldErrors().With(problems)),
            PriceChange.CurrencyInUse(var currency) => Problems.Of(
                ProblemType.CurrencyStays, ShowRefusalTexts.CurrencyInUse(currency)),
        });

    public Task<IResult> ChangePlan(string id, HttpContext context) => calls.RunAsync<ShowPlanBody>(
        context, async (write, body) => await shows.MoveAsync(
            write, ShowIdField.Read(id) ?? default, body.Version, _ => body.AcceptRenamedSeats,
            context.ActingAsStaff(), CancellationToken.None) switch
        {
            PlanMove.Moved => await AnswerAsync(write, id),
            PlanMove.ShowNotFound => Problems.Of(ProblemType.NoSuchShow),
            PlanMove.VersionNotFound(var planId) => Problems.BadRequest(
                "version", $"must be a version from GET /api/admin/plans/{planId}"),
            PlanMove.NoPlan => Problems.Of(
                ProblemType.PlanDoesNotFit, "This show has no seating plan, only a number of seats."),
            PlanMove.PricesMissing missing => Problems.Of(
                ProblemType.PlanDoesNotFit, ShowRefusalTexts.PricesMissing(missing, body.Version) + "."),
            PlanMove.SeatsInTheWay seats => Problems.Of(
                ProblemType.PlanDoesNotFit, ShowRefusalTexts.SeatsInTheWay(seats, body.Version) + "."),
            PlanMove.SeatsRenamed renamed => Refused(renamed, body.Version),
        });

    private static ProblemReply Refused(PlanMove.SeatsRenamed renamed, int version) => new(
        Problems.Of(
            ProblemType.SeatsRenamed,
            $"{ShowRefusalTexts.SeatsRenamed(renamed, version)}. To move the show anyway, send "
            + "accept_renamed_seats: true.").Problem with
        {
            RenamedSeats = [.. renamed.Seats.Take(RenamedSeatsMax).Select(RenamedSeatDocument.Of)],
        });

    private async Task<IResult> AnswerAsync(OrganiserWrite write, string id) =>
        await shows.FindAsync(write, ShowIdField.Read(id) ?? default, CancellationToken.None) is var (show, seats)
            ? Answer(StatusCodes.Status200OK, show, seats)
            : Problems.Of(ProblemType.NoSuchShow);

    private WriteAnswer Answer(int status, Show show, int availableSeats, string? location = null) => WriteAnswer.Of(
        status, AdminShowDocument.Of(show, availableSeats, time.GetUtcNow()), ShowJson.Default.AdminShowDocument,
        location);
}

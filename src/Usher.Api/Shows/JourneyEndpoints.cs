using Microsoft.AspNetCore.Http.HttpResults;
using Usher.Api.Idempotency;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Replies;
using Usher.Http.Security;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Shows;

/// <summary>Where coaches go from and to.</summary>
internal sealed class JourneyEndpoints(ShowJourneys journeys, ShowCatalog catalog, RepeatableCalls calls)
{
    public async Task<Results<Reply<JourneyDocument>, ProblemReply>> GetJourney(string id, HttpContext context) =>
        ShowIdField.Read(id) is { } showId && await catalog.FindAsync(showId, context.RequestAborted) is not null
            ? new Reply<JourneyDocument>(
                Status200OK, JourneyDocument.Of(await journeys.FindAsync(showId, context.RequestAborted)),
                ShowJson.Default.JourneyDocument)
            : Problems.Of(ProblemType.NoSuchShow);

    public async Task<IResult> Save(string id, HttpContext context)
    {
        // Asked before the write, which has a connection of its own.
        var kind = ShowIdField.Read(id) is { } known
            ? await journeys.FindKindAsync(known, context.RequestAborted)
            : null;
        return await calls.RunAsync<JourneyBody>(
            context, (write, body) => SaveAsync(
                write, ShowIdField.Read(id), kind, body.ToJourney(), context.ActingAsStaff()));
    }

    private static async Task<IResult> SaveAsync(
        OrganiserWrite write, ShowId? id, PlanKind? kind, Journey? journey, Actor actor)
    {
        if (id is not { } showId || kind is not { } places)
        {
            return Problems.Of(ProblemType.NoSuchShow);
        }

        if (journey is null)
        {
            await ShowJourneys.RemoveAsync(write, showId, actor, CancellationToken.None);
        }
        else if (Journey.ProblemOf(places) is { } wrong)
        {
            return Problems.BadRequest("from", wrong.Problem);
        }
        else if (!await ShowJourneys.SaveAsync(write, showId, journey, actor, CancellationToken.None))
        {
            return Problems.Of(ProblemType.NoSuchShow);
        }

        return WriteAnswer.Of(Status200OK, JourneyDocument.Of(journey), ShowJson.Default.JourneyDocument);
    }
}

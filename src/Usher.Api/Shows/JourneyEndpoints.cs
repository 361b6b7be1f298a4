using Microsoft.AspNetCore.Http.HttpResults;
using Usher.Api.Idempotency;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Replies;
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

    public Task<IResult> Save(string id, HttpContext context) => calls.RunAsync<JourneyBody>(
        context, async (write, body) =>
            await ShowJourneys.SaveAsync(
                write, ShowIdField.Read(id) ?? default, body.ToJourney(), CancellationToken.None)
                ? WriteAnswer.Of(
                    Status200OK, JourneyDocument.Of(body.ToJourney()), ShowJson.Default.JourneyDocument)
                : Problems.Of(ProblemType.NoSuchShow));
}

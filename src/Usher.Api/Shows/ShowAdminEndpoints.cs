using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Http.Errors;
using Usher.Http.Replies;
using Usher.Http.Transport;

namespace Usher.Api.Shows;

/// <summary>What organisers do with shows.</summary>
internal sealed class ShowAdminEndpoints(ShowCreation creation, TimeProvider time, IOptions<HttpLimits> limits)
{
    public async Task<Results<Reply<ShowDocument>, ProblemReply>> Create(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limits.Value.PlanBodyBytesMax;
        }

        var errors = new FieldErrors();
        if (await JsonBody.ReadAsync<NewShowBody>(context.Request, errors) is not { } body)
        {
            return Problems.BadRequest(errors);
        }

        var show = await creation.CreateAsync(body.ToNewShow(), seatsCreated: null, context.RequestAborted);
        return new Reply<ShowDocument>(
            StatusCodes.Status201Created,
            ShowDocument.Of(show, show.TotalSeats, time.GetUtcNow()),
            ShowJson.Default.ShowDocument)
        {
            Location = string.Create(CultureInfo.InvariantCulture, $"/api/shows/{show.Id}"),
        };
    }
}

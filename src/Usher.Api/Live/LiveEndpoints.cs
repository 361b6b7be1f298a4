using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Usher.Http.Errors;
using Usher.Http.Fields;

namespace Usher.Api.Live;

/// <summary>Live updates of a show's seats.</summary>
internal sealed class LiveEndpoints(LiveChannels channels, IOptions<LiveOptions> options, TimeProvider time)
{
    public const string EventStream = "text/event-stream";

    // Open to everybody and to every origin: it has nothing that GET …/seats does not have.
    public async Task<Results<LiveReply, ProblemReply>> Watch(string id, HttpContext context)
    {
        if (ShowIdField.Read(id) is not { } showId)
        {
            return Problems.Of(ProblemType.NoSuchShow);
        }

        if (!context.WebSockets.IsWebSocketRequest && !TakesEvents(context.Request))
        {
            return Problems.Of(ProblemType.UpgradeRequired) with { Header = (HeaderNames.Upgrade, "websocket") };
        }

        return await channels.AdmitAsync(showId) switch
        {
            SubscribeResult.Admitted(var channel) => new LiveReply(channel, channels, options.Value, time),
            SubscribeResult.NoSuchShow => Problems.NoSuchShow(showId),
            SubscribeResult.Full => Problems.Later(ProblemType.SubscribersFull, channels.RetryAfter),
        };
    }

    private static bool TakesEvents(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase));
}

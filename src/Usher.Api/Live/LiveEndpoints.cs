using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Security;
using Usher.Http.Transport;

namespace Usher.Api.Live;

/// <summary>Live updates of a show's seats.</summary>
internal sealed class LiveEndpoints(LiveChannels channels, IOptions<LiveOptions> options, TimeProvider time)
{
    public const string EventStream = "text/event-stream";

    // Open to everybody: it has nothing that GET …/seats does not have, and other sites' scripts may as little.
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

        if (!CrossOrigin.MayWatch(context.Request))
        {
            return Problems.Of(ProblemType.AnotherSite);
        }

        var client = ClientAddress.Of(context.Connection.RemoteIpAddress);
        if (context.Features.Get<ConnectionOutput>()?.Held.IsFull(client) == true)
        {
            return Later("Snapshots and other large responses to this client's address are still being sent.");
        }

        return await channels.AdmitAsync(showId, client) switch
        {
            SubscribeResult.Admitted(var channel) => new LiveReply(
                channel, LiveRequest.Of(context.Request.Query), client, channels, options.Value, time),
            SubscribeResult.NoSuchShow => Problems.NoSuchShow(showId),
            SubscribeResult.ClientFull(var max) => Later(string.Create(
                CultureInfo.InvariantCulture,
                $"This client's address already has {max} live connections, the maximum.")),
            SubscribeResult.Full => Problems.Later(ProblemType.SubscribersFull, channels.RetryAfter),
        };
    }

    private ProblemReply Later(string reason) => Problems.Later(
        ProblemType.SubscribersFull, channels.RetryAfter,
        reason + " Close some, or try again after the number of seconds in Retry-After. Until then, GET the show's "
            + "/seats has the same data.");

    private static bool TakesEvents(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase));
}

using Microsoft.AspNetCore.Connections.Features;

namespace Usher.Http.Transport;

public static class BrokenBodies
{
    /// <summary>
    /// Ends the connection of a request whose body broke off, with its answer. To be called by whoever catches what
    /// reading the body threw: Kestrel keeps such a connection, looks for the next request in it, and trips over its
    /// own read of the body, which it has not finished: "Reading is already in progress" (ADR 30).
    /// </summary>
    public static void EndAfterBrokenBody(this HttpContext context)
    {
        if (HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            // Which has no such connection, and no such header.
            return;
        }

        if (!context.Response.HasStarted)
        {
            context.Response.Headers.Connection = "close";
        }

        // Nobody reads the headers of an answer that is not sent, because its client has gone meanwhile.
        context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }
}

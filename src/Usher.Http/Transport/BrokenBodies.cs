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
        // HTTP/2 has no such header, and no such connection.
        if (!context.Response.HasStarted && !HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "close";
        }
    }
}

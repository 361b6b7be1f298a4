namespace Usher.Bench.Http;

/// <summary>What stands in the way of a reply.</summary>
internal enum HttpFailure
{
    None,

    /// <summary>No connection: the request was never sent, so it had no effect.</summary>
    NotConnected,

    /// <summary>Sent, and no complete reply in time: it may have had its effect.</summary>
    TimedOut,

    /// <summary>Sent, and the connection ended before the reply did: it may have had its effect.</summary>
    Broken,

    /// <summary>Sent, and the reply is not HTTP: it may have had its effect.</summary>
    Malformed,
}

/// <summary>A reply, or why there is none. The body is valid until the connection's next request.</summary>
internal readonly record struct HttpReply(
    int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter, HttpFailure Failure)
{
    public static HttpReply Failed(HttpFailure failure) => new(0, default, null, failure);
}

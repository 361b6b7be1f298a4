namespace Usher.Http.RateLimits;

/// <summary>Whose requests are counted together: those of an address, or those with an API key, wherever they come
/// from.</summary>
internal readonly record struct RateClient(ClientAddress Address, Guid Key)
{
    /// <summary>The client of a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="key">The API key that it brought; null: none.</param>
    public static RateClient Of(HttpContext context, Guid? key) => key is { } id
        ? new RateClient(default, id)
        : new RateClient(ClientAddress.Of(context.Connection.RemoteIpAddress), Guid.Empty);
}

using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Http.Replies;

namespace Usher.Api.Shows;

/// <summary>
/// A seat map as ready-made bytes: written once per revision, compressed once per revision and encoding. Whoever is
/// slow to take them holds them.
/// </summary>
internal sealed class SeatMapReply : IResult
{
    private static readonly StringValues NoCache = "no-cache";

    private readonly SeatMapReplies _replies;
    private readonly ReadyBytes _bytes;
    private readonly SeatingPlan _plan;
    private readonly DateTime? _lastBegun;

    public SeatMapReply(SeatMapReplies replies, SeatMap map, SeatingPlan plan, DateTime? lastBegun, long madeAt)
    {
        (_replies, _plan, _lastBegun) = (replies, plan, lastBegun);
        (ShowId, Seats, MadeAt) = (map.ShowId, map.Seats.Length, madeAt);
        // Weak (RFC 9110 §8.8.1): maps of one revision tell the same of every seat, but each its own as_of. A slot
        // begins without a new revision.
        var begun = lastBegun is { } at ? string.Create(CultureInfo.InvariantCulture, $"-{at.Ticks}") : "";
        ETag = string.Create(
            CultureInfo.InvariantCulture, $"W/\"{map.ShowId}-{map.Revision}-{plan.Version}{begun}\"");
        _bytes = new ReadyBytes(() => SeatMapJson.Write(map, plan), CompressionLevel.Fastest);
    }

    public ShowId ShowId { get; }

    public int Seats { get; }

    public long MadeAt { get; }

    public string ETag { get; }

    public bool IsOf(SeatingPlan plan, DateTime? lastBegun) =>
        _plan.Id == plan.Id && _plan.Version == plan.Version && _lastBegun == lastBegun;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = NoCache;
        var sending = _bytes.SendAsync(httpContext, _ => ETag);
        return sending.IsCompletedSuccessfully ? Task.CompletedTask : _replies.HoldAsync(this, sending);
    }
}

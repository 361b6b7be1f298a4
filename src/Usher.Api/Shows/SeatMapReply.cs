using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Primitives;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Http.Replies;

namespace Usher.Api.Shows;

/// <summary>
/// A seat map as ready-made bytes: written once per revision, compressed once per revision and encoding, and kept as
/// long as the map itself is kept in memory.
/// </summary>
internal sealed class SeatMapReply : IResult
{
    // The bytes live exactly as long as the snapshot they were made from.
    private static readonly ConditionalWeakTable<SeatMap, SeatMapReply> Made = [];

    private static readonly StringValues NoCache = "no-cache";

    private readonly ReadyBytes _bytes;
    private readonly SeatingPlan _plan;

    private SeatMapReply(SeatMap map, SeatingPlan plan)
    {
        // Weak (RFC 9110 §8.8.1): maps of one revision tell the same of every seat, but each its own as_of.
        ETag = string.Create(CultureInfo.InvariantCulture, $"W/\"{map.ShowId}-{map.Revision}-{plan.Version}\"");
        _bytes = new ReadyBytes(() => SeatMapJson.Write(map, plan), CompressionLevel.Fastest);
        _plan = plan;
    }

    public string ETag { get; }

    public static SeatMapReply Of(SeatMap map, SeatingPlan plan)
    {
        var reply = Made.GetValue(map, map => new SeatMapReply(map, plan));
        if (reply._plan.Id == plan.Id && reply._plan.Version == plan.Version)
        {
            return reply;
        }

        // The show has moved to another version of its plan; its seats may not have changed since.
        reply = new SeatMapReply(map, plan);
        Made.AddOrUpdate(map, reply);
        return reply;
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = NoCache;
        return _bytes.SendAsync(httpContext, _ => ETag);
    }
}

using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Usher.Engine.SeatingPlans;
using Usher.Http.Replies;

namespace Usher.Http.SeatingPlans;

/// <summary>
/// A seating plan as ready-made bytes, kept as long as the plan is. Whoever asks with the version in the address may
/// keep the answer for ever, for another plan has another address.
/// </summary>
public sealed class PlanReply : IResult
{
    private const int VersionBytes = 9;

    private static readonly ConditionalWeakTable<SeatingPlan, PlanReply> Made = [];

    private static readonly StringValues Forever = "public, max-age=31536000, immutable";
    private static readonly StringValues NoCache = "no-cache";

    private readonly ReadyBytes _bytes;

    private PlanReply(SeatingPlan plan)
    {
        _bytes = new ReadyBytes(() => PlanGeometryJson.Write(plan), CompressionLevel.Optimal);
        Version = Convert.ToHexStringLower(SHA256.HashData(_bytes.Plain).AsSpan(0, VersionBytes));
    }

    /// <summary>Names these bytes and no others.</summary>
    public string Version { get; }

    public static PlanReply Of(SeatingPlan plan) => Made.GetValue(plan, static plan => new PlanReply(plan));

    /// <summary>Where the plan of a show can be had, to be kept for ever.</summary>
    public static string AddressOf(ShowId showId, SeatingPlan plan) => $"/api/shows/{showId}/plan?v={Of(plan).Version}";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = httpContext.Request.Query["v"] == Version ? Forever : NoCache;
        // Strong tags differ where the bytes do (RFC 9110 §8.8.3.3).
        return _bytes.SendAsync(
            httpContext, encoding => encoding is null ? $"\"{Version}\"" : $"\"{Version}-{encoding}\"");
    }
}

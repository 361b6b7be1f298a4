using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Primitives;
using Usher.Engine.Seats;
using Usher.Server.Http;

namespace Usher.Server.Shows;

/// <summary>
/// A seat map as ready-made bytes: written once per revision, compressed once per revision and encoding, and kept as
/// long as the map itself is kept in memory.
/// </summary>
internal sealed class SeatMapReply : IResult
{
    // The bytes live exactly as long as the snapshot they were made from.
    private static readonly ConditionalWeakTable<SeatMap, SeatMapReply> Made = [];

    private static readonly StringValues NoCache = "no-cache";
    private static readonly StringValues AcceptEncoding = "Accept-Encoding";

    private readonly Lazy<byte[]> _plain;
    private readonly Lazy<byte[]> _gzip;
    private readonly Lazy<byte[]> _brotli;

    private SeatMapReply(SeatMap map)
    {
        ETag = string.Create(CultureInfo.InvariantCulture, $"W/\"{map.ShowId}-{map.Revision}\"");
        _plain = new Lazy<byte[]>(() => SeatMapJson.Write(map));
        _gzip = new Lazy<byte[]>(() => Compress(stream => new GZipStream(stream, CompressionLevel.Fastest)));
        _brotli = new Lazy<byte[]>(() => Compress(stream => new BrotliStream(stream, CompressionLevel.Fastest)));
    }

    /// <summary>
    /// Weak (RFC 9110 §8.8.1): maps of one revision tell the same of every seat, but each its own as_of.
    /// </summary>
    public string ETag { get; }

    public static SeatMapReply Of(SeatMap map) => Made.GetValue(map, static map => new SeatMapReply(map));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ETag = ETag;
        response.Headers.CacheControl = NoCache;
        response.Headers.Vary = AcceptEncoding;
        if (EntityTag.IsKnownToClient(ETag, httpContext.Request.Headers.IfNoneMatch))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var body = Choose(httpContext.Request.Headers.AcceptEncoding, out var encoding).Value;
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        // Waits for a slow reader instead of buffering the stadium for it; a reader gone ends it.
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }

    private Lazy<byte[]> Choose(StringValues accepted, out string? encoding)
    {
        (encoding, var body) = AcceptedEncoding.Choose(accepted) switch
        {
            AcceptedEncoding.Brotli => (AcceptedEncoding.Brotli, _brotli),
            AcceptedEncoding.Gzip => (AcceptedEncoding.Gzip, _gzip),
            _ => (null, _plain),
        };
        return body;
    }

    private byte[] Compress(Func<Stream, Stream> encode)
    {
        using var bytes = new MemoryStream();
        using (var encoder = encode(bytes))
        {
            encoder.Write(_plain.Value);
        }

        return bytes.ToArray();
    }
}

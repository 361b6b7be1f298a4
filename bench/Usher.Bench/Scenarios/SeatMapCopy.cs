using System.Net.Http.Headers;
using Usher.Bench.Settings;

namespace Usher.Bench.Scenarios;

/// <summary>A document as a server gave it once, plain and compressed.</summary>
internal sealed record SeatMapCopy(byte[] Plain, byte[] Gzipped, string ETag)
{
    /// <exception cref="BenchException">The server does not give it in both forms, with an ETag.</exception>
    public static async Task<SeatMapCopy> ReadAsync(string url, CancellationToken ct)
    {
        using var http = new HttpClient();
        try
        {
            using var plain = await http.GetAsync(url, ct);
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
            using var gzipped = await http.SendAsync(request, ct);
            plain.EnsureSuccessStatusCode();
            gzipped.EnsureSuccessStatusCode();
            return plain.Headers.ETag is { } etag && gzipped.Content.Headers.ContentEncoding.Contains("gzip")
                ? new SeatMapCopy(
                    await plain.Content.ReadAsByteArrayAsync(ct), await gzipped.Content.ReadAsByteArrayAsync(ct),
                    etag.ToString())
                : throw new BenchException($"GET {url} answers without an ETag, or does not compress.");
        }
        catch (HttpRequestException e)
        {
            throw new BenchException($"GET {url}: {e.Message}");
        }
    }
}

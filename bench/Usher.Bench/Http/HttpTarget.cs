using System.Net;
using System.Net.Sockets;
using System.Text;
using Usher.Bench.Settings;

namespace Usher.Bench.Http;

/// <summary>The server under load: one resolved address, so that no connection pays for a look-up.</summary>
internal sealed class HttpTarget
{
    private HttpTarget(Uri url, IPEndPoint address)
    {
        Url = url;
        Address = address;
        HostHeader = Encoding.ASCII.GetBytes($"Host: {url.Authority}\r\n");
    }

    public Uri Url { get; }

    public IPEndPoint Address { get; }

    public ReadOnlyMemory<byte> HostHeader { get; }

    /// <summary>The reason why this cannot be the URL of a server, or null.</summary>
    public static string? Refuse(string url) =>
        !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp
            ? $"'{url}' is not an address such as http://localhost:8080; only plain HTTP is spoken"
            : uri.AbsolutePath == "/" ? null : $"'{url}' must name the server only, without a path";

    /// <summary>A server whose address is known; it need not listen yet.</summary>
    public static HttpTarget At(IPEndPoint address) => new(new Uri($"http://{address}"), address);

    /// <summary>Takes the first address of the host that accepts a connection: localhost often has two.</summary>
    /// <exception cref="BenchException">Nothing listens there.</exception>
    public static async Task<HttpTarget> FindAsync(string text, TimeSpan timeout, CancellationToken ct)
    {
        if (Refuse(text) is { } refusal)
        {
            throw new BenchException($"--url: {refusal}.");
        }

        var url = new Uri(text);
        foreach (var address in await ResolveAsync(url, ct))
        {
            var endPoint = new IPEndPoint(address, url.Port);
            if (await AcceptsAsync(endPoint, timeout, ct))
            {
                return new HttpTarget(url, endPoint);
            }
        }

        throw new BenchException(
            $"Nothing is listening at {url.GetLeftPart(UriPartial.Authority)}. "
            + "Start the server with ./run, or use another with --url.");
    }

    private static async Task<IPAddress[]> ResolveAsync(Uri url, CancellationToken ct)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(url.DnsSafeHost, ct);
        }
        catch (SocketException)
        {
            throw new BenchException($"The host '{url.Host}' was not found. Check --url.");
        }
    }

    private static async Task<bool> AcceptsAsync(IPEndPoint endPoint, TimeSpan timeout, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(timeout);
        using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endPoint, deadline.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }
}

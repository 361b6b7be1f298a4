using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Usher.Tests.Live;

/// <summary>One who watches a show, by either way.</summary>
internal abstract class LiveClient : IDisposable
{
    // Longer than anything takes; a test that waits for what never comes should fail by itself.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public WatchedSeats Seats { get; } = new();

    public static async Task<LiveClient> ByWebSocketAsync(
        HttpClient http, ShowId show, Version? version = null, string query = "")
    {
        var client = new SocketClient();
        await client.OpenAsync(Address(http.BaseAddress!, show, "ws", query), version ?? HttpVersion.Version11);
        return client;
    }

    public static async Task<LiveClient> ByEventsAsync(HttpClient http, ShowId show, string query = "")
    {
        var client = new EventsClient();
        await client.OpenAsync(Address(http.BaseAddress!, show, "http", query));
        return client;
    }

    public static Uri Address(Uri server, ShowId show, string scheme, string query = "") =>
        new UriBuilder(server) { Scheme = scheme, Path = $"/api/shows/{show}/live", Query = query }.Uri;

    /// <summary>The next message, applied; null when the server has said goodbye.</summary>
    public async Task<string?> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        if (await ReceiveAsync(patience.Token) is not { } message)
        {
            return null;
        }

        Seats.Apply(message);
        return Encoding.UTF8.GetString(message.Span);
    }

    public async Task UntilAsync(Predicate<WatchedSeats> isThere)
    {
        while (!isThere(Seats))
        {
            (await NextAsync()).ShouldNotBeNull($"it ended at {Seats.Statuses}");
        }
    }

    public Task UntilAsync(string statuses) => UntilAsync(seats => seats.Statuses == statuses);

    public abstract void Dispose();

    protected abstract Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken ct);

    private sealed class SocketClient : LiveClient
    {
        private readonly ClientWebSocket _socket = new();
        private byte[] _buffer = new byte[1024];

        public async Task OpenAsync(Uri address, Version version)
        {
            using var invoker = new HttpClient();
            (_socket.Options.HttpVersion, _socket.Options.HttpVersionPolicy) =
                (version, HttpVersionPolicy.RequestVersionExact);
            await _socket.ConnectAsync(address, invoker, CancellationToken.None);
        }

        public override void Dispose() => _socket.Dispose();

        protected override async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken ct)
        {
            var length = 0;
            while (true)
            {
                var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), ct);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                part.MessageType.ShouldBe(WebSocketMessageType.Text);
                length += part.Count;
                if (part.EndOfMessage)
                {
                    return _buffer.AsMemory(0, length).ToArray();
                }

                if (length == _buffer.Length)
                {
                    Array.Resize(ref _buffer, 2 * length);
                }
            }
        }
    }

    private sealed class EventsClient : LiveClient
    {
        private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
        private StreamReader? _events;

        public async Task OpenAsync(Uri address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Add("Accept", "text/event-stream");
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream");
            response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
            response.Headers.CacheControl!.NoStore.ShouldBeTrue();
            _events = new StreamReader(await response.Content.ReadAsStreamAsync());
        }

        public override void Dispose()
        {
            _events?.Dispose();
            _http.Dispose();
        }

        protected override async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken ct)
        {
            if (await _events!.ReadLineAsync(ct) is not { } line)
            {
                return null;
            }

            line.ShouldStartWith("data: ");
            (await _events.ReadLineAsync(ct)).ShouldBe("");
            return Encoding.UTF8.GetBytes(line["data: ".Length..]);
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Usher.Bench.Http;

namespace Usher.SystemTests.Bench;

/// <summary>A server that answers each request with the next line of its script, byte for byte.</summary>
internal sealed class ScriptedServer : IDisposable
{
    /// <summary>In a script: close the connection without a reply.</summary>
    public const string HangUp = "hang up";

    /// <summary>In a script: never answer.</summary>
    public const string Silence = "silence";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Queue<string> script;

    public ScriptedServer(params string[] script)
    {
        this.script = new Queue<string>(script);
        listener.Start();
        _ = AcceptAsync();
    }

    public string Url => $"http://{listener.LocalEndpoint}";

    public List<string> Requests { get; } = [];

    public Task<HttpTarget> TargetAsync() =>
        HttpTarget.FindAsync(Url, TimeSpan.FromSeconds(10), CancellationToken.None);

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            using var socket = await listener.AcceptSocketAsync(stop.Token);
            await AnswerAsync(socket);
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer, stop.Token) is > 0 and var count)
        {
            Requests.Add(Encoding.ASCII.GetString(buffer, 0, count));
            var reply = script.Dequeue();
            if (reply == HangUp)
            {
                return;
            }

            if (reply != Silence)
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes(reply), stop.Token);
            }

            if (reply.Contains("Connection: close", StringComparison.Ordinal))
            {
                return;
            }
        }
    }
}

using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Usher.Http.Transport;

/// <summary>
/// Lets whoever writes a response hand it to the system himself. Kestrel's own transport passes it to another thread
/// first, which costs more than sending it where answers are small and many, or one message goes to thousands.
/// </summary>
public sealed class DirectOutput(IOptions<HttpLimits> options, HeldBytes held, TimeProvider time)
    : IConfigureOptions<KestrelServerOptions>
{
    // By their numbers in Linux: IPPROTO_TCP and TCP_NOTSENT_LOWAT.
    private const int Tcp = 6;
    private const int NotSentLowWaterMark = 25;

    private readonly HttpLimits _limits = options.Value;

    public void Configure(KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(listen =>
    {
        listen.Use(next => connection => ServeAsync(connection, next));
        listen.Use(next => HalfClosedClients.Serve(next, TimeSpan.FromSeconds(_limits.HalfClosedSecondsMax)));
    });

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is not null)
        {
            LimitUnsent(socket);
        }

        if (socket is null || !_limits.DirectSend)
        {
            connection.Features.Set(new ConnectionOutput(writer: null, held, _limits, time));
            await next(connection);
            return;
        }

        // The transport still owns the socket, reads it, and ends it when its own two halves are completed.
        var transport = connection.Transport;
        var output = new SocketWriter(socket);
        connection.Features.Set(new ConnectionOutput(output, held, _limits, time));
        connection.Transport = new Duplex(transport.Input, output);
        try
        {
            await next(connection);
        }
        finally
        {
            output.Complete();
            connection.Transport = transport;
        }
    }

    // Left to itself the system keeps megabytes for a client that was quick and then stopped. What is on its way is not
    // limited, so a distant client is served as fast as ever.
    private void LimitUnsent(Socket socket)
    {
        if (!OperatingSystem.IsLinux()
            || socket.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
        {
            return;
        }

        try
        {
            socket.SetRawSocketOption(Tcp, NotSentLowWaterMark, BitConverter.GetBytes(_limits.UnsentBytesMax));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is gone already, which whoever reads it will notice.
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

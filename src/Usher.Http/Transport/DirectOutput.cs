using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Usher.Http.Transport;

/// <summary>
/// Lets whoever writes a response hand it to the system himself. Kestrel's own transport passes it to another thread
/// first, which costs more than sending it where answers are small and many, or one message goes to thousands.
/// </summary>
public sealed class DirectOutput : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel) =>
        kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => connection => ServeAsync(connection, next)));

    private static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is not { Socket: { } socket })
        {
            await next(connection);
            return;
        }

        // The transport still owns the socket, reads it, and ends it when its own two halves are completed.
        var transport = connection.Transport;
        var output = new SocketWriter(socket);
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

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

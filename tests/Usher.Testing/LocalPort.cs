using System.Net;
using System.Net.Sockets;

namespace Usher.Testing;

/// <summary>A port of this machine for a program that cannot choose one itself.</summary>
internal static class LocalPort
{
    /// <summary>One that nobody listens on just now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

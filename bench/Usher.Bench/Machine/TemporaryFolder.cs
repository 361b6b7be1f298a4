using System.Net;
using System.Net.Sockets;
using Usher.Bench.Settings;

namespace Usher.Bench.Machine;

/// <summary>A folder for one run's servers; disposing it removes it with everything inside.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    // A server that drops its root rights must still get through to what belongs to it.
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>What the names of all folders of this process begin with.</summary>
    public static string Prefix { get; } = $"usher-bench-{Environment.ProcessId}-";

    public TemporaryFolder()
    {
        var name = $"{Prefix}{Guid.NewGuid().ToString("N")[..8]}";
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), name);
        if (OperatingSystem.IsWindows())
        {
            throw new BenchException(
                "usher-bench can start servers only on Linux and macOS. Use a running server with --url.");
        }

        Directory.CreateDirectory(Path, Passable);
    }

    public string Path { get; }

    /// <summary>A port of the loopback interface that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}

using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Usher.SystemTests.Fuzz;

/// <summary>
/// Makes another .NET process collect its garbage, as dotnet-gcdump does: by opening an event session with the keyword
/// GCHeapCollect over the runtime's diagnostic socket (its protocol: DOTNET_IPC_V1).
/// </summary>
internal static class ForcedCollection
{
    private const byte EventPipe = 2;
    private const byte StopTracing = 1;
    private const byte CollectTracing = 2;
    private const ulong GcHeapCollect = 0x0080_0000;
    private const uint Informational = 4;
    private const int HeaderBytes = 20;

    public static async Task OfAsync(int processId, CancellationToken ct)
    {
        var path = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{processId}-*-socket").Single();
        using var session = await ConnectAsync(path, ct);
        await session.SendAsync(Message(CollectTracing, Session()), ct);
        var reply = new byte[HeaderBytes + sizeof(ulong)];
        await ReadAsync(session, reply, ct);
        var draining = DrainAsync(session, ct);

        using var control = await ConnectAsync(path, ct);
        await control.SendAsync(Message(StopTracing, reply[HeaderBytes..]), ct);
        await ReadAsync(control, new byte[HeaderBytes], ct);
        await draining;
    }

    private static byte[] Session()
    {
        using var payload = new MemoryStream();
        using var writer = new BinaryWriter(payload, Encoding.Unicode);
        writer.Write(16u); // MiB of buffers
        writer.Write(1u); // the format nettrace
        writer.Write(1u); // one provider
        writer.Write(GcHeapCollect);
        writer.Write(Informational);
        Write(writer, "Microsoft-Windows-DotNETRuntime");
        writer.Write(0u); // no filter
        return payload.ToArray();
    }

    private static void Write(BinaryWriter writer, string text)
    {
        writer.Write((uint)text.Length + 1);
        writer.Write(Encoding.Unicode.GetBytes(text + '\0'));
    }

    private static byte[] Message(byte command, byte[] payload)
    {
        var message = new byte[HeaderBytes + payload.Length];
        "DOTNET_IPC_V1"u8.CopyTo(message);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(14), (ushort)message.Length);
        (message[16], message[17]) = (EventPipe, command);
        payload.CopyTo(message, HeaderBytes);
        return message;
    }

    private static async Task<Socket> ConnectAsync(string path, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
        return socket;
    }

    private static async Task ReadAsync(Socket socket, Memory<byte> into, CancellationToken ct)
    {
        while (!into.IsEmpty)
        {
            var count = await socket.ReceiveAsync(into, ct);
            count.ShouldBeGreaterThan(0, "the runtime closed its diagnostic socket");
            into = into[count..];
        }
    }

    // The runtime ends a session only when somebody takes what it has to say.
    private static async Task DrainAsync(Socket socket, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer, ct) > 0)
        {
        }
    }
}

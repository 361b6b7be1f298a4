using System.Buffers;
using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using Usher.Http.Transport;

namespace Usher.Tests.Http;

public sealed class SocketWriterTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private Socket _server = null!;
    private Socket _client = null!;
    private SocketWriter _writer = null!;

    public async ValueTask InitializeAsync()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await _client.ConnectAsync(_listener.LocalEndPoint!);
        _server = await _listener.AcceptAsync();
        _server.NoDelay = true;
        _writer = new SocketWriter(_server);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _server.Dispose();
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void What_is_written_in_whatever_pieces_arrives_whole_and_in_order()
    {
        var size = Gen.OneOf(Gen.Choose(1, 60), Gen.Choose(1, 20_000), Gen.Choose(1, 200_000));
        var piece = size.SelectMany(bytes => Gen.Elements(true, false).Select(flushes => (bytes, flushes)));
        Prop.ForAll(piece.NonEmptyListOf().ToArbitrary(), pieces => ArrivesAsync([.. pieces]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(12));
    }

    // As an answer is sent: its head is written, its body announced.
    [Fact]
    public void What_is_announced_is_sent_from_where_it_is_behind_what_was_written()
    {
        var size = Gen.OneOf(Gen.Choose(1, 60), Gen.Choose(1, 20_000), Gen.Choose(1, 200_000));
        var piece = size.SelectMany(head => size.Select(body => (head, body)));
        Prop.ForAll(
                piece.NonEmptyListOf().ToArbitrary(),
                pieces => AnnouncedArriveAsync([.. pieces]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(8));
    }

    [Fact]
    public async Task What_was_announced_and_not_written_is_not_sent()
    {
        var received = ReceiveAsync(5);
        _writer.Announce(new byte[100]);
        _writer.Withdraw();

        _writer.Write("hello"u8);
        await _writer.FlushAsync(TestContext.Current.CancellationToken);

        (await received).ShouldBe("hello"u8.ToArray());
    }

    [Fact]
    public void More_than_was_announced_cannot_be_written()
    {
        _writer.Announce(new byte[10]);

        Should.Throw<ArgumentOutOfRangeException>(() => _writer.Write(new byte[11]));
    }

    [Fact]
    public async Task A_flush_ends_only_when_the_system_has_taken_everything()
    {
        var bytes = new byte[8 * 1024 * 1024];
        new Random(1).NextBytes(bytes);
        _writer.Write(bytes);

        var flush = _writer.FlushAsync(TestContext.Current.CancellationToken).AsTask();

        flush.IsCompleted.ShouldBeFalse();
        (await ReceiveAsync(bytes.Length)).ShouldBe(bytes);
        (await flush.WaitAsync(Patience, TestContext.Current.CancellationToken)).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_client_that_has_gone_ends_the_flush_and_takes_no_more()
    {
        _writer.Write(new byte[8 * 1024 * 1024]);
        var flush = _writer.FlushAsync(TestContext.Current.CancellationToken).AsTask();

        _client.LingerState = new LingerOption(enable: true, seconds: 0);
        _client.Dispose();

        (await flush.WaitAsync(Patience, TestContext.Current.CancellationToken)).IsCompleted.ShouldBeTrue();
        _writer.Write("more"u8);
        (await _writer.FlushAsync(TestContext.Current.CancellationToken)).IsCompleted.ShouldBeTrue();
        _writer.UnflushedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_connection_that_is_cut_ends_the_flush()
    {
        _writer.Write(new byte[8 * 1024 * 1024]);
        var flush = _writer.FlushAsync(TestContext.Current.CancellationToken).AsTask();

        await _writer.CompleteAsync();
        _server.Shutdown(SocketShutdown.Both);

        (await flush.WaitAsync(Patience, TestContext.Current.CancellationToken)).IsCompleted.ShouldBeTrue();
    }

    private async Task<bool> ArrivesAsync((int Bytes, bool Flushes)[] pieces)
    {
        var random = new Random(pieces.Length);
        var sent = new ArrayBufferWriter<byte>();
        var received = ReceiveAsync(pieces.Sum(piece => piece.Bytes));
        foreach (var (bytes, flushes) in pieces)
        {
            var piece = new byte[bytes];
            random.NextBytes(piece);
            sent.Write(piece);
            // As Kestrel does: as much at a time as there is room for.
            _writer.Write(piece);
            if (flushes)
            {
                await _writer.FlushAsync(TestContext.Current.CancellationToken);
                _writer.UnflushedBytes.ShouldBe(0);
            }
        }

        await _writer.FlushAsync(TestContext.Current.CancellationToken);
        return (await received).AsSpan().SequenceEqual(sent.WrittenSpan);
    }

    private async Task<bool> AnnouncedArriveAsync((int Head, int Body)[] pieces)
    {
        const int AtOnce = 64 * 1024;
        var random = new Random(pieces.Length);
        var sent = new ArrayBufferWriter<byte>();
        var received = ReceiveAsync(pieces.Sum(piece => piece.Head + piece.Body));
        foreach (var (headBytes, bodyBytes) in pieces)
        {
            var (head, body) = (new byte[headBytes], new byte[bodyBytes]);
            random.NextBytes(head);
            random.NextBytes(body);
            sent.Write(head);
            sent.Write(body);
            _writer.Write(head);
            for (var at = 0; at < body.Length; at += AtOnce)
            {
                var part = body.AsMemory(at, Math.Min(AtOnce, body.Length - at));
                _writer.Announce(part);
                // Nobody looks at what is written, only at how much.
                _writer.Write(new byte[part.Length]);
                _writer.UnflushedBytes.ShouldBe(part.Length + (at == 0 ? headBytes : 0));
                await _writer.FlushAsync(TestContext.Current.CancellationToken);
                _writer.UnflushedBytes.ShouldBe(0);
            }
        }

        return (await received).AsSpan().SequenceEqual(sent.WrittenSpan);
    }

    private async Task<byte[]> ReceiveAsync(int length)
    {
        var bytes = new byte[length];
        for (var received = 0; received < length;)
        {
            var count = await _client.ReceiveAsync(bytes.AsMemory(received), TestContext.Current.CancellationToken)
                .AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
            count.ShouldBeGreaterThan(0);
            received += count;
        }

        return bytes;
    }
}

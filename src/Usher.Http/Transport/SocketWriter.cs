using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Usher.Http.Transport;

/// <summary>
/// Sends what is flushed from the thread that flushes it, and is done when the system has taken it: nothing is queued
/// behind its back. It never throws for a connection that is gone; what is written to one is dropped. A flush does not
/// end early: whoever will not wait cuts the connection.
/// </summary>
/// <remarks>
/// Kestrel copies all that it is given to write. Of bytes that stay in memory anyway it need not keep a copy: who has
/// announced them (<see cref="Announce"/>) has them sent from where they are, and what Kestrel copies goes nowhere.
/// </remarks>
public sealed class SocketWriter(Socket socket) : PipeWriter
{
    private const int FirstBytes = 16 * 1024;
    private const int FurtherBytes = 64 * 1024;
    private const int SinkBytes = 64 * 1024;

    // Where the copies of announced bytes go: nobody reads it, so all connections of a thread share it.
    [ThreadStatic]
    private static byte[]? s_sink;

    private readonly List<ArraySegment<byte>> _full = [];
    private byte[] _buffer = [];
    private int _used;
    private long _unflushed;
    private ReadOnlyMemory<byte> _announced;
    private int _announcedUsed;
    private bool _isSending;
    private bool _isGone;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    /// <summary>
    /// Says what the next bytes to be written are: these, which do not change until the flush that follows has ended.
    /// They are sent from where they are.
    /// </summary>
    public void Announce(ReadOnlyMemory<byte> bytes) => (_announced, _announcedUsed) = (bytes, 0);

    /// <summary>Takes an announcement back: what is written next is something else.</summary>
    public void Withdraw() => (_announced, _announcedUsed) = (default, 0);

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (!_announced.IsEmpty)
        {
            return Sink(sizeHint);
        }

        Ensure(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_used);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        if (!_announced.IsEmpty)
        {
            return Sink(sizeHint);
        }

        Ensure(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(_used);
    }

    public override void Advance(int bytes)
    {
        if (!_announced.IsEmpty)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(
                (uint)bytes, (uint)(_announced.Length - _announcedUsed), nameof(bytes));
            _announcedUsed += bytes;
            _unflushed += bytes;
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(_buffer.Length - _used), nameof(bytes));
        _used += bytes;
        _unflushed += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_unflushed == 0 || _isGone)
        {
            Release();
            return new ValueTask<FlushResult>(Result);
        }

        _isSending = true;
        var announced = _announced[.._announcedUsed];
        Withdraw();
        if (_full.Count > 0 || (_used > 0 && !announced.IsEmpty))
        {
            return SendAllAsync(announced);
        }

        try
        {
            var bytes = announced.IsEmpty ? _buffer.AsMemory(0, _used) : announced;
            var sending = socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None);
            if (!sending.IsCompletedSuccessfully)
            {
                return FinishAsync(sending);
            }

            _ = sending.Result;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _isGone = true;
        }

        return new ValueTask<FlushResult>(Sent());
    }

    // Whoever cancels a flush cuts the connection next, and that ends it.
    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
        _isGone = true;
        if (!Volatile.Read(ref _isSending))
        {
            Release();
        }
    }

    private FlushResult Result => new(isCanceled: false, isCompleted: _isGone);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> FinishAsync(ValueTask<int> sending)
    {
        try
        {
            await sending;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _isGone = true;
        }

        return Sent();
    }

    private async ValueTask<FlushResult> SendAllAsync(ReadOnlyMemory<byte> announced)
    {
        try
        {
            foreach (var segment in _full)
            {
                await socket.SendAsync(segment.AsMemory(), SocketFlags.None, CancellationToken.None);
            }

            // What the buffer has room for leaves with its head, in one packet.
            var filled = Math.Min(_buffer.Length - _used, announced.Length);
            announced[..filled].CopyTo(_buffer.AsMemory(_used));
            await socket.SendAsync(_buffer.AsMemory(0, _used + filled), SocketFlags.None, CancellationToken.None);
            if (filled < announced.Length)
            {
                Release();
                await socket.SendAsync(announced[filled..], SocketFlags.None, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _isGone = true;
        }

        return Sent();
    }

    private FlushResult Sent()
    {
        // In this order, for the connection may end meanwhile, and one buffer must not be given back twice.
        Release();
        Volatile.Write(ref _isSending, false);
        return Result;
    }

    private static byte[] Sink(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, SinkBytes);
        return s_sink ??= new byte[SinkBytes];
    }

    private void Ensure(int bytes)
    {
        if (_buffer.Length - _used >= bytes)
        {
            return;
        }

        if (_used > 0)
        {
            _full.Add(new ArraySegment<byte>(_buffer, 0, _used));
        }
        else
        {
            Return(_buffer);
        }

        var usual = _full.Count == 0 ? FirstBytes : FurtherBytes;
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(bytes, usual));
        _used = 0;
    }

    // An idle connection keeps no buffer.
    private void Release()
    {
        foreach (var segment in _full)
        {
            Return(segment.Array!);
        }

        _full.Clear();
        Return(_buffer);
        _buffer = [];
        (_used, _unflushed) = (0, 0);
    }

    private static void Return(byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

using Microsoft.Extensions.Options;

namespace Usher.Http.Transport;

/// <summary>
/// How much memory each client holds by being slow to take large answers. It is told of a sending only when it has to
/// wait, so whoever reads at once costs nothing here. Safe for concurrent use.
/// </summary>
public sealed class HeldBytes(IOptions<HttpLimits> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ClientAddress, Share> _shares = [];
    private readonly Dictionary<object, int> _readers = new(ReferenceEqualityComparer.Instance);
    private readonly int _max = options.Value.HeldBytesPerClientMax;
    private readonly int _ofAllMax = options.Value.HeldBytesMax;
    private int _full;
    private long _ofAll;

    /// <summary>Whether any client holds as much as one may, or all together do: nearly always nobody does.</summary>
    public bool IsAnybodyFull => Volatile.Read(ref _full) > 0 || AreAllFull;

    private bool AreAllFull => _ofAllMax > 0 && Volatile.Read(ref _ofAll) >= _ofAllMax;

    /// <summary>Whether the client holds as much as one may, or all clients as much as all may.</summary>
    public bool IsFull(ClientAddress client)
    {
        if (!IsAnybodyFull)
        {
            return false;
        }

        lock (_lock)
        {
            return AreAllFull || (_max > 0 && _shares.TryGetValue(client, out var share) && share.Bytes >= _max);
        }
    }

    /// <summary>Notes that the client is slow to take the body.</summary>
    /// <param name="client">Who.</param>
    /// <param name="body">The object that is the memory: the same one is counted once for a client.</param>
    /// <param name="bytes">Its size.</param>
    /// <returns>To be disposed when the body is sent; null without a limit.</returns>
    public IDisposable? Hold(ClientAddress client, object body, int bytes)
    {
        if (_max == 0 && _ofAllMax == 0)
        {
            return null;
        }

        lock (_lock)
        {
            if (!_shares.TryGetValue(client, out var share))
            {
                _shares.Add(client, share = new Share());
            }

            if (!share.Readers.TryGetValue(body, out var readers))
            {
                Grow(share, bytes);
            }

            share.Readers[body] = readers + 1;
            Count(body, bytes, 1);
        }

        return new Holding(this, client, body, bytes);
    }

    private void Release(ClientAddress client, object body, int bytes)
    {
        lock (_lock)
        {
            Count(body, bytes, -1);
            var share = _shares[client];
            if (--share.Readers[body] > 0)
            {
                return;
            }

            share.Readers.Remove(body);
            Grow(share, -bytes);
            if (share.Readers.Count == 0)
            {
                _shares.Remove(client);
            }
        }
    }

    // A body is memory once, however many wait for it.
    private void Count(object body, int bytes, int more)
    {
        var readers = _readers.GetValueOrDefault(body);
        if (readers + more == 0)
        {
            _readers.Remove(body);
            Volatile.Write(ref _ofAll, _ofAll - bytes);
            return;
        }

        _readers[body] = readers + more;
        if (readers == 0)
        {
            Volatile.Write(ref _ofAll, _ofAll + bytes);
        }
    }

    private void Grow(Share share, int bytes)
    {
        var was = _max > 0 && share.Bytes >= _max;
        share.Bytes += bytes;
        Volatile.Write(ref _full, _full + (_max > 0 && share.Bytes >= _max ? 1 : 0) - (was ? 1 : 0));
    }

    private sealed class Share
    {
        public Dictionary<object, int> Readers { get; } = new(ReferenceEqualityComparer.Instance);

        public long Bytes { get; set; }
    }

    private sealed class Holding(HeldBytes held, ClientAddress client, object body, int bytes) : IDisposable
    {
        public void Dispose() => held.Release(client, body, bytes);
    }
}

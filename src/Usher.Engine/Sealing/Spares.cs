using System.Collections.Concurrent;

namespace Usher.Engine.Sealing;

/// <summary>Things that one thread at a time may use, and that cost more to make than to use.</summary>
/// <param name="make">Makes one more; there are as many as threads have ever used at once.</param>
internal sealed class Spares<T>(Func<T> make)
{
    private readonly ConcurrentBag<T> _spares = [];

    /// <summary>One that is the caller's until it is given back. Whoever fails with it lets it go.</summary>
    public T Take() => _spares.TryTake(out var spare) ? spare : make();

    public void GiveBack(T spare) => _spares.Add(spare);
}

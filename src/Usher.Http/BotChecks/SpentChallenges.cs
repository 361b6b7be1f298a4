namespace Usher.Http.BotChecks;

/// <summary>
/// Which challenges were answered already. Bounded, and yet none is ever taken twice: they are remembered in two
/// generations, and with the older one, which is dropped as a whole, ends whatever was given before the newer one
/// began. So when very many are answered, challenges live shorter. Safe for concurrent use.
/// </summary>
/// <param name="lifetime">How long a challenge lives at most.</param>
/// <param name="spentMax">How many are remembered at most, in both generations.</param>
/// <param name="startMilliseconds">The time. What was given before it is not taken: nobody remembers whether it was
/// spent.</param>
internal sealed class SpentChallenges(TimeSpan lifetime, int spentMax, long startMilliseconds)
{
    private readonly Lock _lock = new();
    private readonly int _ofGenerationMax = Math.Max(1, spentMax / 2);
    private HashSet<UInt128> _older = [];
    private HashSet<UInt128> _newer = [];
    private long _began = startMilliseconds;
    private long _floor = startMilliseconds - 1;

    /// <summary>How many are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _older.Count + _newer.Count;
            }
        }
    }

    /// <summary>Spends a challenge that is not expired by the clock.</summary>
    /// <param name="id">The challenge's.</param>
    /// <param name="issuedMilliseconds">When it was given.</param>
    /// <param name="nowMilliseconds">The time.</param>
    /// <returns>False: it was spent before, or was given before what is still remembered.</returns>
    public bool TrySpend(UInt128 id, long issuedMilliseconds, long nowMilliseconds)
    {
        lock (_lock)
        {
            if (_newer.Count >= _ofGenerationMax || nowMilliseconds - _began >= (long)lifetime.TotalMilliseconds)
            {
                // What was spent in the generation that is dropped was given before the one after it began.
                (_older, _newer) = (_newer, []);
                (_floor, _began) = (_began, nowMilliseconds);
            }

            return issuedMilliseconds > _floor && !_older.Contains(id) && _newer.Add(id);
        }
    }

    /// <summary>Makes a challenge good once more, if it is remembered as spent.</summary>
    public void GiveBack(UInt128 id)
    {
        lock (_lock)
        {
            if (!_newer.Remove(id))
            {
                _older.Remove(id);
            }
        }
    }
}

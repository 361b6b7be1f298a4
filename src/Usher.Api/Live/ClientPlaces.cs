using System.Collections.Concurrent;

namespace Usher.Api.Live;

/// <summary>
/// How many subscribers each client has, so that one cannot take every place. Only clients that have some are kept.
/// Safe for concurrent use.
/// </summary>
/// <param name="max">How many a client may have; 0: any number.</param>
internal sealed class ClientPlaces(int max)
{
    private readonly ConcurrentDictionary<ClientAddress, int> _taken = new();

    /// <summary>How many clients have a place.</summary>
    public int Clients => _taken.Count;

    /// <summary>Takes a place, to be given back by <see cref="Release"/>; false if the client has as many as one
    /// may.</summary>
    public bool TryTake(ClientAddress client)
    {
        while (max > 0)
        {
            if (!_taken.TryGetValue(client, out var taken))
            {
                if (_taken.TryAdd(client, 1))
                {
                    return true;
                }
            }
            else if (taken >= max)
            {
                return false;
            }
            else if (_taken.TryUpdate(client, taken + 1, taken))
            {
                return true;
            }
        }

        return true;
    }

    public void Release(ClientAddress client)
    {
        // It is there: whoever gives a place back has taken it.
        while (max > 0)
        {
            var taken = _taken[client];
            if (taken == 1
                ? _taken.TryRemove(KeyValuePair.Create(client, taken))
                : _taken.TryUpdate(client, taken - 1, taken))
            {
                return;
            }
        }
    }
}

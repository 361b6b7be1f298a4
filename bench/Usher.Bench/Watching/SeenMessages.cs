using System.Collections.Immutable;
using System.Text.Json;
using Usher.Bench.Http;

namespace Usher.Bench.Watching;

/// <summary>A seat as a message tells it.</summary>
internal readonly record struct ToldSeat(int SeatNumber, char Status, int Version);

/// <summary>A message as it came, read once however many watchers got it.</summary>
internal sealed class SeenMessage
{
    public SeenMessage(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes.ToArray();
        try
        {
            using var document = JsonDocument.Parse(Bytes);
            Type = document.RootElement.GetProperty("type").GetString()!;
            Seats = document.RootElement.TryGetProperty("seats", out var seats)
                ? [.. seats.EnumerateArray().Select(seat => new ToldSeat(
                    seat[0].GetInt32(), seat[1].GetString()![0], seat[2].GetInt32()))]
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new MalformedResponseException($"not a message of the contract: {e.Message}");
        }
    }

    public byte[] Bytes { get; }

    public string Type { get; }

    public ImmutableArray<ToldSeat> Seats { get; }
}

/// <summary>
/// All messages that differ. Watchers are told the same, so most of them only compare bytes with what another one has
/// read already: thousands cost little more than one. Safe for concurrent use.
/// </summary>
internal sealed class SeenMessages
{
    private const int LooksAhead = 4;

    private readonly Lock gate = new();
    private readonly Dictionary<int, List<int>> byHash = [];
    private SeenMessage[] messages = new SeenMessage[256];
    private int count;

    public SeenMessage this[int index] => messages[index];

    public int Count => Volatile.Read(ref count);

    /// <summary>The number of this message.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="expected">The number it probably has; the one after it is expected next.</param>
    public int Identify(ReadOnlySpan<byte> bytes, ref int expected)
    {
        var known = Volatile.Read(ref count);
        for (var i = expected; i < Math.Min(known, expected + LooksAhead); i++)
        {
            if (bytes.SequenceEqual(messages[i].Bytes))
            {
                expected = i + 1;
                return i;
            }
        }

        var index = FindOrAdd(bytes);
        expected = index + 1;
        return index;
    }

    private int FindOrAdd(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        lock (gate)
        {
            if (!byHash.TryGetValue(hash.ToHashCode(), out var alike))
            {
                byHash.Add(hash.ToHashCode(), alike = []);
            }

            foreach (var index in alike)
            {
                if (bytes.SequenceEqual(messages[index].Bytes))
                {
                    return index;
                }
            }

            if (count == messages.Length)
            {
                var larger = new SeenMessage[2 * count];
                messages.CopyTo(larger, 0);
                messages = larger;
            }

            messages[count] = new SeenMessage(bytes);
            alike.Add(count);
            Volatile.Write(ref count, count + 1);
            return count - 1;
        }
    }
}

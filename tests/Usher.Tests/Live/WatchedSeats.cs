using System.Text.Json;

namespace Usher.Tests.Live;

/// <summary>The seats as a watcher knows them: of each, the report with the highest version.</summary>
internal sealed class WatchedSeats
{
    private readonly SortedDictionary<int, (string Status, int Version)> _seats = [];

    /// <summary>The types of the messages so far.</summary>
    public List<string> Types { get; } = [];

    /// <summary>One letter a seat.</summary>
    public string Statuses => string.Concat(_seats.Values.Select(seat => seat.Status));

    public int[] Versions => [.. _seats.Values.Select(seat => seat.Version)];

    public void Apply(ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        root.GetProperty("as_of").GetDateTime().Kind.ShouldBe(DateTimeKind.Utc);
        Types.Add(root.GetProperty("type").GetString()!);
        if (!root.TryGetProperty("seats", out var seats))
        {
            return;
        }

        foreach (var seat in seats.EnumerateArray())
        {
            var (number, version) = (seat[0].GetInt32(), seat[2].GetInt32());
            if (!_seats.TryGetValue(number, out var known) || version > known.Version)
            {
                _seats[number] = (seat[1].GetString()!, version);
            }
        }
    }
}

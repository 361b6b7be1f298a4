using System.Text.Json;

namespace Usher.Tests.Live;

/// <summary>The seats as a watcher of the compact form knows them: whatever was told last.</summary>
internal sealed class CompactSeats
{
    private char[] _statuses = [];

    public string Statuses => new(_statuses);

    /// <summary>The types of the messages so far.</summary>
    public List<string> Types { get; } = [];

    /// <summary>Where to go on from.</summary>
    public string? Next { get; private set; }

    public void Apply(ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        root.GetProperty("as_of").GetDateTime().Kind.ShouldBe(DateTimeKind.Utc);
        Types.Add(root.GetProperty("type").GetString()!);
        Next = root.GetProperty("next").GetString().ShouldNotBeNull();
        if (root.TryGetProperty("states", out var states))
        {
            var (packed, seats) = (states.GetBytesFromBase64(), root.GetProperty("total_seats").GetInt32());
            packed.Length.ShouldBe((seats + 3) / 4);
            _statuses = [.. Enumerable.Range(0, seats).Select(i => "AHB"[packed[i / 4] >> i % 4 * 2 & 3])];
        }
        else if (root.TryGetProperty("seats", out var changed))
        {
            foreach (var seat in changed.EnumerateArray())
            {
                _statuses[seat[0].GetInt32() - 1] = seat[1].GetString()![0];
            }
        }
    }
}

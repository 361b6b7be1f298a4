using System.Collections.Concurrent;
using System.Text.Json;

namespace Usher.SystemTests.Fuzz;

/// <summary>
/// What the server has told so far, so that later requests speak of bookings that exist. It is bounded: a fuzz that
/// grows could not tell whether the server does.
/// </summary>
internal sealed class KnownThings(
    long[] shows, long largeShow, string[] assets, string adminKey, DeskForm deskForm)
{
    private const int KeptMax = 256;
    private const string BookingPath = "/bookings/";

    private readonly ConcurrentDictionary<int, string> _bookings = [];
    private readonly ConcurrentDictionary<int, string> _tags = [];
    private int _bookingsSeen;
    private int _tagsSeen;

    public string AdminKey { get; } = adminKey;

    /// <summary>A show whose seat map is more than any system takes for a client that does not read.</summary>
    public long LargeShow { get; } = largeShow;

    /// <summary>What a form of the desk must bring to be one of ours.</summary>
    public DeskForm DeskForm { get; } = deskForm;

    public long Show(Dice dice) => shows[dice.Below(shows.Length)];

    /// <summary>A booking of the latest ones; a made-up one while there are none.</summary>
    public string Booking(Dice dice) =>
        _bookings.GetValueOrDefault(dice.Below(KeptMax)) ?? "00000000-0180-8c3e-9d41-5f2a6b7c8d9e";

    /// <summary>A script or a stylesheet that a page loads.</summary>
    public string Asset(Dice dice) => assets[dice.Below(assets.Length)];

    public string Tag(Dice dice) => _tags.GetValueOrDefault(dice.Below(KeptMax)) ?? "W/\"1-1\"";

    public void Learn(WireAnswer answer)
    {
        if (answer.Header("ETag") is { } tag)
        {
            _tags[Interlocked.Increment(ref _tagsSeen) % KeptMax] = tag;
        }

        // A form that held seats.
        if (answer.Status == 303 && answer.Header("Location") is { } location
            && location.StartsWith(BookingPath, StringComparison.Ordinal))
        {
            _bookings[Interlocked.Increment(ref _bookingsSeen) % KeptMax] = location[BookingPath.Length..];
        }

        if (answer.Status == 201 && answer.Json is { ValueKind: JsonValueKind.Object } json
            && json.TryGetProperty("booking_id", out var id) && id.ValueKind == JsonValueKind.String)
        {
            _bookings[Interlocked.Increment(ref _bookingsSeen) % KeptMax] = id.GetString()!;
        }
    }
}

/// <summary>The cookie of the desk's forms and the token that fits it.</summary>
internal sealed record DeskForm(string Cookie, string Token);

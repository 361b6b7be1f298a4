using Usher.Engine.Seats;

namespace Usher.Api.Live;

/// <summary>
/// The seats of a show as the messages of its log have told them so far, and which message told each of them last. So a
/// snapshot is exactly what the messages before it add up to, and whoever was away is told what they missed, however
/// many messages that were. For one caller at a time.
/// </summary>
internal sealed class SeatLedger
{
    private const int SeatsPerByte = 4;
    private const int BitsPerSeat = 2;

    private byte[] _states;
    private int[] _versions;

    // The place of the message that told the seat last; 0: none yet.
    private long[] _toldAt;

    public SeatLedger(SeatMap map)
    {
        var seats = map.Seats.Length;
        (_states, _versions, _toldAt, AsOf) = (new byte[seats], new int[seats], new long[seats], map.AsOf);
        foreach (var seat in map.Seats)
        {
            Set(seat);
        }
    }

    /// <summary>The moment of the latest message, UTC.</summary>
    public DateTime AsOf { get; private set; }

    public int TotalSeats => _states.Length;

    /// <summary>A message that tells nothing of seats.</summary>
    public void Advance(DateTime asOf) => AsOf = asOf;

    public void Apply(SeatChanges changes, long place)
    {
        AsOf = changes.AsOf;
        Grow(changes.Seats[^1].SeatNumber);
        foreach (var seat in changes.Seats)
        {
            Set(seat);
            _toldAt[seat.SeatNumber - 1] = place;
        }
    }

    /// <summary>The states of seats, two bits each, four seats a byte, the first in the lowest bits.</summary>
    public byte[] Pack(int seats)
    {
        var packed = new byte[(seats + SeatsPerByte - 1) / SeatsPerByte];
        for (var i = 0; i < seats; i++)
        {
            packed[i / SeatsPerByte] |= (byte)(_states[i] << (i % SeatsPerByte * BitsPerSeat));
        }

        return packed;
    }

    /// <summary>The seats that were told by the message at this place or later, as they are now; null if they are
    /// more than so many.</summary>
    public SeatView[]? ToldSince(long place, int seatsMax)
    {
        List<SeatView> told = [];
        for (var i = 0; i < _toldAt.Length; i++)
        {
            if (_toldAt[i] < place)
            {
                continue;
            }

            if (told.Count == seatsMax)
            {
                return null;
            }

            told.Add(new SeatView(i + 1, (SeatStatus)_states[i], _versions[i]));
        }

        return [.. told];
    }

    private void Set(SeatView seat)
    {
        _states[seat.SeatNumber - 1] = (byte)seat.Status;
        _versions[seat.SeatNumber - 1] = seat.Version;
    }

    // The show may have moved to a version of its plan with more seats.
    private void Grow(int totalSeats)
    {
        if (totalSeats > _states.Length)
        {
            Array.Resize(ref _states, totalSeats);
            Array.Resize(ref _versions, totalSeats);
            Array.Resize(ref _toldAt, totalSeats);
        }
    }
}

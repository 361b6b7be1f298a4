using System.Collections.Immutable;

namespace Usher.Engine.Selling;

/// <summary>The form of a list of seats that somebody names.</summary>
internal static class RequestedSeats
{
    /// <exception cref="ArgumentException">There are no, too many, repeated or non-positive seats.</exception>
    public static void RequireDistinct(ImmutableArray<int> seatNumbers, int seatsMax, string parameter)
    {
        var seats = seatNumbers.IsDefault ? [] : seatNumbers.AsSpan();
        if (seats.Length == 0 || seats.Length > seatsMax)
        {
            throw new ArgumentException($"1 to {seatsMax} seats can be named at once.", parameter);
        }

        // Mostly two: comparing them all beats building a set.
        for (var i = 0; i < seats.Length; i++)
        {
            if (seats[i] < 1 || seats[..i].Contains(seats[i]))
            {
                throw new ArgumentException("Seat numbers are positive and distinct.", parameter);
            }
        }
    }

    /// <summary>Those that a show of so many seats does not have.</summary>
    public static ImmutableArray<int> Beyond(ImmutableArray<int> seatNumbers, int totalSeats)
    {
        ImmutableArray<int>.Builder? beyond = null;
        foreach (var number in seatNumbers)
        {
            if (number > totalSeats)
            {
                (beyond ??= ImmutableArray.CreateBuilder<int>()).Add(number);
            }
        }

        return beyond?.ToImmutable() ?? [];
    }
}

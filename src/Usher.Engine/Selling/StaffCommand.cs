using System.Collections.Immutable;
using Usher.Engine.Bookings;

namespace Usher.Engine.Selling;

/// <summary>What the organiser's people do to seats and bookings, where it may come again under a key.</summary>
public abstract record StaffCommand
{
    private StaffCommand()
    {
    }

    /// <inheritdoc cref="IBookingService.CancelByStaffAsync"/>
    public sealed record Cancel(BookingId Id, StaffNote Note) : StaffCommand;

    /// <inheritdoc cref="IBookingService.BlockAsync"/>
    public sealed record Block(ShowId ShowId, ImmutableArray<int> SeatNumbers, StaffNote Note) : StaffCommand;

    /// <inheritdoc cref="IBookingService.UnblockAsync"/>
    public sealed record Unblock(ShowId ShowId, ImmutableArray<int> SeatNumbers, StaffNote Note) : StaffCommand;
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Usher.Engine.Audit;

/// <summary>
/// Something that holds in every committed state of the database. Numbers are those of the architecture's list of what
/// always holds; a letter distinguishes the parts of one.
/// </summary>
/// <param name="Number">Its number, such as <c>3b</c>.</param>
/// <param name="Name">What holds, in plain language.</param>
/// <param name="Sql">A query for the rows that violate it: show_id, seat_number, booking_id, problem. It may use
/// <c>$2</c>, the seconds that a hold may outlive its expiry.</param>
public sealed record Invariant(string Number, string Name, [property: JsonIgnore] string Sql)
{
    /// <summary>Every invariant that SQL can check, in order.</summary>
    public static ImmutableArray<Invariant> All { get; } =
    [
        SeatInvariants.OwnerListsSeat,
        SeatInvariants.SoldOnce,
        SeatInvariants.ListedSeatsPointBack,
        SeatInvariants.ShowHasItsSeats,
        SeatInvariants.HeldOrSoldAsItsBooking,
        BookingInvariants.NothingVanished,
        BookingInvariants.BelongsToItsShow,
        BookingInvariants.IdNamesItsShow,
        EventInvariants.NumberedWithoutGaps,
        EventInvariants.OnlyForward,
        EventInvariants.LatestTellsTheStatus,
        BookingInvariants.HoldsEnd,
        EventInvariants.VersionsCountChanges,
        BookingInvariants.ConfirmedIsComplete,
        BookingInvariants.OneCurrency,
        BookingInvariants.PersonsLimit,
        BookingInvariants.SealedIsReadable,
    ];
}

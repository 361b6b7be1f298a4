using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Idempotency;

namespace Usher.Engine.Selling;

/// <summary>
/// All that can be done to seats and bookings. Every command carries who gives it. Every outcome is given after the
/// commit that made it true. A cancelled wait does not undo the command: it may still be carried out.
/// </summary>
public interface IBookingService
{
    /// <summary>
    /// Holds seats for a buyer, all or none: those named, or the best that are free. With an idempotency key the same
    /// request gives the same booking and the same outcome, for as long as the booking exists; a refusal stores
    /// nothing, so the key may try again. In a show that limits how many seats a person may have, nobody gets more by
    /// any number of requests at once, to however many processes; staff, and who brings their key, are not limited.
    /// </summary>
    /// <param name="request">Which seats of which show, and for whom.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <exception cref="ArgumentException">The request has no, too many, repeated or non-positive seats, or both
    /// seats and a number of them.</exception>
    /// <exception cref="NpgsqlException">The show is not in memory and the database is away.</exception>
    Task<BookOutcome> BookAsync(BookRequest request, Actor actor, CancellationToken ct);

    /// <summary>Extends a hold by its length: once, while it is pending, where the show allows it.</summary>
    /// <param name="id">The booking.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <exception cref="NpgsqlException">The show is not in memory and the database is away.</exception>
    Task<ExtendOutcome> ExtendAsync(BookingId id, Actor actor, CancellationToken ct);

    /// <summary>
    /// Turns a hold into a sale. Succeeds while the seats are still the booking's own, even a moment after its hold
    /// ended. Repeating it is harmless: under its idempotency key it gives the first answer again, and without an
    /// e-mail address the booking, as one that another request has confirmed: only who has the key is known to be the
    /// same. Anything else that names an address then is refused, whatever the address. Whoever is named here for the
    /// first time is held to the show's limit of seats for a person, as when booking.
    /// </summary>
    /// <param name="request">Which booking, and for whom.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    Task<ConfirmOutcome> ConfirmAsync(ConfirmRequest request, Actor actor, CancellationToken ct);

    /// <summary>Gives a pending booking up; its seats are free at once. Repeating it is harmless.</summary>
    /// <param name="id">The booking.</param>
    /// <param name="actor">Who gives it up.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    Task<CancelOutcome> CancelAsync(BookingId id, Actor actor, CancellationToken ct);

    /// <summary>
    /// Cancels a booking for the organiser, whether it is pending or confirmed; its seats are free at once. Repeating
    /// it is harmless.
    /// </summary>
    /// <param name="id">The booking.</param>
    /// <param name="note">Why, as its event will say, and what its buyer is told.</param>
    /// <param name="actor">Who of the organiser's people does it.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <exception cref="ArgumentException">The actor is no member of staff.</exception>
    Task<CancelOutcome> CancelByStaffAsync(BookingId id, StaffNote note, Actor actor, CancellationToken ct);

    /// <summary>
    /// Blocks seats: those that are free, or whose hold has lapsed; the outcome names the others.
    /// It does not matter whether sales are open. Repeating it is harmless.
    /// </summary>
    /// <param name="showId">The show.</param>
    /// <param name="seatNumbers">1..<see cref="BlockedSeats.SeatsMax"/> distinct positive numbers.</param>
    /// <param name="note">Why, as the bookings that block them and their events will say.</param>
    /// <param name="actor">Who of the organiser's people does it.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <exception cref="ArgumentException">There are no, too many, repeated or non-positive seats, or the actor is no
    /// member of staff.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    Task<BlockOutcome> BlockAsync(
        ShowId showId, ImmutableArray<int> seatNumbers, StaffNote note, Actor actor, CancellationToken ct);

    /// <summary>Puts blocked seats on sale again; the outcome names those that were not blocked.
    /// Repeating it is harmless.</summary>
    /// <param name="showId">The show.</param>
    /// <param name="seatNumbers">1..<see cref="BlockedSeats.SeatsMax"/> distinct positive numbers.</param>
    /// <param name="note">Why, as the events will say.</param>
    /// <param name="actor">Who of the organiser's people does it.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <exception cref="ArgumentException">There are no, too many, repeated or non-positive seats, or the actor is no
    /// member of staff.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    Task<UnblockOutcome> UnblockAsync(
        ShowId showId, ImmutableArray<int> seatNumbers, StaffNote note, Actor actor, CancellationToken ct);

    /// <summary>
    /// Carries out what the organiser's people do under an idempotency key: once, with one answer, which is kept in
    /// the transaction of the command itself. A refusal keeps nothing, so the key may try again.
    /// </summary>
    /// <param name="command">What is done.</param>
    /// <param name="request">The key, and what the request says.</param>
    /// <param name="answer">What to answer the command's outcome with; null: it is a refusal. It may be asked more
    /// than once, and its last word counts.</param>
    /// <param name="actor">Who of the organiser's people does it.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <exception cref="ArgumentException">As without a key.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    Task<RepeatableOutcome> RepeatAsync(
        StaffCommand command, RepeatableRequest request, Func<CommandOutcome, WriteReply?> answer, Actor actor,
        CancellationToken ct);

    /// <summary>Ends a pending booking whose hold is over. Repeating it is harmless.</summary>
    /// <param name="id">The booking.</param>
    /// <param name="actor">Who looks for such bookings.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    Task<ExpireOutcome> ExpireAsync(BookingId id, Actor actor, CancellationToken ct);
}

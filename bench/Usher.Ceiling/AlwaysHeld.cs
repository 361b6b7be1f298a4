using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Idempotency;
using Usher.Engine.Selling;
using Usher.Engine.Selling.WarmUp;
using Usher.Engine.Shows;

namespace Usher.Ceiling;

/// <summary>Says yes to every request for seats that a show has, and stores none: so it knows no booking.</summary>
internal sealed class AlwaysHeld(ShowCatalog shows, WarmUpShows warmUps, TimeProvider time) : IBookingService
{
    public async Task<BookOutcome> BookAsync(BookRequest request, Actor actor, CancellationToken ct)
    {
        BookRequest.RequireForm(request);
        return (warmUps.Find(request)?.Terms ?? await shows.FindAsync(request.ShowId, ct)) is { } show
            ? request.RefusalBy(show) ?? new BookOutcome.Held(BookingOf(request, show))
            : new BookOutcome.ShowNotFound();
    }

    public Task<ExtendOutcome> ExtendAsync(BookingId id, Actor actor, CancellationToken ct) =>
        Task.FromResult<ExtendOutcome>(new ExtendOutcome.BookingNotFound());

    public Task<ConfirmOutcome> ConfirmAsync(ConfirmRequest request, Actor actor, CancellationToken ct) =>
        Task.FromResult<ConfirmOutcome>(new ConfirmOutcome.BookingNotFound());

    public Task<CancelOutcome> CancelAsync(BookingId id, Actor actor, CancellationToken ct) =>
        Task.FromResult<CancelOutcome>(new CancelOutcome.BookingNotFound());

    public Task<CancelOutcome> CancelByStaffAsync(
        BookingId id, StaffNote note, Actor actor, CancellationToken ct) => CancelAsync(id, actor, ct);

    public Task<BlockOutcome> BlockAsync(
        ShowId showId, ImmutableArray<int> seatNumbers, StaffNote note, Actor actor, CancellationToken ct) =>
        Task.FromResult<BlockOutcome>(new BlockOutcome.Blocked(seatNumbers, HeldSeats: [], SoldSeats: []));

    public Task<UnblockOutcome> UnblockAsync(
        ShowId showId, ImmutableArray<int> seatNumbers, StaffNote note, Actor actor, CancellationToken ct) =>
        Task.FromResult<UnblockOutcome>(new UnblockOutcome.Unblocked(seatNumbers, NotBlocked: []));

    public Task<RepeatableOutcome> RepeatAsync(
        StaffCommand command, RepeatableRequest request, Func<CommandOutcome, WriteReply?> answer, Actor actor,
        CancellationToken ct) => Task.FromResult<RepeatableOutcome>(new RepeatableOutcome.Refused());

    public Task<ExpireOutcome> ExpireAsync(BookingId id, Actor actor, CancellationToken ct) =>
        Task.FromResult<ExpireOutcome>(new ExpireOutcome.BookingNotFound());

    private Booking BookingOf(BookRequest request, ShowTerms show)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new Booking
        {
            Id = BookingId.Random(show.Id),
            OrganizationId = show.OrganizationId,
            Email = request.Email,
            SeatNumbers = request.SeatNumbers,
            Status = BookingStatus.Pending,
            HoldSeconds = show.HoldSeconds,
            CreatedAt = now,
            ExpiresAt = now.AddSeconds(show.HoldSeconds),
            Sequence = 1,
        };
    }
}

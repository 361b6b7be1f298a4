using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.Seats;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Selling.Holders;
using Usher.Engine.Selling.WarmUp;
using Usher.Engine.Shows;
using Usher.Engine.Statistics;

namespace Usher.Engine.Selling;

/// <summary>
/// The only write path to seats and bookings. Commands that arrive while a transaction is under way wait in a bounded
/// queue and share the next one (group commit, as in DeWitt et al., 1984).
/// </summary>
internal sealed class BookingEngine(
    DataSources data, ShowCatalog shows, SeatMaps maps, Chooser chooser, HeldSeats holders, Batches batches,
    WarmUpShows warmUps, RefusalCounts refusals, StaffCommands staff) : IBookingService
{
    // Each time somebody changed the currency of the show in between, which nobody does so often.
    private const int TermsReadMax = 10;

    private static readonly TimeSpan RetryAfterChanges = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryAfterUnavailable = TimeSpan.FromSeconds(2);

    private readonly BookCommands _commands = new(shows, chooser, new BookingIdentities(data), data.Keys);

    public async Task<BookOutcome> BookAsync(BookRequest request, Actor actor, CancellationToken ct)
    {
        BookRequest.RequireForm(request);
        var warmUp = warmUps.Find(request);
        var client = warmUp is null ? holders.ClientOf(actor) : null;
        var isReread = false;
        for (var reading = 1; reading <= TermsReadMax;)
        {
            if ((warmUp is null ? await shows.FindAsync(request.ShowId, ct) : warmUp.Terms) is not { } show
                || !Tenant.MaySee(show.OrganizationId))
            {
                return new BookOutcome.ShowNotFound();
            }

            BookOutcome outcome;
            if ((request.RefusalBy(show) ?? RefusalByOrganizer(show) ?? RefusalByStart(request, show)
                ?? RefusalByLimit(request, client) ?? RefusalByMap(request)) is { } refusal)
            {
                outcome = await RefuseAsync(request, actor, show, refusal, ct);
            }
            else
            {
                var command = await _commands.MakeAsync(request, actor, show, client, ct);
                outcome = await CarryOutAsync(warmUp is null ? command : command with { Mode = warmUp.Mode }, ct);
                NoteRefusal(outcome, show, warmUp);
            }

            if (outcome is BookOutcome.TermsChanged)
            {
                shows.Forget(show);
                reading++;
            }
            // Another process may have ended what this one still counts.
            else if (outcome is BookOutcome.LimitReached && !isReread && client is { } known
                && await holders.RereadAsync(new Holder(show.Id, known), ct))
            {
                isReread = true;
            }
            else
            {
                return outcome is BookOutcome.LeavesSingleSeat lone
                    ? AsTold(await chooser.WithAlternativesAsync(lone, request, show, ct), show)
                    : outcome is BookOutcome.SlotsBegun begun
                        ? AsTold(begun with { Plan = await shows.PlanAsync(show, ct) }, show)
                        : AsTold(outcome, show);
            }
        }

        return new BookOutcome.Overloaded(RetryAfterChanges);
    }

    public async Task<ExtendOutcome> ExtendAsync(BookingId id, Actor actor, CancellationToken ct) =>
        await shows.FindAsync(id.ShowId, ct) is { } show
            ? await batches.CarryOutAsync(
                new BookingCommand.Extend(id, actor, show is { ExtensionAllowed: true, IsSuspended: false })
                {
                    SalesCloseAt = show.SalesCloseAt,
                    Slots = show.Slots,
                },
                ct)
            : new ExtendOutcome.BookingNotFound();

    // Mostly the show is in memory and limits nobody, and there is nothing to wait for but the batch.
    public Task<ConfirmOutcome> ConfirmAsync(ConfirmRequest request, Actor actor, CancellationToken ct) =>
        request.IdempotencyKey is null && shows.Recall(request.Id.ShowId) is { SeatsPerPersonMax: null }
            ? batches.CarryOutAsync(_commands.Confirmation(request, actor), ct)
            : FindAndConfirmAsync(request, actor, ct);

    public Task<CancelOutcome> CancelAsync(BookingId id, Actor actor, CancellationToken ct) =>
        batches.CarryOutAsync(new BookingCommand.Cancel(id, actor), ct);

    public async Task<CancelOutcome> CancelByStaffAsync(
        BookingId id, StaffNote note, Actor actor, CancellationToken ct) =>
        (CancelOutcome)await staff.RunAsync(new StaffCommand.Cancel(id, note), actor, ct);

    public async Task<BlockOutcome> BlockAsync(
        ShowId showId, ImmutableArray<int> seatNumbers, StaffNote note, Actor actor, CancellationToken ct) =>
        (BlockOutcome)await staff.RunAsync(new StaffCommand.Block(showId, seatNumbers, note), actor, ct);

    public async Task<UnblockOutcome> UnblockAsync(
        ShowId showId, ImmutableArray<int> seatNumbers, StaffNote note, Actor actor, CancellationToken ct) =>
        (UnblockOutcome)await staff.RunAsync(new StaffCommand.Unblock(showId, seatNumbers, note), actor, ct);

    public Task<RepeatableOutcome> RepeatAsync(
        StaffCommand command, RepeatableRequest request, Func<CommandOutcome, WriteReply?> answer, Actor actor,
        CancellationToken ct) => staff.RepeatAsync(command, request, answer, actor, ct);

    public Task<ExpireOutcome> ExpireAsync(BookingId id, Actor actor, CancellationToken ct) =>
        batches.CarryOutAsync(new BookingCommand.Expire(id, actor), ct);

    private async Task<ConfirmOutcome> FindAndConfirmAsync(
        ConfirmRequest request, Actor actor, CancellationToken ct)
    {
        BookingCommand.Confirm command;
        try
        {
            if (await shows.FindAsync(request.Id.ShowId, ct) is not { } show)
            {
                return new ConfirmOutcome.BookingNotFound();
            }

            command = await _commands.MakeAsync(request, actor, show, ct);
        }
        catch (Exception e) when (DatabaseFailures.Classify(e) != DatabaseFailure.Lasting)
        {
            return new ConfirmOutcome.Unavailable(RetryAfterUnavailable);
        }

        return await batches.CarryOutAsync(command, ct);
    }

    // Refusals that speak of a time are told on the clock of the show's place, those of slots in their words.
    private static BookOutcome AsTold(BookOutcome outcome, ShowTerms show)
    {
        outcome = outcome is BookOutcome.SalesNotOpen closed ? closed with { TimeZone = show.TimeZone }
            : outcome is BookOutcome.ShowOver over ? over with { TimeZone = show.TimeZone }
            : outcome is BookOutcome.LimitReached limit ? limit with { TimeZone = show.TimeZone }
            : outcome;
        return show.Kind == outcome.Kind ? outcome : outcome with { Kind = show.Kind };
    }

    private void NoteRefusal(BookOutcome outcome, ShowTerms show, WarmUpShow? warmUp)
    {
        if (outcome is BookOutcome.SeatsTaken or BookOutcome.NoneTogether && warmUp is null)
        {
            refusals.Note(show.Id, show.OrganizationId);
            maps.NoteRefusal(show.Id, show.TotalSeats);
        }
    }

    private static BookOutcome.NotSelling? RefusalByOrganizer(ShowTerms show) =>
        show.IsSuspended ? new BookOutcome.NotSelling() : null;

    // What has begun for certain is not worth a transaction; the last moment before is for the rules.
    private BookOutcome? RefusalByStart(BookRequest request, ShowTerms show) =>
        maps.EstimateNow() is not { } now ? null
        : show.SalesCloseAt <= now ? new BookOutcome.ShowOver(show.SalesCloseAt)
        : show.Slots?.Begun(request.SeatNumbers, now) is { IsEmpty: false } begun ? new BookOutcome.SlotsBegun(begun)
        : null;

    private BookOutcome? RefusalByLimit(BookRequest request, ClientAddress? client) => client is { } known
        ? holders.Refusal(new Holder(request.ShowId, known), request.SeatsWanted, maps.EstimateNow())
        : null;

    // Seats that are known to be taken are not worth a transaction.
    private BookOutcome.SeatsTaken? RefusalByMap(BookRequest request) =>
        maps.KnownTaken(request.ShowId, request.SeatNumbers) is { IsEmpty: false } taken
            ? new BookOutcome.SeatsTaken(taken)
            : null;

    private async Task<BookOutcome> RefuseAsync(
        BookRequest request, Actor actor, ShowTerms show, BookOutcome refusal, CancellationToken ct)
    {
        var outcome = request.IdempotencyKey is null
            ? refusal
            : await CarryOutAsync(await _commands.MakeRefusedAsync(request, actor, show, refusal, ct), ct);
        if (outcome is BookOutcome.SeatsTaken)
        {
            refusals.Note(show.Id, show.OrganizationId);
        }

        return outcome;
    }

    // Only a key may have a booking already.
    private Task<BookOutcome> CarryOutAsync(BookingCommand.Book command, CancellationToken ct) =>
        command is { Refusal: { } refusal, Fingerprint: null }
            ? Task.FromResult(refusal)
            : batches.CarryOutAsync(command, ct);
}

using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Shows;

namespace Usher.BoxOffice.Tickets;

/// <summary>A buyer's link of a booking.</summary>
/// <param name="Token">What makes it signed; it belongs into no log.</param>
/// <param name="EndsAt">Until when it works at least. UTC.</param>
public sealed record TicketLink(string Token, DateTime EndsAt);

/// <summary>
/// The signed links by which buyers open their tickets: whoever knows a booking's id alone sees how it stands, and no
/// more. Links are not stored. Each ends some days after its show, and later where the show has moved.
/// </summary>
public sealed class TicketLinks(
    TicketKeys keys, EndedLinks ended, ShowCatalog shows, IOptions<TicketOptions> options, TimeProvider time)
{
    internal const string Purpose = "ticket";

    /// <summary>A new link of a booking. Of a show that lies ahead it is the same each time, until staff end those that
    /// were given.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<TicketLink> MakeAsync(BookingId booking, CancellationToken ct) =>
        await MakeAsync(booking, await ended.LatestAsync(booking, ct), ct);

    /// <summary>The link that a booking has since its confirmation. Whether staff have ended it is not asked: of a
    /// confirmation that is repeated it may open nothing any more.</summary>
    /// <inheritdoc cref="MakeAsync(BookingId, CancellationToken)"/>
    public Task<TicketLink> MakeFirstAsync(BookingId booking, CancellationToken ct) =>
        MakeAsync(booking, endedTimes: 0, ct);

    private async Task<TicketLink> MakeAsync(BookingId booking, int endedTimes, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var startsAt = (await shows.FindAsync(booking.ShowId, ct))?.StartsAt;
        var token = LinkToken.Make(
            await keys.NewestAsync(ct), PurposeAfter(endedTimes), booking,
            DaysAfter(startsAt > now ? startsAt.Value : now));
        return new TicketLink(token.ToString(), token.EndsAt);
    }

    /// <summary>Until when what somebody sent opens a booking's ticket. UTC.</summary>
    /// <returns>Null: it does not. Whether it is made up, another's, ended or too old is not told.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async ValueTask<DateTime?> FindEndAsync(string sent, BookingId booking, CancellationToken ct)
    {
        if (LinkToken.Read(sent) is not { } token
            || await keys.FindAsync(token.KeyNumber, ct) is not { } key
            || !token.IsSigned(key, PurposeAfter(await ended.LatestAsync(booking, ct)), booking)
            || await shows.FindAsync(booking.ShowId, ct) is not { StartsAt: var startsAt })
        {
            return null;
        }

        var (own, ofShow) = (token.EndsAt, DaysAfter(startsAt));
        var end = own > ofShow ? own : ofShow;
        return end > time.GetUtcNow().UtcDateTime ? end : null;
    }

    // No other purpose begins so.
    private static string PurposeAfter(int endedTimes) => endedTimes == 0 ? Purpose : $"{Purpose}:{endedTimes}";

    private DateTime DaysAfter(DateTime moment)
    {
        var days = TimeSpan.FromDays(options.Value.LinkDays);
        return moment < DateTime.MaxValue - days ? moment + days : DateTime.MaxValue;
    }
}

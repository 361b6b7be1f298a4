using Usher.Engine.Bookings;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Replies;
using Usher.Http.Wording;
using Usher.Pages.Kit;

namespace Usher.Pages.Buyers.Bookings;

/// <summary>The bookings that a device remembers: the server does not know which, but how each of them stands.
/// </summary>
internal sealed class RememberedPages(BookingQueries queries, BookingEnds ends, TimeProvider time)
{
    public static IResult GetList() => new PageReply<RememberedPage>("")
    {
        CacheControl = PageReply<RememberedPage>.Private,
    };

    /// <summary>How these bookings stand, for the list's script.</summary>
    public async Task<IResult> States(HttpContext context)
    {
        var errors = new FieldErrors();
        if (await JsonBody.ReadAsync<BookingStatesBody>(context.Request, errors) is not { } body)
        {
            return Problems.BadRequest(errors);
        }

        var bookings = await queries.FindAsync(body.Ids, context.RequestAborted);
        var ended = await ends.FindAsync(bookings, context.RequestAborted);
        var now = time.GetUtcNow().UtcDateTime;
        return new Reply<BookingStatesDocument>(
            StatusCodes.Status200OK,
            new BookingStatesDocument(
                [.. bookings.Select(booking => Document(booking, ended.GetValueOrDefault(booking.Id), now))]),
            BookingStatesJson.Default.BookingStatesDocument)
        {
            CacheControl = PageReply<RememberedPage>.NoStore,
        };
    }

    private static BookingStateDocument Document(Booking booking, BookingEnd? end, DateTime now) => new(
        booking.Id.Value, BookingBadge.Kind(booking, now), BookingTexts.ForBuyer(booking, end, now),
        BookingTexts.MomentForBuyer(booking, end), end?.PublicReason);
}

using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Replies;
using Usher.Http.Wording;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Bookings;

/// <summary>The bookings that a device remembers: the server does not know which, but how each of them stands.
/// </summary>
internal sealed class RememberedPages(
    BookingQueries queries, BookingEnds ends, SeatingViews views, TimeProvider time)
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
        List<BookingStateDocument> documents = [];
        foreach (var booking in bookings)
        {
            var end = ended.GetValueOrDefault(booking.Id);
            if (await views.FindPlanAsync(booking.ShowId, end?.PlanVersion, context.RequestAborted) is { } view)
            {
                documents.Add(Document(booking, end, view.Plan, time.GetUtcNow().UtcDateTime));
            }
        }

        return new Reply<BookingStatesDocument>(
            StatusCodes.Status200OK, new BookingStatesDocument([.. documents]),
            BookingStatesJson.Default.BookingStatesDocument)
        {
            CacheControl = PageReply<RememberedPage>.NoStore,
        };
    }

    private static BookingStateDocument Document(Booking booking, BookingEnd? end, SeatingPlan plan, DateTime now) =>
        new(
            booking.Id.Value, BookingBadge.Kind(booking, now), BookingTexts.ForBuyer(booking, end, now),
            BookingTexts.MomentForBuyer(booking, end), end?.PublicReason, SeatNames.Brief(plan, booking.SeatNumbers));
}

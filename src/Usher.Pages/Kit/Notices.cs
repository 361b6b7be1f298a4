using Usher.Engine.SeatingPlans;
using Usher.Pages.Kit.Layout;


namespace Usher.Pages.Kit;

/// <summary>Pages for what went wrong: never a blame, always a way on.</summary>
internal static class Notices
{
    public static IResult NoSuchShow() => Notice(
        StatusCodes.Status404NotFound,
        new NoticeView(
            "Show not found", "It may be over, or the link may be incomplete.",
            "See what’s on", "/"));

    public static IResult NoSuchBooking() => Notice(
        StatusCodes.Status404NotFound,
        new NoticeView(
            "Booking not found",
            "The link to a booking must be complete. Copy it again, from the first character to the last.",
            "Your bookings", "/bookings"));

    public static IResult ShowOver(string words) => Notice(
        StatusCodes.Status409Conflict,
        new NoticeView("This show is no longer on sale", words + " Nothing was held.", "See what’s on", "/"));

    public static IResult NotSelling() => Notice(
        StatusCodes.Status403Forbidden,
        new NoticeView(
            "The organizer is not selling at present",
            "Nothing was held. Come back later. Confirmed bookings are valid, and you can look at yours.",
            "Your bookings", "/bookings"));

    public static IResult SlotsBegun(string words, string backUrl) => Notice(
        StatusCodes.Status409Conflict,
        new NoticeView("It is too late for this slot", words + " Nothing was held.", "Choose slots", backUrl));

    public static IResult FromElsewhere() => Notice(
        StatusCodes.Status403Forbidden,
        new NoticeView(
            "This form came from another site", "Nothing was held or changed.", "See what’s on", "/"));

    public static IResult Unreadable(string words, string backUrl, PlanKind kind = PlanKind.Seats) => Notice(
        StatusCodes.Status400BadRequest,
        new NoticeView(
            "That did not work", words + " Nothing was held.", $"Choose {SeatNames.Noun(kind, 2)}", backUrl));

    private static PageReply<NoticePage> Notice(int status, NoticeView view) => new(view) { Status = status };
}

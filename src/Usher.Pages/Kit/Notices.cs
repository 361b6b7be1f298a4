using Usher.Pages.Kit.Layout;


namespace Usher.Pages.Kit;

/// <summary>Pages for what went wrong: never a blame, always a way on.</summary>
internal static class Notices
{
    public static IResult NoSuchShow() => Notice(
        StatusCodes.Status404NotFound,
        new NoticeView(
            "There is no show at this address", "It may be over, or part of the address is missing.",
            "See what is on", "/"));

    public static IResult NoSuchBooking() => Notice(
        StatusCodes.Status404NotFound,
        new NoticeView(
            "There is no booking at this address",
            "The address of a booking is its key: every sign of it counts. Copy it once more, from first to last.",
            "Your bookings", "/bookings"));

    public static IResult ShowOver(string words) => Notice(
        StatusCodes.Status409Conflict,
        new NoticeView("This show is no longer on sale", words + " Nothing was held.", "See what is on", "/"));

    public static IResult FromElsewhere() => Notice(
        StatusCodes.Status403Forbidden,
        new NoticeView(
            "This form came from another site", "Nothing was held and nothing was changed.", "See what is on", "/"));

    public static IResult Unreadable(string words, string backUrl) => Notice(
        StatusCodes.Status400BadRequest,
        new NoticeView("That did not work out", words + " Nothing was held.", "Choose seats", backUrl));

    private static PageReply<NoticePage> Notice(int status, NoticeView view) => new(view) { Status = status };
}

using System.Globalization;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Replies;
using Usher.Http.Security;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.LiveMap;

/// <summary>The live map of a show: who has which seat, and blocking and unblocking seats.</summary>
internal sealed class LiveMapPages(
    SeatingViews views, IBookingService bookings, BookingSearch search, SeatHolders holders, TimeProvider time)
{
    private const int PastMax = 8;
    private const int FindCharsMax = 500;

    // It names people, and changes at any moment.
    private const string NoStore = "no-store";

    public async Task<IResult> GetLiveMap(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } view)
        {
            return DeskNotice.NoSuchShow();
        }

        var query = context.Request.Query;
        var find = query["find"].ToString().Trim();
        string? problem = null;
        if (find.Length > 0)
        {
            var found = find.Length <= FindCharsMax ? new SeatFinder(view.Plan).Find(find) : [];
            if (found.Length is > 0 and <= BlockedSeats.SeatsMax)
            {
                return PageForm.SeeOther(UrlOf(view.Show.Id, found));
            }

            problem = found.Length > 0
                ? $"That is {Numbers.Seats(found.Length, view.Plan.Kind)}. "
                    + $"At most {Numbers.Text(BlockedSeats.SeatsMax)} can be shown at once."
                : "No seats found. Enter, for example, J 16, J 3-12 or row J; separate several with commas.";
        }

        var model = new LiveMapView
        {
            SeatingView = view,
            Figures = await holders.CountAsync(view.Show.Id, context.RequestAborted),
            Panel = await PanelAsync(view, query, context.RequestAborted),
            Find = find.Length > 0 ? find : null,
            Problem = problem,
        };
        return new PageReply<LiveMapPage>(model)
        {
            Status = problem is null ? StatusCodes.Status200OK : StatusCodes.Status404NotFound,
        };
    }

    /// <summary>The inspector alone, for the script.</summary>
    public async Task<IResult> Panel(string id, HttpContext context) =>
        await FindAsync(id, context) is { } view
        && await PanelAsync(view, context.Request.Query, context.RequestAborted) is { } panel
            ? new PageReply<SeatPanel>(panel)
            : Problems.Of(ProblemType.NoSuchSeats);

    /// <summary>Which seats are blocked: the live updates do not say it.</summary>
    public async Task<IResult> Blocked(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } view)
        {
            return Problems.Of(ProblemType.NoSuchShow);
        }

        // Seats change many times a second; money is counted only on request.
        var figures = context.Request.Query.ContainsKey("money")
            ? await holders.CountAsync(view.Show.Id, context.RequestAborted)
            : null;
        var document = new BlockedSeatsDocument
        {
            Seats = [.. await holders.FindBlockedAsync(view.Show.Id, context.RequestAborted)],
            Booked = figures is null
                ? null
                : DueTexts.Figure(figures.Bookings, figures.Amount, view.Show.Currency),
            Bookings = figures is null
                ? null
                : DueTexts.UnderFigure(figures.Bookings, figures.Amount, view.Show.Currency),
        };
        return new Reply<BlockedSeatsDocument>(
            StatusCodes.Status200OK, document, LiveMapJson.Default.BlockedSeatsDocument)
        {
            CacheControl = NoStore,
        };
    }

    public Task<IResult> Block(string id, HttpContext context) => ChangeAsync(id, context, async change =>
        await bookings.BlockAsync(
            change.Show, [.. change.Seats], change.Note, context.ActingAsStaff(), CancellationToken.None) switch
        {
            BlockOutcome.Blocked(var blocked, var held, var sold) => PageForm.SeeOther(string.Create(
                CultureInfo.InvariantCulture,
                $"{change.Url}&blocked={blocked.Length}&left={held.Length + sold.Length}")),
            BlockOutcome.ShowNotFound or BlockOutcome.SeatsNotFound => DeskNotice.NoSuchShow(),
            BlockOutcome.Overloaded(var after) => change.Busy("block", after),
            BlockOutcome.Unavailable(var after) => change.Busy("block", after),
        });

    public Task<IResult> Unblock(string id, HttpContext context) => ChangeAsync(id, context, async change =>
        await bookings.UnblockAsync(
            change.Show, [.. change.Seats], change.Note, context.ActingAsStaff(), CancellationToken.None) switch
        {
            UnblockOutcome.Unblocked(var free, _) => PageForm.SeeOther(
                string.Create(CultureInfo.InvariantCulture, $"{change.Url}&freed={free.Length}")),
            UnblockOutcome.ShowNotFound => DeskNotice.NoSuchShow(),
            UnblockOutcome.Overloaded(var after) => change.Busy("unblock", after),
            UnblockOutcome.Unavailable(var after) => change.Busy("unblock", after),
        });

    public static string UrlOf(ShowId showId, IEnumerable<int> seats) =>
        string.Create(CultureInfo.InvariantCulture, $"/desk/shows/{showId}/map?seats={SeatRanges.Write(seats)}");

    private async Task<IResult> ChangeAsync(string id, HttpContext context, Func<BlockForm, Task<IResult>> carryOut)
    {
        var form = await PageForm.ReadAsync(context);
        if (await FindAsync(id, context) is not { } view)
        {
            return DeskNotice.NoSuchShow();
        }

        var (show, text) = (view.Show.Id, form?["seats"].ToString());
        var reason = form?["reason"].ToString().Trim() ?? "";
        if (StaffNote.Problem(reason) is { } problem)
        {
            return DeskNotice.WrongReason(DeskPlace.Shows, problem, "Back to the seats", $"/desk/shows/{show}/map");
        }

        return SeatRanges.Parse(text, view.Plan.Seats.Length, BlockedSeats.SeatsMax) is { } seats
            ? await carryOut(new BlockForm(show, seats, reason))
            : PageForm.SeeOther($"/desk/shows/{show}/map");
    }

    private async Task<SeatingView?> FindAsync(string id, HttpContext context) =>
        ShowIdField.Read(id) is { } show ? await views.FindAsync(show, context.RequestAborted) : null;

    private async Task<SeatPanelView?> PanelAsync(SeatingView view, IQueryCollection query, CancellationToken ct)
    {
        var show = view.Show.Id;
        if (SeatRanges.Parse(query["seats"], view.Plan.Seats.Length, BlockedSeats.SeatsMax) is not { } seats)
        {
            return null;
        }

        var holder = seats is [var only] ? await holders.FindAsync(show, only, ct) : null;
        return new SeatPanelView
        {
            SeatingView = view,
            Seats = seats,
            Blocked = (await holders.FindBlockedAsync(show, ct)).ToHashSet(),
            Holder = holder,
            // Each step of the holder's booking has made one version of the seat: if there are no more, nobody had it
            // before.
            Past = seats is [var one] && (holder?.Sequence ?? 0) != view.Map!.Seats[one - 1].Version
                ? await PastAsync(show, one, ct)
                : [],
            Now = time.GetUtcNow().UtcDateTime,
            Said = Said(query),
        };
    }

    private async Task<IReadOnlyList<Booking>> PastAsync(ShowId show, int seat, CancellationToken ct)
    {
        var filter = new BookingFilter { ShowId = show, SeatNumber = seat };
        return (await search.FindAsync(filter, PastMax, after: null, ct)).Bookings;
    }

    private static string? Said(IQueryCollection query)
    {
        if (Count(query, "cancelled") is not null)
        {
            return "The booking was cancelled.";
        }

        if (Count(query, "freed") is { } freed)
        {
            return freed == 0 ? "None of these seats was blocked." : $"{Numbers.Seats(freed)} back on sale.";
        }

        if (Count(query, "blocked") is not { } blocked)
        {
            return null;
        }

        var rest = Count(query, "left") is > 0 and var left
            ? $" {Numbers.Seats(left)} not blocked, because {(left == 1 ? "a buyer has it" : "buyers have them")}."
            : "";
        return (blocked == 0 ? "No seats were blocked." : $"{Numbers.Seats(blocked)} blocked.") + rest;
    }

    private static int? Count(IQueryCollection query, string name) =>
        int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private sealed record BlockForm(ShowId Show, int[] Seats, string Reason)
    {
        public StaffNote Note => new(Reason);

        public string Url => UrlOf(Show, Seats);

        public IResult Busy(string change, TimeSpan after) => PageForm.Busy(
            $"/desk/shows/{Show}/{change}",
            [new("seats", SeatRanges.Write(Seats)), new("reason", Reason)], "", Url, after);
    }
}

using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Shows;
using Usher.Engine.Statistics;
using Usher.Http.Fields;
using Usher.Http.Wording;
using Usher.Pages.Buyers.Shows;
using Usher.Pages.Desk.Activity;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.Shows;

/// <summary>The shows and how each of them sells.</summary>
internal sealed class ShowDeskPages(
    ShowLines lines, ShowQueries queries, ShowCatalog catalog, SeatMaps maps, SalesTimelines timelines,
    SeatHolders holders, LatestBookingViews latest, ShowJourneys journeys, TimeProvider time)
{
    private const int PageSize = 20;
    private const int SectionsMax = 12;

    public async Task<IResult> List(HttpContext context)
    {
        var query = context.Request.Query;
        var errors = new FieldErrors();
        var withPast = query["past"] == "yes";
        var wanted = ShowListRequest.Read(
            new QueryCollection(query.Where(field => field.Key is "q" or "after").ToDictionary(
                field => field.Key, field => field.Value, StringComparer.OrdinalIgnoreCase)),
            errors);
        if (wanted is null)
        {
            return new PageReply<ShowsDeskPage>(new ShowsDeskView(
                [], null, withPast, null, IsFirst: true, "We could not run this search. Enter at most 200 characters."))
            {
                Status = StatusCodes.Status400BadRequest,
            };
        }

        var (found, next) = await lines.FindAsync(
            withPast, wanted.Text, PageSize, wanted.After, context.RequestAborted);
        return new PageReply<ShowsDeskPage>(new ShowsDeskView(
            found, wanted.Text, withPast, next is null ? null : NextUrl(wanted.Text, withPast, next),
            wanted.After is null, Problem: null));
    }

    public async Task<IResult> GetShow(string id, HttpContext context)
    {
        var ct = context.RequestAborted;
        if (ShowPages.ReadId(id) is not { } showId
            || await queries.FindWithoutSeatsAsync(showId, ct) is not { } show
            || await maps.FindAsync(showId, ct) is not { } map
            || await catalog.FindAsync(showId, ct) is not { } terms)
        {
            return DeskNotice.NoSuchShow();
        }

        var now = time.GetUtcNow().UtcDateTime;
        show = show with { LastSlotAt = terms.Slots?.Last };
        var view = new SeatingView(show, await catalog.PlanAsync(terms, ct), map, terms.Slots, now);
        var known = SeatCounts.Of(map);
        var timeline = timelines.OfAsync(showId, known, Period.Of(context.Request.Query["period"]), ct);
        // The figures of the live map, so that no page says otherwise than another.
        var figures = await holders.CountAsync(showId, ct);
        var seats = new SeatCounts(figures.Free, figures.Held, figures.Sold, figures.Blocked).WithBegun(view.Begun);
        HashSet<int> blocked = figures.Blocked == 0 ? [] : [.. await holders.FindBlockedAsync(showId, ct)];
        return new PageReply<ShowDeskPage>(new ShowDeskView
        {
            Show = show,
            Status = show.StatusAt(now, view.Available),
            Kind = view.Plan.Kind,
            Journey = view.Plan.Kind == PlanKind.Coach ? await journeys.FindAsync(showId, ct) : null,
            Seats = seats,
            Picture = PlanPicture.Taken(view, $"Seating plan: {CountTexts.Seats(seats, ReaderCulture.Current)}"),
            Sections = Sections(view, blocked),
            Latest = await latest.FindAsync(showId, ct),
            SalesTimeline = await timeline,
            Booked = figures.Amount,
            Bookings = figures.Bookings,
            Now = now,
        });
    }

    private static ImmutableArray<(string, SeatCounts)> Sections(SeatingView view, HashSet<int> blocked)
    {
        if (view.Plan.Sections.Length is 1 or > SectionsMax)
        {
            return [];
        }

        var counts = new SeatCounts[view.Plan.Sections.Length];
        var begun = new int[counts.Length];
        foreach (var (index, seat) in view.Plan.Seats.Index())
        {
            var at = view.Plan.Rows[seat.Row].Section;
            begun[at] += view.IsBegunSeat(index + 1) ? 1 : 0;
            ref var section = ref counts[at];
            section = view.StatusOf(index + 1) switch
            {
                SeatStatus.Booked when blocked.Contains(index + 1) => section with { Blocked = section.Blocked + 1 },
                SeatStatus.Available => section with { Free = section.Free + 1 },
                SeatStatus.Held => section with { Held = section.Held + 1 },
                _ => section with { Sold = section.Sold + 1 },
            };
        }

        return [.. view.Plan.Sections.Zip(counts.Zip(begun, (seats, over) => seats.WithBegun(over)))];
    }

    private static string NextUrl(string? text, bool withPast, ShowCursor next)
    {
        var query = new QueryString().Add("after", ShowListRequest.Write(next));
        query = text is null ? query : query.Add("q", text);
        return "/desk/shows" + (withPast ? query.Add("past", "yes") : query);
    }
}

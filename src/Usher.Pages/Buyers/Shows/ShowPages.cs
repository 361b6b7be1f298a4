using System.Globalization;
using Microsoft.Extensions.Options;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.Security;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Shows;

/// <summary>A show and its seats.</summary>
internal sealed class ShowPages(
    SeatingViews views, ShowChangeLog changes, PublicAddress address, IOptions<PagesOptions> options, TimeProvider time)
{
    // A page that is left open without a script reloads this often.
    private static readonly TimeSpan RefreshMax = TimeSpan.FromHours(1);

    public async Task<IResult> GetShow(string id, HttpContext context)
    {
        if (ReadId(id) is not { } showId || await views.FindAsync(showId, context.RequestAborted) is not { } view)
        {
            return Notices.NoSuchShow();
        }

        var terms = await views.TermsAsync(showId, context.RequestAborted);
        if (terms.IsSuspended)
        {
            return Notices.NotSelling();
        }

        var now = time.GetUtcNow().UtcDateTime;
        var status = view.Show.StatusAt(now, view.Available);
        var query = context.Request.Query;
        var chosen = SeatChoice.Read(query["seats"], BookRequest.SeatsMax) ?? [];
        var parts = SeatingViewPart.Of(view.Plan, options.Value.SeatsListedMax);
        var model = new ShowView
        {
            SeatingView = view,
            Status = status,
            Journey = await views.JourneyAsync(showId, context.RequestAborted),
            Now = now,
            Chosen = chosen.ToHashSet(),
            Parts = parts,
            Part = PartOf(parts, query["part"], chosen),
            FormKey = FormKey.New(),
            HoldSeconds = Math.Max(1, HoldLength.Seconds(now, terms.HoldSeconds, terms.SalesCloseAt)),
        };
        return new PageReply<SeatsPage>(model)
        {
            CacheControl = PageReply<SeatsPage>.Private,
            Refresh = status == ShowStatus.NotYetOpen && view.Show.SalesOpenAt - now is { } wait
                ? (wait < RefreshMax ? wait + TimeSpan.FromSeconds(1) : RefreshMax, $"/shows/{showId}")
                : null,
        };
    }

    // Counted first, and then nothing from memory: a file of this number has every change that it counts.
    public async Task<IResult> Opening(string id, HttpContext context) =>
        ReadId(id) is { } showId
        && await changes.CountAsync(showId, context.RequestAborted) is var changed
        && await views.FindShowNowAsync(showId, context.RequestAborted) is { SalesOpenAt: { } opensAt } show
            ? new CalendarReply(
                $"opening-{show.Id}", $"On sale: {show.Name}", opensAt, show.TimeZone, time.GetUtcNow().UtcDateTime,
                address.UrlOf(context.Request, string.Create(CultureInfo.InvariantCulture, $"/shows/{show.Id}")))
            {
                // Elsewhere another show has this number, but was not created at the same moment.
                EventName = CalendarReply.EventOf("opening", $"{show.Id} {Times.Machine(show.CreatedAt)}"),
                Sequence = changed,
            }
            : Notices.NoSuchShow();

    /// <summary>A text that is no show id is answered like an unknown show.</summary>
    public static ShowId? ReadId(string text) => ShowId.TryParse(text, out var id) ? id : null;

    private static SeatingViewPart? PartOf(IReadOnlyList<SeatingViewPart> parts, string? wanted, int[] chosen)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        return int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? parts.FirstOrDefault(part => part.Number == number)
            : parts.FirstOrDefault(part => part.Rows.Any(row =>
                chosen.Any(seat => seat >= row.First && seat < row.First + row.Count)));
    }
}

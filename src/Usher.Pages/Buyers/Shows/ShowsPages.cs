using System.Globalization;
using Microsoft.Extensions.Options;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Http.Security;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Shows;

/// <summary>The list of shows.</summary>
internal sealed class ShowsPages(SeatingViews views, IOptions<PagesOptions> options, TimeProvider time)
{
    private const string DayFormat = "yyyy-MM-dd";

    // No clock is further ahead of UTC: nowhere does a day begin earlier.
    private const int HoursAheadMax = 14;

    // Of shows that begin in those hours on the day before, on the clock of their venue.
    private const int PagesSkippedMax = 10;

    private readonly string _cacheControl = $"public, max-age={options.Value.ListSecondsMax}";

    public async Task<IResult> List(HttpContext context)
    {
        if (BuyersTenant.Of(context) is { IsSuspended: true })
        {
            return Notices.NotSelling();
        }

        var query = context.Request.Query;
        var errors = new FieldErrors();
        var day = query["from"] is [{ Length: > 0 } text] ? ReadDay(text, errors) : null;
        var wanted = ShowListRequest.Read(WithoutFrom(query), errors);
        if (wanted is null)
        {
            return Page(
                new ShowsView
                {
                    Text = null,
                    FromDay = null,
                    Rows = [],
                    Opening = null,
                    NextUrl = null,
                    IsFirst = true,
                    Problem = "We could not run this search. Choose a date and enter at most 200 characters.",
                },
                StatusCodes.Status400BadRequest);
        }

        // Shows that have begun are left out, unless the request names a day.
        var now = time.GetUtcNow().UtcDateTime;
        var from = day is { } chosen
            ? BeginOf(chosen)
            : new DateTime(now.Ticks - now.Ticks % TimeSpan.TicksPerHour, DateTimeKind.Utc);
        var page = await FindAsync(day, from, wanted.Text, wanted.After, context.RequestAborted);
        return Page(
            new ShowsView
            {
                Text = wanted.Text,
                FromDay = day?.ToString(DayFormat, CultureInfo.InvariantCulture),
                Rows = await RowsAsync(page, now, context.RequestAborted),
                Opening = wanted.After is null ? await OpeningAsync(page, now, context.RequestAborted) : null,
                NextUrl = page.Next is { } next ? NextUrl(wanted.Text, day, next) : null,
                IsFirst = wanted.After is null,
            },
            StatusCodes.Status200OK);
    }

    // A day begins when it does where the show takes place.
    private async Task<ShowPage> FindAsync(
        DateTime? day, DateTime from, string? text, ShowCursor? after, CancellationToken ct)
    {
        for (var skipped = 0; ; skipped++)
        {
            var page = await views.ListAsync(from, text, ShowListRequest.LimitDefault, after, ct);
            var shows = page.Shows.RemoveAll(listing => day is { } wanted
                && TimeZones.ToLocal(listing.Show.StartsAt, listing.Show.TimeZone).Date < wanted.Date);
            if (!shows.IsEmpty || page.Next is null || skipped == PagesSkippedMax)
            {
                return page with { Shows = shows };
            }

            after = page.Next;
        }
    }

    private PageReply<ShowsPage> Page(ShowsView view, int status) =>
        new(view) { Status = status, CacheControl = _cacheControl };

    private async Task<IReadOnlyList<ShowRow>> RowsAsync(ShowPage page, DateTime now, CancellationToken ct)
    {
        var rows = new List<ShowRow>(page.Shows.Length);
        foreach (var listing in page.Shows)
        {
            var (show, available) = listing;
            rows.Add(new ShowRow(
                show, available, show.StatusAt(now, available), await views.PictureAsync(show.Id, ct))
            {
                Journey = await views.JourneyAsync(show.Id, ct),
                IsTakenForNow = listing.IsTakenForNow,
                Kind = (await views.TermsAsync(show.Id, ct)).Kind,
            });
        }

        return rows;
    }

    private async Task<OpeningView?> OpeningAsync(ShowPage page, DateTime now, CancellationToken ct) =>
        page.Shows.Select(listing => listing.Show)
            .Where(show => show.SalesOpenAt > now && show.StartsAt > now)
            .MinBy(show => show.SalesOpenAt) is { } first
        && await views.FindPlanAsync(first.Id, ct) is { } view
            ? new OpeningView(first, first.SalesOpenAt!.Value, PlanPicture.Priced(view))
            : null;

    private static string NextUrl(string? text, DateTime? day, ShowCursor next)
    {
        var query = new QueryString().Add("after", ShowListRequest.Write(next));
        if (text is not null)
        {
            query = query.Add("q", text);
        }

        if (day is { } from)
        {
            query = query.Add("from", from.ToString(DayFormat, CultureInfo.InvariantCulture));
        }

        return "/" + query;
    }

    private static DateTime? ReadDay(string text, FieldErrors errors)
    {
        if (DateTime.TryParseExact(
            text, DayFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day))
        {
            return day;
        }

        errors.Add("from", "must be a date such as 2027-03-14");
        return null;
    }

    // There is no time before the first day.
    private static DateTime BeginOf(DateTime day) => day == DateTime.MinValue ? day : day.AddHours(-HoursAheadMax);

    // A page's date field sends a day; the API takes a moment.
    private static QueryCollection WithoutFrom(IQueryCollection query) => new(query
        .Where(field => field.Key != "from")
        .ToDictionary(field => field.Key, field => field.Value, StringComparer.OrdinalIgnoreCase));
}

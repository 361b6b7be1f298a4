using System.Globalization;
using CsvHelper;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.Shows;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Bookings;

/// <summary>
/// Bookings as a table for the reader's spreadsheet, written while they are read, so that only a few are in memory. No
/// text of it becomes a formula, a date or another number there (<see cref="CellGuard"/>).
/// </summary>
internal sealed class BookingCsvReply(BookingSearch search, BookingWording lines, BookingFilter filter) : IResult
{
    private static readonly string[] Head =
    [
        "booking", "show", "show_starts_at", "show_starts_local", "time_zone", "section", "row", "seat", "seats",
        "seat_count", "email", "status",
        "reason", "amount", "currency", "created_at", "confirmed_at",
    ];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var ct = httpContext.RequestAborted;
        var page = await search.FindAsync(filter, BookingSearch.PageMax, after: null, ct);
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"bookings.csv\"";
        response.Headers.CacheControl = "no-store";
        var form = TableForm.Of(ReaderCulture.Of(httpContext.Request));
        await using var csv = CsvWriter.Create(response.Body, form.Quoted, leaveOpen: true);
        await csv.WriteRecordAsync(Head, ct);
        while (true)
        {
            foreach (var line in await lines.OfAsync(page.Bookings, ct))
            {
                await csv.WriteRecordAsync(Fields(line, form), ct);
            }

            await csv.FlushAsync(ct);
            if (page.Next is null)
            {
                return;
            }

            page = await search.FindAsync(filter, BookingSearch.PageMax, page.Next, ct);
        }
    }

    private static string[] Fields(BookingLine line, TableForm form)
    {
        var booking = line.Booking;
        return
        [
            booking.Id.ToString(),
            CellGuard.Add(line.ShowName),
            Times.Machine(line.ShowStartsAt),
            Times.Wall(line.ShowStartsAt, line.TimeZone).Replace('T', ' '),
            line.TimeZone,
            CellGuard.Add(line.Columns.Section),
            CellGuard.Add(line.Columns.Row),
            CellGuard.Add(line.Columns.Seat),
            CellGuard.Add(line.Columns.Words),
            booking.SeatNumbers.Length.ToString(CultureInfo.InvariantCulture),
            CellGuard.Add(booking.Email ?? ""),
            booking.Kind == BookingKind.House ? "HOUSE" : booking.Status.ToText(),
            booking.Reason.ToText() ?? "",
            Amount(booking, form),
            booking.Currency ?? "",
            Times.Machine(booking.CreatedAt),
            booking.ConfirmedAt is { } confirmed ? Times.Machine(confirmed) : "",
        ];
    }

    private static string Amount(Booking booking, TableForm form)
    {
        var digits = booking.Currency is { } currency ? Currencies.DigitsOf(currency) : 0;
        return (booking.Amount / (decimal)Math.Pow(10, digits)).ToString($"F{digits}", form.Numbers);
    }
}

using System.Globalization;
using CsvHelper;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.Shows;
using Usher.Http.Wording;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Bookings;

/// <summary>
/// Bookings as a table for the reader's spreadsheet, written while they are read, so that only a few are in memory. No
/// text of it becomes a formula, a date or another number there (<see cref="CellGuard"/>).
/// </summary>
internal sealed class BookingCsvReply(
    BookingSearch search, BookingEnds ends, BookingWording lines, BookingFilter filter, DateTime now) : IResult
{
    private static readonly string[] Head =
    [
        "booking", "show", "show_starts_at", "show_starts_local", "time_zone", "section", "row", "seat", "seats",
        "seat_count", "email", "state", "ended_by", "reason_for_buyer", "note", "booked", "due", "currency",
        "created_at", "confirmed_at", "ended_at", "created_local", "confirmed_local", "ended_local",
        "appointment_at", "appointment_local",
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
            var ended = await ends.FindAsync(page.Bookings, ct);
            foreach (var line in await lines.OfAsync(page.Bookings, ended, ct))
            {
                await csv.WriteRecordAsync(Fields(line, ended.GetValueOrDefault(line.Booking.Id), form), ct);
            }

            await csv.FlushAsync(ct);
            if (page.Next is null)
            {
                return;
            }

            page = await search.FindAsync(filter, BookingSearch.PageMax, page.Next, ct);
        }
    }

    private string[] Fields(BookingLine line, BookingEnd? end, TableForm form)
    {
        var booking = line.Booking;
        var amount = Amount(booking, form);
        return
        [
            booking.Id.ToString(),
            CellGuard.Add(line.ShowName),
            Times.Machine(line.ShowStartsAt),
            Local(line.ShowStartsAt, line),
            line.TimeZone,
            CellGuard.Add(line.Columns.Section),
            CellGuard.Add(line.Columns.Row),
            CellGuard.Add(line.Columns.Seat),
            CellGuard.Add(line.Columns.Words),
            booking.SeatNumbers.Length.ToString(CultureInfo.InvariantCulture),
            CellGuard.Add(booking.Email ?? ""),
            BookingTexts.State(booking, now),
            end is null ? "" : EndedBy(end.Actor),
            CellGuard.Add(end?.PublicReason ?? ""),
            CellGuard.Add(end?.Note ?? booking.Note ?? ""),
            amount,
            // Nothing is paid here yet.
            amount,
            booking.Currency ?? "",
            Times.Machine(booking.CreatedAt),
            booking.ConfirmedAt is { } confirmed ? Times.Machine(confirmed) : "",
            end is null ? "" : Times.Machine(end.At),
            Local(booking.CreatedAt, line),
            booking.ConfirmedAt is { } sold ? Local(sold, line) : "",
            end is null ? "" : Local(end.At, line),
            line.AppointmentAt is { } at ? Times.Machine(at) : "",
            line.AppointmentAt is { } there ? Local(there, line) : "",
        ];
    }

    // On the clock of the show's place; "(UTC+2)" where it shows this time twice.
    private static string Local(DateTime at, BookingLine line)
    {
        var local = Times.Wall(at, line.TimeZone).Replace('T', ' ');
        return ZonedTimes.IsDoubled(at, line.TimeZone) ? $"{local} ({ZonedTimes.Offset(at, line.TimeZone)})" : local;
    }

    private static string EndedBy(string actor) => actor switch
    {
        Actors.Buyer => "buyer",
        Actors.Sweep or Actors.Takeover => "end of the hold",
        _ => "organiser",
    };

    // Of what is sold only, so that a column can be added up: what was cancelled is neither booked nor due.
    private static string Amount(Booking booking, TableForm form)
    {
        var counted = booking.State() == BookingState.Confirmed ? booking.Amount : 0;
        var digits = booking.Currency is { } currency ? Currencies.DigitsOf(currency) : 0;
        return (counted / (decimal)Math.Pow(10, digits)).ToString($"F{digits}", form.Numbers);
    }
}

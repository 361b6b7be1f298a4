using System.Globalization;
using CsvHelper;
using Usher.Engine.Bookings;
using Usher.Engine.Shows;
using Usher.Http.Wording;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Bookings;

/// <summary>
/// Bookings as a table for a spreadsheet, written while they are read, so that only a few are in memory. What a
/// spreadsheet would read as a formula is escaped.
/// </summary>
internal sealed class BookingCsvReply(
    BookingSearch search, BookingEnds ends, BookingWording lines, BookingFilter filter, DateTime now) : IResult
{
    private static readonly string[] Head =
    [
        "booking", "show", "show_starts_at", "seats", "seat_count", "email", "state", "ended_by", "reason_for_buyer",
        "note", "booked", "due", "currency", "created_at", "confirmed_at", "ended_at",
    ];

    // The byte order mark tells spreadsheets that this is UTF-8.
    private static readonly CsvWriterOptions Form = new()
    {
        Injection = CsvInjection.Escape,
        WriteByteOrderMark = true,
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var ct = httpContext.RequestAborted;
        var page = await search.FindAsync(filter, BookingSearch.PageMax, after: null, ct);
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"bookings.csv\"";
        response.Headers.CacheControl = "no-store";
        await using var csv = CsvWriter.Create(response.Body, Form, leaveOpen: true);
        await csv.WriteRecordAsync(Head, ct);
        while (true)
        {
            var ended = await ends.FindAsync(page.Bookings, ct);
            foreach (var line in await lines.OfAsync(page.Bookings, ct))
            {
                await csv.WriteRecordAsync(Fields(line, ended.GetValueOrDefault(line.Booking.Id)), ct);
            }

            await csv.FlushAsync(ct);
            if (page.Next is null)
            {
                return;
            }

            page = await search.FindAsync(filter, BookingSearch.PageMax, page.Next, ct);
        }
    }

    private string[] Fields(BookingLine line, BookingEnd? end)
    {
        var booking = line.Booking;
        var amount = Amount(booking);
        return
        [
            booking.Id.ToString(),
            line.ShowName,
            Times.Machine(line.ShowStartsAt),
            line.Seats,
            booking.SeatNumbers.Length.ToString(CultureInfo.InvariantCulture),
            booking.Email ?? "",
            BookingTexts.State(booking, now),
            end is null ? "" : EndedBy(end.Actor),
            end?.PublicReason ?? "",
            end?.Note ?? booking.Note ?? "",
            amount,
            // Nothing is paid here yet.
            amount,
            booking.Currency ?? "",
            Times.Machine(booking.CreatedAt),
            booking.ConfirmedAt is { } confirmed ? Times.Machine(confirmed) : "",
            end is null ? "" : Times.Machine(end.At),
        ];
    }

    private static string EndedBy(string actor) => actor switch
    {
        Actors.Buyer => "buyer",
        Actors.Sweep or Actors.Takeover => "end of the hold",
        _ => "organiser",
    };

    // Of what is sold only, so that a column can be added up: what was cancelled is neither booked nor due.
    private static string Amount(Booking booking)
    {
        var counted = booking.State() == BookingState.Confirmed ? booking.Amount : 0;
        var digits = booking.Currency is { } currency ? Currencies.DigitsOf(currency) : 0;
        return (counted / (decimal)Math.Pow(10, digits)).ToString($"F{digits}", CultureInfo.InvariantCulture);
    }
}

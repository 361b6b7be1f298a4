using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.Fields;

namespace Usher.Api.Bookings;

/// <summary>A request for seats, by number or by count, all or none.</summary>
internal sealed record BookBody : IJsonBody<BookBody>
{
    private static readonly string[] Known =
        ["show_id", "user_email", "seat_numbers", "seat_count", "category", "allow_split"];

    [Description("The id of the show, from GET /api/shows.")]
    [Wire(Minimum = 1)]
    public required long ShowId { get; init; }

    [Description("The buyer's e-mail address. Optional for a hold; required at the latest on confirmation.")]
    [MaxLength(EmailAddress.CharsMax)]
    [Wire(Format = "email")]
    public string? UserEmail { get; init; }

    [Description("The seats, each listed once, from 1 to the show's total_seats. Send either these or seat_count.")]
    [MinLength(1)]
    [MaxLength(BookRequest.SeatsMax)]
    [Wire(UniqueItems = true, ItemMinimum = 1)]
    public int[]? SeatNumbers { get; init; }

    [Description("Instead of seat_numbers: how many of the best available seats to hold, side by side in one row with "
        + "no aisle between them. The response says which.")]
    [Range(1, BookRequest.SeatsMax)]
    public int? SeatCount { get; init; }

    [Description("With seat_count: the category that all seats must have, as named in the show's seating plan. "
        + "Default: any.")]
    [MaxLength(Price.CategoryCharsMax)]
    public string? Category { get; init; }

    [Description("With seat_count: if there are not enough seats side by side, split the group into as few parts as "
        + "possible.")]
    [DefaultValue(false)]
    public bool? AllowSplit { get; init; }

    public static BookBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        long? showId = null;
        string? email = null;
        string? category = null;
        int[]? seats = null;
        long? seatCount = null;
        bool? allowSplit = null;
        while (fields.Next() is { } field)
        {
            switch (field)
            {
                case "show_id":
                    showId = fields.Whole(1, long.MaxValue);
                    break;
                case "user_email":
                    email = ReadEmail(ref fields, errors);
                    break;
                case "seat_numbers":
                    seats = ReadSeats(ref fields, errors);
                    break;
                case "seat_count":
                    seatCount = fields.Whole(1, BookRequest.SeatsMax);
                    break;
                case "category":
                    category = fields.Text(Price.CategoryCharsMax);
                    break;
                case "allow_split":
                    allowSplit = fields.Flag();
                    break;
                default:
                    break;
            }
        }

        errors.Require("show_id", showId is not null);
        if (seatCount is null)
        {
            errors.Require("seat_numbers", seats is not null || errors.Has("seat_count"));
            RefuseWithoutCount("category", category is not null, errors);
            RefuseWithoutCount("allow_split", allowSplit is not null, errors);
        }
        else if (seats is not null)
        {
            errors.Add("seat_count", "must be left out when seat_numbers is sent");
        }

        return errors.Any ? null : new BookBody
        {
            ShowId = showId!.Value,
            UserEmail = email,
            SeatNumbers = seats,
            SeatCount = (int?)seatCount,
            Category = category,
            AllowSplit = allowSplit,
        };
    }

    public BookRequest ToRequest(string? idempotencyKey) => SeatCount is { } count
        ? BookRequest.ForBest(new ShowId(ShowId), UserEmail, count, Category, AllowSplit == true, idempotencyKey)
        : new(new ShowId(ShowId), UserEmail, ImmutableCollectionsMarshal.AsImmutableArray(SeatNumbers), idempotencyKey);

    /// <summary>The field user_email, wherever it comes.</summary>
    public static string? ReadEmail(ref JsonFields fields, FieldErrors errors)
    {
        var email = fields.Text(EmailAddress.CharsMax);
        if (email is null || EmailAddress.IsWellFormed(email))
        {
            return email;
        }

        errors.Add("user_email", "must be an e-mail address such as asha@example.com");
        return null;
    }

    private static void RefuseWithoutCount(string field, bool given, FieldErrors errors)
    {
        if (given && !errors.Has("seat_count"))
        {
            errors.Add(field, "can only be used with seat_count; leave it out when seat_numbers is sent");
        }
    }

    private static int[]? ReadSeats(ref JsonFields fields, FieldErrors errors)
    {
        var seats = fields.WholeNumbers(BookRequest.SeatsMax, $"whole numbers from 1 to {int.MaxValue}");
        if (seats is { Length: 0 })
        {
            errors.Add("seat_numbers", "must contain at least one seat");
        }
        else if (seats is not null && FirstRepeated(seats) is { } repeated)
        {
            errors.Add("seat_numbers", $"must contain each seat only once; {repeated} is listed twice");
        }

        return seats;
    }

    // At most a hundred, mostly two: comparing them all beats building a set.
    private static int? FirstRepeated(int[] seats)
    {
        for (var i = 1; i < seats.Length; i++)
        {
            if (seats.AsSpan(0, i).Contains(seats[i]))
            {
                return seats[i];
            }
        }

        return null;
    }
}

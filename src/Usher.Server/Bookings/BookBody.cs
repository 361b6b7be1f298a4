using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using Usher.Engine.Bookings;
using Usher.Server.Http;
using Usher.Server.Http.OpenApi;

namespace Usher.Server.Bookings;

/// <summary>The seats somebody wants, all or none.</summary>
internal sealed record BookBody : IJsonBody<BookBody>
{
    private static readonly string[] Known = ["show_id", "user_email", "seat_numbers", "seat_count"];

    [Description("The show, as GET /api/shows lists it.")]
    [Wire(Minimum = 1)]
    public required long ShowId { get; init; }

    [Description("The buyer's address. It may be left out while holding and is then due at the confirmation.")]
    [MaxLength(EmailAddress.CharsMax)]
    [Wire(Format = "email")]
    public string? UserEmail { get; init; }

    [Description("The seats, each once; a show's seats run from 1 to its total_seats.")]
    [MinLength(1)]
    [MaxLength(BookRequest.SeatsMax)]
    [Wire(UniqueItems = true, ItemMinimum = 1)]
    public required int[] SeatNumbers { get; init; }

    public static BookBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        long? showId = null;
        string? email = null;
        int[]? seats = null;
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
                case "seat_count" when !fields.Raw().IsEmpty:
                    errors.Add(field, "is not supported yet; name the seats in seat_numbers instead");
                    break;
                default:
                    break;
            }
        }

        errors.Require("show_id", showId is not null);
        errors.Require("seat_numbers", seats is not null || errors.Has("seat_count"));
        return errors.Any ? null : new BookBody { ShowId = showId!.Value, UserEmail = email, SeatNumbers = seats! };
    }

    public BookRequest ToRequest(string? idempotencyKey) =>
        new(ShowId, UserEmail, ImmutableCollectionsMarshal.AsImmutableArray(SeatNumbers), idempotencyKey);

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

    private static int[]? ReadSeats(ref JsonFields fields, FieldErrors errors)
    {
        var seats = fields.WholeNumbers(BookRequest.SeatsMax, $"whole numbers from 1 to {int.MaxValue}");
        if (seats is { Length: 0 })
        {
            errors.Add("seat_numbers", "must name at least one seat");
        }
        else if (seats is not null && FirstRepeated(seats) is { } repeated)
        {
            errors.Add("seat_numbers", $"must name each seat once; {repeated} is there twice");
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

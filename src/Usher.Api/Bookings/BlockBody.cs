using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Http.Errors;
using Usher.Http.Fields;

namespace Usher.Api.Bookings;

/// <summary>Seats to block, or to put on sale again.</summary>
internal sealed record BlockBody : IJsonBody<BlockBody>
{
    private static readonly string[] Known = ["seat_numbers", "reason"];

    [Description("The seats, each listed once.")]
    [Wire(UniqueItems = true, ItemMinimum = 1)]
    [MinLength(1)]
    [MaxLength(BlockedSeats.SeatsMax)]
    public required int[] SeatNumbers { get; init; }

    [Description("The reason, recorded in the audit log.")]
    [MaxLength(StaffNote.CharsMax)]
    public string? Reason { get; init; }

    public static BlockBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        int[]? seats = null;
        string? reason = null;
        while (fields.Next() is { } field)
        {
            if (field == "reason")
            {
                reason = ReasonBody.ReadReason(ref fields, field, errors);
            }
            else
            {
                seats = fields.WholeNumbers(BlockedSeats.SeatsMax, $"whole numbers from 1 to {int.MaxValue}");
            }
        }

        if (seats is { Length: 0 })
        {
            errors.Add("seat_numbers", "must contain at least one seat");
        }
        else if (seats is not null && seats.Distinct().Count() < seats.Length)
        {
            errors.Add("seat_numbers", "must contain each seat only once");
        }

        errors.Require("seat_numbers", seats is not null);
        return errors.Any ? null : new BlockBody { SeatNumbers = seats!, Reason = reason };
    }
}

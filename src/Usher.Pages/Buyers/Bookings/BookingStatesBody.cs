using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Http.Fields;

namespace Usher.Pages.Buyers.Bookings;

/// <summary>Which bookings a device wants to know about: those that it remembers. Their ids are their keys, so they
/// come in a body and not in an address, which would be logged.</summary>
internal sealed record BookingStatesBody(ImmutableArray<BookingId> Ids) : IJsonBody<BookingStatesBody>
{
    /// <summary>The most bookings of one request: as many as a device remembers.</summary>
    public const int IdsMax = 50;

    private static readonly string[] Known = ["ids"];

    public static BookingStatesBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        var ids = ImmutableArray.CreateBuilder<BookingId>();
        while (fields.Next() is { } field)
        {
            if (!Read(fields.Raw(), ids))
            {
                errors.Add(field, $"must be an array of at most {IdsMax} booking ids");
            }
        }

        return errors.Any ? null : new BookingStatesBody([.. ids.Distinct()]);
    }

    private static bool Read(ReadOnlySpan<byte> raw, ImmutableArray<BookingId>.Builder ids)
    {
        if (raw.IsEmpty)
        {
            return true;
        }

        var reader = new Utf8JsonReader(raw);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        for (var count = 1; reader.Read() && reader.TokenType == JsonTokenType.String && count <= IdsMax; count++)
        {
            // What is no id of a booking is none that anybody has.
            if (BookingId.TryParse(reader.GetString(), out var id))
            {
                ids.Add(id);
            }
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }
}

/// <summary>How bookings stand, in words. Those that are not kept any more are left out.</summary>
internal sealed record BookingStatesDocument(BookingStateDocument[] Bookings);

/// <param name="Id">The booking.</param>
/// <param name="Badge">The class of its badge; null: a neutral one.</param>
/// <param name="Words">"Held until".</param>
/// <param name="At">The moment that belongs to the words; null: none.</param>
/// <param name="Note">What the organiser says about it; null: nothing.</param>
/// <param name="Seats">What its seats are called; once it has ended, what they were called then.</param>
internal sealed record BookingStateDocument(
    Guid Id, string? Badge, string Words, DateTime? At, string? Note, string Seats);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BookingStatesDocument))]
internal sealed partial class BookingStatesJson : JsonSerializerContext;

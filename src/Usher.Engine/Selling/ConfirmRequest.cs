namespace Usher.Engine.Selling;

/// <summary>A buyer's request to turn a hold into a sale.</summary>
/// <param name="Id">The booking.</param>
/// <param name="Email">Where given, it replaces the booking's.</param>
/// <param name="IdempotencyKey">As of a <see cref="BookRequest"/>: who repeats the request under it gets the first
/// answer again.</param>
public sealed record ConfirmRequest(BookingId Id, string? Email = null, string? IdempotencyKey = null);

namespace Usher.Engine.Seats;

/// <summary>The seats that a committed batch has changed.</summary>
/// <param name="AsOf">The moment the batch was decided by, UTC, by the database's clock.</param>
/// <param name="Seats">The changed seats as they are now, of any number of shows, each once.</param>
public sealed record CommittedSeats(DateTime AsOf, IEnumerable<SeatRow> Seats);

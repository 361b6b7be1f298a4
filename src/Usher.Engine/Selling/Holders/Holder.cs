namespace Usher.Engine.Selling.Holders;

/// <summary>One client in one show: who may hold so many seats there.</summary>
internal readonly record struct Holder(ShowId ShowId, ClientAddress Client);

/// <summary>A booking that holds seats for a client.</summary>
/// <param name="Id">The booking.</param>
/// <param name="Seats">How many it holds.</param>
/// <param name="EndsAt">When its hold ends; from then on it does not count.</param>
internal readonly record struct ClientHold(BookingId Id, int Seats, DateTime EndsAt);

namespace Usher.Engine.Bookings;

/// <summary>The only write path to seats and bookings.</summary>
public sealed class BookingEngine : IAsyncDisposable
{
    /// <summary>Holds seats for a buyer, all or none.</summary>
    public Task<BookingOutcome> BookAsync(BookRequest request, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Extends a hold, once, by its length.</summary>
    public Task<BookingOutcome> ExtendAsync(BookingId id, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Confirms.</summary>
    public Task<BookingOutcome> ConfirmAsync(BookingId id, string? email, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Cancels a pending booking.</summary>
    /// <param name="actor">Who gave it up, as the event will say.</param>
    public Task<BookingOutcome> CancelAsync(BookingId id, string actor, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Expires a pending booking whose hold has ended.</summary>
    public Task<BookingOutcome> ExpireAsync(BookingId id, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}

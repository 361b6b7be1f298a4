using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Engine.Shows;

namespace Usher.Ceiling;

/// <summary>The HTTP layer alone: everything up to the engine's queue is real, and nothing behind it.</summary>
internal static class HttpAlone
{
    public static void Replace(IServiceCollection services) => services.AddSingleton(provider =>
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var engine = ActivatorUtilities.CreateInstance<BookingEngine>(provider);
        engine.AnswerInstead = (request, show) => new BookingOutcome.Held(
            Answer(request, show, time.GetUtcNow().UtcDateTime));
        return engine;
    });

    private static Booking Answer(BookRequest request, ShowTerms show, DateTime now) => new()
    {
        Id = BookingId.Random(show.Id),
        OrganizationId = show.OrganizationId,
        Email = request.Email,
        SeatNumbers = request.SeatNumbers,
        Status = BookingStatus.Pending,
        HoldSeconds = show.HoldSeconds,
        CreatedAt = now,
        ExpiresAt = now.AddSeconds(show.HoldSeconds),
        Sequence = 1,
    };
}

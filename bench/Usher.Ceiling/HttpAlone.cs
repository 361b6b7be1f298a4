using Usher.Engine.Selling;

namespace Usher.Ceiling;

/// <summary>The HTTP layer alone: everything up to the engine's queue is real, and nothing behind it.</summary>
internal static class HttpAlone
{
    public static void Replace(IServiceCollection services) =>
        services.AddSingleton<IBookingService, AlwaysHeld>();
}

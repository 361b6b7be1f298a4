using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Usher.Engine.Bookings;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Engine.Statistics;

namespace Usher.Engine;

/// <summary>Registers the engine. <see cref="Database.DataSources"/> must be registered beside it.</summary>
public static class EngineServices
{
    /// <summary>Adds the engine and its reads, with options from the section <c>Bookings</c>.</summary>
    /// <exception cref="OptionsValidationException">A setting is out of range; it names each.</exception>
    public static IServiceCollection AddUsherEngine(this IServiceCollection services, IConfiguration configuration)
    {
        configuration.RequireRanges(
        [
            .. EngineOptions.Ranges, .. ShowDraftOptions.Ranges, .. StatisticsOptions.Ranges,
            .. IdempotencyOptions.Ranges,
        ]);
        services.AddOptions<EngineOptions>().Bind(configuration.GetSection(EngineOptions.Section));
        services.AddOptions<ShowDraftOptions>().Bind(configuration.GetSection(ShowDraftOptions.Section));
        services.AddOptions<StatisticsOptions>().Bind(configuration.GetSection(StatisticsOptions.Section));
        services.AddOptions<IdempotencyOptions>().Bind(configuration.GetSection(IdempotencyOptions.Section));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(EngineClock.Database);
        services.AddSingleton<SeatingPlanStore>();
        services.AddSingleton<PlanCatalog>();
        services.AddSingleton<ShowCatalog>();
        services.AddSingleton<BookingEngine>();
        services.AddSingleton<BookingQueries>();
        services.AddSingleton<BookingSearch>();
        services.AddSingleton<BookingHistory>();
        services.AddSingleton<SeatHolders>();
        services.AddSingleton<ShowQueries>();
        services.AddSingleton<OrganiserWrites>();
        services.AddSingleton<ShowCreation>();
        services.AddSingleton<ShowService>();
        services.AddSingleton<DraftPlans>();
        services.AddSingleton<SeatQueries>();
        services.AddSingleton<SeatMaps>();
        services.AddSingleton<BookingMinutes>();
        services.AddSingleton<SeatCounting>();
        services.AddSingleton(provider => provider.GetRequiredService<BookingEngine>().RefusalCounts);
        services.AddSingleton<SalesTimelines>();
        services.AddSingleton<LatestBookings>();
        services.AddSingleton<ShowDrafts>();
        return services;
    }
}

using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.Privacy;
using Usher.Engine.Sealing;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Selling.Holders;
using Usher.Engine.Selling.WarmUp;
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
        AddOptions(services, configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(EngineClock.Database);
        services.AddSingleton<DiskSpace>();
        services.AddSingleton<SeatingPlanStore>();
        services.AddSingleton<PlanCatalog>();
        services.AddSingleton<ShowCatalog>();
        services.AddSingleton<BookingQueries>();
        services.AddSingleton<BookingSearch>();
        services.AddSingleton<BookingHistory>();
        services.AddSingleton<BookingEnds>();
        services.AddSingleton<SeatHolders>();
        services.AddSingleton<FailedHolds>();
        services.AddSingleton<BookingSealing>();
        services.AddSingleton<PersonalRecords>();
        services.AddSingleton<Anonymising>();
        services.AddSingleton<StoredKeys>();
        services.AddSingleton<ISealedRows, StoredSecrets>();
        services.AddSingleton<ISealedRows, DataProtectionKeys>();
        services.AddSingleton<ShowQueries>();
        services.AddSingleton<OpenSlots>();
        services.AddSingleton<ShowJourneys>();
        services.AddSingleton<KeptReplies>();
        services.AddSingleton(provider => new OrganiserWrites(
            provider.GetRequiredService<DataSources>(), provider.GetRequiredService<KeptReplies>(),
            provider.GetRequiredService<IOptions<OrganiserWriteOptions>>()));
        services.AddSingleton<PlanService>();
        services.AddSingleton<ShowCreation>();
        services.AddSingleton<ShowService>();
        services.AddSingleton<ShowChangeLog>();
        services.AddSingleton<DraftPlans>();
        services.AddSingleton<SeatQueries>();
        services.AddSingleton<SeatMaps>();
        services.AddSingleton<BookingMinutes>();
        services.AddSingleton<SeatCounting>();
        services.AddSingleton<RefusalCounts>();
        services.AddSingleton<SalesTimelines>();
        services.AddSingleton<LatestBookings>();
        services.AddSingleton<ShowDrafts>();
        AddSelling(services);
        return services;
    }

    private static void AddSelling(IServiceCollection services)
    {
        services.AddSingleton<SeatRankings>();
        services.AddSingleton<Chooser>();
        services.AddSingleton<HeldSeats>();
        services.AddSingleton(BatchSteps.Real);
        services.AddSingleton<Batches>();
        services.AddSingleton<WarmUpShows>();
        services.AddSingleton<StaffCommands>();
        services.AddSingleton<IBookingService, BookingEngine>();
        services.AddSingleton(provider => new SeatFinder(
            provider.GetRequiredService<ShowCatalog>(), provider.GetRequiredService<SeatMaps>(),
            provider.GetRequiredService<Chooser>()));
        services.AddSingleton(provider => new RetryAdvice(provider.GetRequiredService<Batches>()));
    }

    /// <summary>What each setting of the engine may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        .. ShowTermsOptions.Ranges, .. SellingOptions.Ranges, .. SweepOptions.Ranges, .. TidyOptions.Ranges,
        .. SeatMapOptions.Ranges,
        .. SeatingPlanOptions.Ranges, .. BestAvailableOptions.Ranges, .. ShowDraftOptions.Ranges,
        .. StatisticsOptions.Ranges, .. IdempotencyOptions.Ranges, .. DiskSpaceOptions.Ranges,
        .. OrganiserWriteOptions.Ranges, .. PrivacyOptions.Ranges,
    ];

    private static void AddOptions(IServiceCollection services, IConfiguration configuration)
    {
        configuration.RequireRanges(Ranges);
        ShowTimeOptions.Require(configuration);
        services.Configure<SellingOptions>(configuration.GetSection(SellingOptions.Section));
        services.Configure<SweepOptions>(configuration.GetSection(SweepOptions.Section));
        services.Configure<TidyOptions>(configuration.GetSection(TidyOptions.Section));
        services.Configure<ShowTermsOptions>(configuration.GetSection(ShowTermsOptions.Section));
        services.Configure<ShowTimeOptions>(configuration.GetSection(ShowTimeOptions.Section));
        services.Configure<SeatMapOptions>(configuration.GetSection(SeatMapOptions.Section));
        services.Configure<SeatingPlanOptions>(configuration.GetSection(SeatingPlanOptions.Section));
        services.Configure<BestAvailableOptions>(configuration.GetSection(BestAvailableOptions.Section));
        services.Configure<ShowDraftOptions>(configuration.GetSection(ShowDraftOptions.Section));
        services.Configure<StatisticsOptions>(configuration.GetSection(StatisticsOptions.Section));
        services.Configure<OrganiserWriteOptions>(configuration.GetSection(OrganiserWriteOptions.Section));
        services.Configure<PrivacyOptions>(configuration.GetSection(PrivacyOptions.Section));
        services.Configure<DiskSpaceOptions>(configuration.GetSection(DiskSpaceOptions.Section));
        services.Configure<IdempotencyOptions>(configuration.GetSection(IdempotencyOptions.Section));
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.ApiKeys;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Permissions;
using Usher.BoxOffice.Privacy;
using Usher.BoxOffice.Tickets;

namespace Usher.BoxOffice;

/// <summary>What a sale needs around the seat. The engine's <c>DataSources</c> come beside it.</summary>
public static class BoxOfficeServices
{
    /// <summary>Adds it once, however often it is called: the API and the pages both need it.</summary>
    public static IServiceCollection AddUsherBoxOffice(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AccessOptions>, AccessOptionsCheck>());
        services.AddOptions<TicketOptions>().BindConfiguration(TicketOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TicketOptions>, TicketOptionsCheck>());
        services.TryAddSingleton<OrganizationStore>();
        services.TryAddSingleton<Sessions>();
        services.TryAddSingleton<RefreshTokens>();
        services.TryAddSingleton<PersonLinks>();
        services.TryAddSingleton<People>();
        services.TryAddSingleton<Members>();
        services.TryAddSingleton<SecondFactors>();
        services.TryAddSingleton<Passkeys>();
        services.TryAddSingleton<ProviderLogins>();
        services.TryAddSingleton<SpentChallenges>();
        services.TryAddSingleton<ApiKeyStore>();
        services.TryAddSingleton<TicketKeys>();
        services.TryAddSingleton<TicketLinks>();
        services.TryAddSingleton<IPersonalDataLog, PersonalDataEvents>();
        services.TryAddSingleton<PersonalData>();
        return services;
    }
}
